/** Files of keys that everybody on the machine may open are not used, and it is said how to mend that. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { kith } from '../../testing/cli.ts';
import { dayOf, dayText, KeyFolder, keysOpenToAll } from './folder.ts';

const DAY = dayOf(Date.UTC(2026, 5, 15));

describe('the modes of files of keys', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'kith-modes-'));
  });
  after(() => rm(root, { recursive: true }));
  const settings = (folder: string, masterFile: string | null = null) => ({ folder, master: null, masterFile });

  it('of the master key: refused where everybody may read or change it, with the command that mends it', async () => {
    const folder = join(root, 'master');
    await (await KeyFolder.open(settings(folder))).readOrMake({ day: DAY });
    const path = join(folder, 'master');
    for (const mode of [0o644, 0o604, 0o602, 0o666, 0o777, 0o601]) {
      await chmod(path, mode);
      await assert.rejects(KeyFolder.open(settings(folder)), {
        code: 'key_open_to_all',
        message: new RegExp(`its mode is 0${mode.toString(8)}\\): chmod 600 ${path}$`),
      });
      assert.deepEqual(await keysOpenToAll(settings(folder)), [path]);
    }
    // who is in its group is the operator's to choose
    for (const mode of [0o600, 0o400, 0o440, 0o660]) {
      await chmod(path, mode);
      assert.notEqual(await (await KeyFolder.open(settings(folder))).read({ day: DAY }), null);
    }
    assert.deepEqual(await keysOpenToAll(settings(folder)), []);
  });

  it('of one that the operator names, too', async () => {
    const named = join(root, 'named');
    await writeFile(named, 'ab'.repeat(32), { mode: 0o644 });
    await chmod(named, 0o644);
    await assert.rejects(KeyFolder.open(settings(join(root, 'x'), named)), { code: 'key_open_to_all' });
    await chmod(named, 0o440);
    await KeyFolder.open(settings(join(root, 'x'), named));
  });

  it('of a day or a case: this key alone is refused, for exactly the modes that let everybody in', async () => {
    const folder = join(root, 'days');
    const keys = await KeyFolder.open(settings(folder));
    await keys.readOrMake({ day: DAY });
    await keys.readOrMake({ case: 'case_1' });
    const path = join(folder, 'days', dayText(DAY));
    const modes = fc.integer({ min: 0, max: 0o177 }).map((low) => 0o400 | low);
    await fc.assert(
      fc.asyncProperty(modes, async (mode) => {
        await chmod(path, mode);
        const open = (mode & 0o007) !== 0;
        assert.deepEqual(await keysOpenToAll(settings(folder)), open ? [path] : []);
        if (open) await assert.rejects(keys.read({ day: DAY }), { code: 'key_open_to_all' });
        else assert.notEqual(await keys.read({ day: DAY }), null);
        assert.notEqual(await keys.read({ case: 'case_1' }), null);
      }),
    );
    // what is too old is destroyed whatever its mode
    await chmod(path, 0o666);
    assert.equal(await keys.destroy({ day: DAY }), true);
  });

  it('Kith does not start by such a master key; it and kith doctor say what to do', async () => {
    const folder = join(root, 'installed');
    await KeyFolder.open(settings(join(folder, 'keys')));
    await chmod(join(folder, 'keys', 'master'), 0o644);
    const { code, stdout, stderr } = await kith(['serve', '--sandbox', '--json', '--port', '0', '--folder', folder]);
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /chmod 600 .*keys\/master/);
    const doctor = await kith(['doctor', '--json', '--folder', folder]);
    assert.notEqual(doctor.code, 0);
    assert.match(doctor.stdout, /chmod -R o-rwx/);
  });
});
