import assert from 'node:assert/strict';
import { link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { dayOf, dayText, type Key, KeyFolder, type KeyName } from './folder.ts';

const DAY = dayOf(Date.UTC(2026, 5, 15));
const master = 'ab'.repeat(32);
const bytesOf = (key: Key | null) => key?.key.export().toString('hex');

describe('a folder of keys', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-keys-'));
  });
  after(() => rm(folder, { recursive: true }));
  let made = 0;
  const fresh = (): string => join(folder, `k${made++}`);
  const open = (at: string, key: string | null = master) =>
    KeyFolder.open({ folder: at, master: key, masterFile: null });

  it('gives a key again, and another for every name', async () => {
    const at = fresh();
    const names: KeyName[] = [{ day: DAY }, { day: DAY + 1 }, { case: 'case_1' }];
    const keys = await open(at);
    const first = await Promise.all(names.map((name) => keys.readOrMake(name)));
    assert.equal(new Set(first.map(bytesOf)).size, 3);
    const again = await open(at);
    for (const [i, name] of names.entries()) assert.equal(bytesOf(await again.read(name)), bytesOf(first[i] ?? null));
    assert.deepEqual(await again.days(), [DAY, DAY + 1]);
    assert.equal(await again.read({ case: 'case_2' }), null);
  });

  it('gives all who make a key at once the same one', async () => {
    const at = fresh();
    const all = await Promise.all(
      Array.from({ length: 24 }, async () => (await open(at, null)).readOrMake({ day: DAY })),
    );
    assert.equal(new Set(all.map(bytesOf)).size, 1);
    assert.deepEqual(await readdir(join(at, 'days')), [dayText(DAY)]);
  });

  it('holds no key in clear, and is for its owner alone', async () => {
    const at = fresh();
    const key = await (await open(at)).readOrMake({ day: DAY });
    const path = join(at, 'days', dayText(DAY));
    const text = await readFile(path, 'utf8');
    assert.ok(!text.includes(bytesOf(key) ?? '') && !text.includes(key.key.export().toString('base64')));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(at, 'days'))).mode & 0o777, 0o700);
  });

  it('opens under no other master key', async () => {
    const at = fresh();
    await (await open(at)).readOrMake({ day: DAY });
    const other = await open(at, 'cd'.repeat(32));
    await assert.rejects(other.read({ day: DAY }), { code: 'key_unreadable' });
  });

  it('does not take the key of one day for that of another', async () => {
    const at = fresh();
    const keys = await open(at);
    await keys.readOrMake({ day: DAY });
    const text = await readFile(join(at, 'days', dayText(DAY)), 'utf8');
    await writeFile(join(at, 'days', dayText(DAY + 1)), text);
    await assert.rejects(keys.read({ day: DAY + 1 }), { code: 'key_unreadable' });
  });

  it('says which file is damaged', async () => {
    const at = fresh();
    const keys = await open(at);
    await keys.readOrMake({ day: DAY });
    await writeFile(join(at, 'days', dayText(DAY)), 'not a key');
    await assert.rejects(keys.read({ day: DAY }), /day:2026-06-15: the file of its key is damaged/);
  });

  it('refuses a master key that is none', async () => {
    for (const bad of ['', 'short', 'g'.repeat(64), 'ab'.repeat(31)]) {
      await assert.rejects(open(fresh(), bad), { code: 'master_unreadable' });
    }
    const missing = { folder: fresh(), master: null, masterFile: join(folder, 'nowhere') };
    await assert.rejects(KeyFolder.open(missing), { code: 'master_unreadable' });
  });

  it('takes a master key in base64, too, from a file', async () => {
    const at = fresh();
    const key = await (await open(at)).readOrMake({ day: DAY });
    const masterFile = join(folder, 'master-in-base64');
    await writeFile(masterFile, `${Buffer.from(master, 'hex').toString('base64')}\n`);
    const keys = await KeyFolder.open({ folder: at, master: null, masterFile });
    assert.equal(bytesOf(await keys.read({ day: DAY })), bytesOf(key));
  });

  it('destroys a key once, for everybody', async () => {
    const at = fresh();
    const [mine, theirs] = [await open(at), await open(at)];
    await mine.readOrMake({ day: DAY });
    const destroyed = await Promise.all([mine.destroy({ day: DAY }), theirs.destroy({ day: DAY })]);
    assert.ok(destroyed.includes(true));
    assert.equal(await theirs.read({ day: DAY }), null);
    assert.equal(await mine.destroy({ day: DAY }), false);
    assert.deepEqual(await readdir(join(at, 'days')), []);
  });

  it('overwrites the bytes of a key before its name goes', async () => {
    const at = fresh();
    const keys = await open(at);
    await keys.readOrMake({ day: DAY });
    const path = join(at, 'days', dayText(DAY));
    // a second name for the same bytes: what is left of them when the first is gone
    await link(path, join(at, 'seen'));
    const before = await readFile(path);
    await keys.destroy({ day: DAY });
    const left = await readFile(join(at, 'seen'));
    assert.equal(left.length, before.length);
    assert.notDeepEqual(left, before);
    const same = left.filter((byte, i) => byte === before[i]).length;
    assert.ok(same < before.length / 8, `${same} of ${before.length} bytes are as they were`);
  });
});
