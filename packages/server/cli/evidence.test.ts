/** `kith evidence`, as somebody types it. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Vault } from '../evidence/index.ts';
import { openSqliteRecords } from '../ground/database/index.ts';
import { KeyFolder } from '../ground/sealing/index.ts';
import { kith } from '../testing/cli.ts';

describe('kith evidence', () => {
  let folder: string;
  let item: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-evidence-'));
    await mkdir(join(folder, 'keys'));
    const { kysely: db, close } = await openSqliteRecords(join(folder, 'kith.db'));
    const base = { id: 'case_1', account: 'max', queue: 'risk', opened_at: 0, updated_at: 0, level: 'high', score: 9 };
    const row = { ...base, why: '[]', event: 'e', features: null, waits_since: 0, rank: 0 };
    await db.insertInto('cases').values(row).execute();
    const keys = await KeyFolder.open({ folder: join(folder, 'keys'), master: null, masterFile: null });
    const vault = new Vault({ db, folder: keys, clock: () => 0 });
    item = await vault.put(
      {
        ...{ case: 'case_1', source: 'platform', name: 'n', mediaType: 'text/plain', account: 'max', about: null },
        ...{ kind: 'media', bytes: Buffer.from('what was taken'), at_ms: 0 },
      },
      'operator',
    );
    await close();
  });
  after(() => rm(folder, { recursive: true }));
  const at = () => ['--folder', folder];

  it('lists and shows what there is, and gives bytes only to whoever says why', async () => {
    assert.match((await kith(['evidence', 'list', 'case_1', ...at()])).stdout, new RegExp(`${item}\\s+media\\s+14`));
    const out = join(folder, 'item');
    assert.equal((await kith(['evidence', 'show', item, '--out', out, ...at()])).code, 64);
    const shown = await kith(['evidence', 'show', item, '--out', out, '--why', 'a court order', ...at()]);
    assert.match(shown.stdout, /saved by operator .*: "a court order"/);
    assert.equal(await readFile(out, 'utf8'), 'what was taken');
    assert.equal((await kith(['evidence', 'show', 'evi_0', ...at()])).code, 2);
    const unknown = await kith(['evidence', 'list', 'case_none', ...at()]);
    assert.deepEqual([unknown.code, /there is no case case_none/.test(unknown.stderr)], [1, true]);
  });

  it('turns the master key, and finds everything sound before and after', async () => {
    assert.match((await kith(['evidence', 'verify', ...at()])).stdout, /The evidence is sound: items: 1 \(14 bytes\)/);
    const master = await readFile(join(folder, 'keys', 'master'), 'utf8');
    assert.match(
      (await kith(['evidence', 'keys', 'turn', ...at()])).stdout,
      /Wrapped with the new master key \([0-9a-f]{16}\): 1 of the keys/,
    );
    assert.notEqual(await readFile(join(folder, 'keys', 'master'), 'utf8'), master);
    assert.equal((await kith(['evidence', 'verify', ...at()])).code, 0);
    assert.match((await kith(['audit', 'list', ...at()])).stdout, /evidence\.keys_turned/);
  });

  it('names the cases whose keys are missing, and gives up only those', async () => {
    assert.match((await kith(['evidence', 'keys', 'lost', ...at()])).stdout, /The keys of all cases are there/);
    const there = await kith(['evidence', 'keys', 'lost', 'case_1', ...at()]);
    assert.deepEqual([there.code, /the key of case_1 is there/.test(there.stderr)], [2, true]);
    assert.equal((await kith(['evidence', 'verify', ...at()])).code, 0);
  });

  it('says whether the clock is believed, and lets a person say that it is', async () => {
    assert.match((await kith(['evidence', 'clock', ...at()])).stdout, /Nobody has looked/);
    assert.match((await kith(['evidence', 'clock', '--believe', ...at()])).stdout, /The clock is believed/);
    assert.match((await kith(['evidence', 'clock', ...at()])).stdout, /The clock is believed/);
  });

  it('names what is damaged, and fails', async () => {
    const { kysely: db, close } = await openSqliteRecords(join(folder, 'kith.db'));
    await db
      .updateTable('evidence_chunk')
      .set({ sealed: Buffer.from('something else') })
      .execute();
    await close();
    const { code, stdout } = await kith(['evidence', 'verify', '--json', ...at()]);
    assert.equal(code, 1);
    const { sound, faults } = JSON.parse(stdout);
    assert.deepEqual([sound, faults[0].what, faults[0].id, faults[0].fault], [false, 'item', item, 'damaged']);
  });
});
