import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { FolderStorage } from './folder-storage.ts';
import { VaultAtHand } from './testing/vault.ts';

const DAY_MS = 86_400_000;

it('takes away what was begun and left by itself, and nothing of another who has the same folder', async () => {
  const shelf = await mkdtemp(join(tmpdir(), 'kith-shelf-'));
  const storage = new FolderStorage(shelf);
  const [one, other] = [await VaultAtHand.open('SQLite', storage), await VaultAtHand.open('SQLite', storage)];
  const item = await one.vault.put(one.given(), 'key:k1');
  const left = `blb_${'0'.repeat(32)}`;
  const blob = await one.db.selectFrom('evidence_blob').selectAll().executeTakeFirstOrThrow();
  await one.db
    .insertInto('evidence_blob')
    .values({ ...blob, address: left, content: null, there_at: null })
    .execute();
  await storage.put(left, 0, Buffer.from('half'));
  assert.equal(await one.vault.collect(), 0, 'it may still be written');
  one.now += 2 * DAY_MS;
  other.now += 2 * DAY_MS;
  assert.equal(await other.vault.collect(), 0);
  assert.equal(await one.vault.collect(), 1);
  assert.deepEqual(await Array.fromAsync(storage.list()), [blob.address]);
  assert.equal((await one.vault.use(item, 'a test')).bytes.toString('utf8'), 'the bytes');
  await one.end();
  await other.end();
  await rm(shelf, { recursive: true });
});

it('goes on with what it could not take away, so that no bytes are left without a row', async () => {
  const shelf = await mkdtemp(join(tmpdir(), 'kith-shelf-'));
  let away = true;
  class Away extends FolderStorage {
    override delete(address: string): Promise<void> {
      return away ? Promise.reject(new Error('away')) : super.delete(address);
    }
  }
  const storage = new Away(shelf);
  const one = await VaultAtHand.open('SQLite', storage);
  async function* breaksOff() {
    yield Buffer.alloc(3_000_000);
    throw new Error('the line broke');
  }
  await assert.rejects(one.vault.put(one.given({ bytes: breaksOff() }), 'key:k1'));
  one.now += 2 * DAY_MS;
  await assert.rejects(one.vault.collect(), { code: 'storage' });
  assert.equal((await Array.fromAsync(storage.list())).length, 1);
  away = false;
  assert.equal(await one.vault.collect(), 1);
  assert.deepEqual(await Array.fromAsync(storage.list()), []);
  assert.deepEqual((await one.vault.verify()).faults, []);
  await one.end();
  await rm(shelf, { recursive: true });
});
