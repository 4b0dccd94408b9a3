import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSqliteRecords, type SqliteRecords } from '../database/index.ts';
import { createKey, KEYS_FRESH_MS, KEYS_LOOK_AGAIN_MS, KeyRing, listKeys, revokeKey, scopes } from './index.ts';

let folder: string;
let records: SqliteRecords;
let now = 1_000_000;
const wait = async (ms: number) => {
  now += ms;
};
const ring = () => new KeyRing(records.kysely, () => now, wait);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-keys-'));
  records = await openSqliteRecords(join(folder, 'kith.db'));
});
after(async () => {
  await records.close();
  await rm(folder, { recursive: true });
});

describe('a key', () => {
  it('is 256 random bits that are stored nowhere', async () => {
    const { id, key } = await createKey(records.kysely, { name: 'game', scopes }, now);
    assert.match(key, /^kith_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    assert.ok(key.startsWith(`kith_${id}_`));
    const stored = JSON.stringify(await records.kysely.selectFrom('api_key').selectAll().execute());
    assert.ok(!stored.includes(key.slice(-43)));
    assert.match(stored, /"hash":"[0-9a-f]{64}"/);
  });

  it('is known with its scopes, also by a process that started before it was made', async () => {
    const old = ring();
    assert.equal(await old.holder('kith_000000000000_x'), null);
    const { id, key } = await createKey(records.kysely, { name: 'a', scopes: ['decisions:ask'] }, now);
    const holder = await old.holder(key);
    assert.equal(holder?.id, id);
    assert.deepEqual([...(holder?.scopes ?? [])], ['decisions:ask']);
  });

  it('is known however soon after it was made, also while the keys are being read', async () => {
    const keys = ring();
    const unknown = keys.holder('kith_000000000000_x');
    const { id, key } = await createKey(records.kysely, { name: 'soon', scopes }, now);
    assert.deepEqual([await unknown, (await keys.holder(key))?.id], [null, id]);
    const all = await Promise.all(
      [1, 2, 3].map((n) => createKey(records.kysely, { name: `at once ${n}`, scopes }, now)),
    );
    const holders = await Promise.all(all.map((one) => keys.holder(one.key)));
    assert.deepEqual(
      holders.map((holder) => holder?.id),
      all.map((one) => one.id),
    );
  });

  it('that is not known has the keys read no more often than stated', async () => {
    const keys = ring();
    const began = now;
    for (let asked = 0; asked < 5; asked++) assert.equal(await keys.holder(`kith_00000000000${asked}_x`), null);
    assert.equal(now - began, 4 * KEYS_LOOK_AGAIN_MS);
  });

  it('with another secret is as unknown as one that never was', async () => {
    const { key } = await createKey(records.kysely, { name: 'b', scopes }, now);
    const other = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    const keys = ring();
    for (const bad of [other, `kith_${'f'.repeat(12)}_${'A'.repeat(43)}`, '', 'kith__', `${key} `, `${key}\n`]) {
      assert.equal(await keys.holder(bad), null, JSON.stringify(bad));
    }
    assert.notEqual(await keys.holder(key), null);
  });

  it('stops working within the stated time after it was revoked, in a process that knows it', async () => {
    const { id, key } = await createKey(records.kysely, { name: 'c', scopes }, now);
    const keys = ring();
    assert.notEqual(await keys.holder(key), null);
    assert.equal(await revokeKey(records.kysely, id, now), 'revoked');
    assert.equal(await revokeKey(records.kysely, id, now), 'was_revoked');
    assert.equal(await revokeKey(records.kysely, 'nobody', now), 'not_known');
    now += KEYS_FRESH_MS + 1;
    assert.equal(await keys.holder(key), null);
  });

  it('is not answered from memory that is too old, even where the keys can not be read', async () => {
    const { key } = await createKey(records.kysely, { name: 'd', scopes }, now);
    const other = await openSqliteRecords(join(folder, 'kith.db'));
    const keys = new KeyRing(other.kysely, () => now, wait);
    assert.notEqual(await keys.holder(key), null);
    await other.close();
    assert.notEqual(await keys.holder(key), null);
    now += KEYS_FRESH_MS + 1;
    await assert.rejects(keys.holder(key));
  });

  it('needs a name, and is listed without its hash, the newest first', async () => {
    await assert.rejects(createKey(records.kysely, { name: ' ', scopes }, now), /say which service has it/);
    now += 1;
    const { id } = await createKey(records.kysely, { name: 'last', scopes: ['metrics:read', 'metrics:read'] }, now);
    const [first] = await listKeys(records.kysely);
    assert.deepEqual(first, { id, name: 'last', scopes: ['metrics:read'], createdAt: now, revokedAt: null });
  });
});
