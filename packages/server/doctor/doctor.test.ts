import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { readConfig, type SettingName } from '../ground/config/index.ts';
import { addPerson } from '../ground/staff/index.ts';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { importList, readLists } from '../media/index.ts';
import { openRecords } from '../stores.ts';
import { kith } from '../testing/cli.ts';
import { runKith } from '../testing/kith.ts';
import { examine, type Finding } from './index.ts';
import { checkNode } from './machine.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-doctor-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function findings(flags: Partial<Record<SettingName, unknown>>): Promise<Map<string, Finding>> {
  const all = await examine(readConfig({ flags: { folder: join(folder, 'none'), ...flags } }).config, NOW);
  for (const { status, mend } of all)
    assert.equal(mend !== undefined, status !== 'good', 'what is not good can be mended');
  const found = new Map(all.map((finding) => [finding.check, finding]));
  assert.equal(found.size, all.length, 'no two findings have one name');
  return found;
}

const statusOf = (all: Map<string, Finding>, check: string) => all.get(check)?.status;

/** A folder that a Kith has run on. */
async function used(): Promise<string> {
  const path = await mkdtemp(join(folder, 'used-'));
  const kith = await runKith({ folder: path });
  await kith.post('/v1/events', { id: 'e', type: 'account.created', data: { actor: 'a', age: { band: 'adult' } } });
  await kith.end();
  return path;
}

describe('the doctor', () => {
  it('finds nothing wrong before the first start, nor after it, nor while Kith runs', async () => {
    const wrong = (all: Map<string, Finding>) => [...all.values()].filter((f) => f.status === 'wrong');
    assert.deepEqual(wrong(await findings({})), []);
    const path = await used();
    const after = await findings({ folder: path });
    assert.deepEqual(wrong(after), []);
    assert.equal(after.get('keys')?.says, '1 in use');
    const kith = await runKith({ folder: path });
    const during = await findings({ folder: path });
    await kith.end();
    assert.deepEqual(wrong(during), []);
    assert.equal(during.get('lock')?.says, 'a Kith is running on it');
  });

  it('says where people sign in, and warns where they can not, or where nobody is administrator', async () => {
    assert.equal((await findings({})).get('sign-in')?.says, 'at http://localhost:4100, on this machine');
    const other = await findings({ port: '4321', host: '0.0.0.0' });
    assert.match(other.get('sign-in')?.says ?? '', /at http:\/\/localhost:4321 on this machine/);
    assert.equal(statusOf(await findings({ host: '0.0.0.0' }), 'sign-in'), 'warning');
    const behind = await findings({ host: '0.0.0.0', publicUrl: 'https://kith.example.com' });
    assert.deepEqual([statusOf(behind, 'sign-in'), statusOf(behind, 'sign-in addresses')], ['good', 'warning']);
    const file = join(folder, 'sign-in.yaml');
    await writeFile(file, 'issuer: http://login.example.com\n');
    assert.equal(statusOf(await findings({ signIn: file }), 'sign-in provider'), 'wrong');
    assert.match((await findings({ signIn: file })).get('sign-in provider')?.says ?? '', /sign-in\.yaml:1/);

    const path = await used();
    assert.equal(statusOf(await findings({ folder: path }), 'people'), 'good');
    const { records, close } = await openRecords(readConfig({ flags: { folder: path } }).config);
    await addPerson(records, { pseudonym: 'Heron', roles: ['lead'] }, NOW);
    assert.equal(statusOf(await findings({ folder: path }), 'people'), 'warning');
    await addPerson(records, { pseudonym: 'Ada', roles: ['administrator'] }, NOW);
    await close();
    assert.equal((await findings({ folder: path })).get('people')?.says, '2 may sign in');
  });

  it('names assessments that nobody signed, and those that are overdue for review', async () => {
    const path = await used();
    const never = (await findings({ folder: path })).get('assessments');
    assert.equal(never?.status, 'warning');
    assert.match(never?.says ?? '', /^never signed: Children's access assessment; /);
    const { records, close } = await openRecords(readConfig({ flags: { folder: path } }).config);
    const today = Math.floor(NOW / 86_400_000);
    const sign = (kind: string, due_day: number) =>
      records
        .insertInto('assessment_version')
        .values({
          ...{ kind, number: 1, signed_by: 'sta_1', signed_at: NOW, due_day },
          ...{ content: '{}', sha256: 'x' },
        })
        .execute();
    for (const kind of ['children_access', 'illegal_content', 'childrens_risk']) await sign(kind, today);
    await sign('measures_record', today - 1);
    const late = (await findings({ folder: path })).get('assessments');
    assert.deepEqual([late?.status, late?.says], ['warning', 'overdue for review: Record of measures taken']);
    await close();
  });

  it('reads the operator’s own files of measures and figures, and says that no backup has them', async () => {
    assert.equal((await findings({})).get('measures')?.says, 'those that come with Kith');
    const own = await mkdtemp(join(folder, 'own-'));
    const fine = await findings({ measures: own, figures: own });
    for (const check of ['measures', 'figures'])
      assert.match(fine.get(check)?.says ?? '', /of your own in .*; kith backup leaves it out/, check);
    await writeFile(join(own, 'house.yaml'), 'code: HOUSE\n');
    const wrong = await findings({ measures: own });
    assert.equal(statusOf(wrong, 'measures'), 'wrong');
    assert.match(wrong.get('measures')?.says ?? '', /house\.yaml:1:1 title: is missing/);
  });

  it('finds that the keys of kept messages are gone, and says of which days', async () => {
    const path = await used();
    const before = await findings({ folder: path });
    assert.match(before.get('kept')?.says ?? '', /texts for 14 days, their keys in .*keys; the master key lies beside/);
    await rm(join(path, 'keys', 'days'), { recursive: true });
    const after = await findings({ folder: path });
    assert.equal(statusOf(after, 'kept'), 'wrong');
    assert.match(after.get('kept')?.says ?? '', /lacks the keys of \d{4}-\d\d-\d\d/);
  });

  it('warns of a folder that others can read, and of a Node that is too old', async () => {
    const path = await used();
    await chmod(path, 0o755);
    assert.equal(statusOf(await findings({ folder: path }), 'folder'), 'warning');
    assert.equal(checkNode('22.1.0').status, 'wrong');
    assert.equal(checkNode('24.0.0').status, 'good');
  });

  it('finds a database of a newer Kith, one that is damaged, and a clock that went back', async () => {
    const newer = await used();
    const db = new Database(join(newer, 'kith.db'));
    db.prepare("INSERT INTO migration (number, name, hash) VALUES (9000, '9000-later.sql', 'x')").run();
    db.close();
    const found = (await findings({ folder: newer })).get('database');
    assert.equal(found?.status, 'wrong');
    assert.match(found?.says ?? '', /9000-later/);

    const damaged = await used();
    const file = join(damaged, 'kith.db');
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0x55, 0, 4096));
    assert.equal(statusOf(await findings({ folder: damaged }), 'database'), 'wrong');

    const ahead = await used();
    const log = new Database(join(ahead, 'kith.db'));
    log.prepare('UPDATE log SET at = ?').run(Date.now() + 3_600_000);
    log.close();
    assert.equal(statusOf(await findings({ folder: ahead }), 'clock'), 'wrong');
  });

  it('finds a database that is not brought up to date, and leaves it as it is', async () => {
    const path = await used();
    const db = new Database(join(path, 'kith.db'));
    db.prepare('DELETE FROM migration WHERE number = (SELECT max(number) FROM migration)').run();
    const version = db.prepare<[], number>('SELECT max(number) FROM migration').pluck();
    const before = version.get();
    assert.equal(statusOf(await findings({ folder: path }), 'database'), 'warning');
    assert.equal(version.get(), before);
    db.close();
  });

  it('finds saved knowledge that is missing', async () => {
    const path = await used();
    await rm(join(path, 'knowledge'), { recursive: true });
    const db = new Database(join(path, 'kith.db'));
    // as after the log's window: what was saved is needed
    db.prepare('UPDATE log SET number = number + 5').run();
    db.close();
    assert.equal(statusOf(await findings({ folder: path }), 'knowledge'), 'wrong');
  });

  it('finds files of the operator that can not be used, with the place', async () => {
    const file = join(folder, 'x.yaml');
    await writeFile(file, 'version: [1\n');
    const all = await findings({ policy: file, cues: [file], webhooks: file, words: join(folder, 'nowhere') });
    for (const check of ['policy', 'cues', 'webhooks', 'words']) assert.equal(statusOf(all, check), 'wrong', check);
    assert.match(all.get('policy')?.says ?? '', /x\.yaml:\d+:\d+/);
  });

  it('warns of help lines that nobody checked within a year', async () => {
    const found = (await findings({})).get('helplines');
    assert.equal(found?.status, 'warning');
    assert.match(found?.says ?? '', /were not checked within a year/);
  });

  it('finds webhooks whose name leads nowhere, or to a private address', async () => {
    const file = join(folder, 'hooks.yaml');
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const hook = (name: string, url: string, more = '') =>
      `- { name: ${name}, url: "${url}", secret: ${secret}${more} }\n`;
    const own = hook('own', 'http://localhost/x', ', allowPrivate: true');
    await writeFile(file, hook('nowhere', 'https://kith.invalid/x') + hook('inside', 'https://localhost/x') + own);
    const all = await findings({ webhooks: file });
    assert.equal(statusOf(all, 'webhook nowhere'), 'wrong');
    assert.equal(statusOf(all, 'webhook inside'), 'wrong');
    assert.equal(statusOf(all, 'webhook own'), 'good');
    assert.ok(!JSON.stringify([...all.values()]).includes(secret));
  });

  it('finds agreements on sharing that can not be used, or are over', async () => {
    assert.equal((await findings({})).get('sharing')?.status, 'good');
    const at = join(folder, 'sharing');
    const file = join(folder, 'sharing.yaml');
    const agreement = (until: string) =>
      `- { name: ring, us: one.example, them: other.example, until: ${until}, salt: ${at}/salt, ourKey: ${at}/our-key.pem, theirKey: ${at}/our-public-key.pem }\n`;
    await writeFile(file, agreement('2027-06-30'));
    const found = async () => (await findings({ sharing: file })).get('sharing');
    const missing = await found();
    assert.equal(missing?.status, 'wrong');
    assert.match(missing?.says ?? '', /salt: can't be read/);
    assert.equal((await kith(['sharing', 'keys', at])).code, 0);
    assert.deepEqual(await found(), { check: 'sharing', status: 'good', says: 'ring with other.example' });
    await writeFile(file, agreement('2026-11-22'));
    assert.match((await found())?.says ?? '', /; over: ring$/);
  });

  it('finds lists of known material that are stale, were never imported, or can not be read', async () => {
    assert.equal((await findings({})).get('lists')?.says, 'none are configured: no known material is recognised');
    const file = join(folder, 'lists.yaml');
    await writeFile(file, '- { name: own, from: { kind: file, path: x } }\n');
    assert.match((await findings({ lists: file })).get('lists')?.says ?? '', /lists\.yaml:1:.*own rulings/);

    const path = await used();
    const hashes = join(folder, 'hashes.csv');
    await writeFile(hashes, `md5,${'a1'.repeat(16)}\n`);
    await writeFile(file, `- { name: iwf, from: { kind: file, path: ${hashes} } }\n`);
    const at = (name: string) => findings({ folder: path, lists: file }).then((all) => all.get(`list ${name}`));
    assert.equal((await at('iwf'))?.status, 'warning');
    const { config } = readConfig({ flags: { folder: path, lists: file } });
    const { records, close } = await openRecords(config);
    for (const settings of readLists(config))
      await importList(settings, { db: records, clock: () => NOW, spool: tmpdir() });
    assert.equal((await at('iwf'))?.status, 'good');
    await records
      .updateTable('known_list')
      .set({ fresh_at: NOW - 4 * 86_400_000 })
      .execute();
    await close();
    assert.match((await at('iwf'))?.says ?? '', /is stale: version 1, 1 entries, as of 2026-11-19/);
  });

  it('looks at PostgreSQL as at a folder, and says where it can not be reached', async () => {
    const gone = await findings({ databaseUrl: 'postgres://kith:MARKED@127.0.0.1:1/kith' });
    assert.equal(statusOf(gone, 'database'), 'wrong');
    assert.ok(!JSON.stringify([...gone.values()]).includes('MARKED'));
    const database = await freshDatabase('doctor');
    const fresh = await findings({ databaseUrl: database.url });
    assert.equal(statusOf(fresh, 'database'), 'warning');
    assert.equal(statusOf(fresh, 'clock'), 'good');
    await database.drop();
  });
});
