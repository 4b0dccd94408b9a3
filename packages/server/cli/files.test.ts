/** What commands say of a file that they can't have: what to do, by its name, and never a system call's own words. */
import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { kith } from '../testing/cli.ts';
import { newFile, openNew, readGiven, writeNew } from './files.ts';
import { CommandError } from './say.ts';

describe('a file that a command is given', () => {
  let folder: string;
  let nowhere: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-files-'));
    nowhere = join(folder, 'nowhere');
    await mkdir(join(folder, 'sharing'));
    await writeFile(join(folder, 'there'), 'x'.repeat(1024 * 1024 + 1));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** With what it says. */
  const refused = (work: Promise<unknown>, code: string, says: RegExp) =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof CommandError);
      assert.deepEqual([error.code, error.exitCode], [code, 2]);
      assert.match(error.message, says);
      assert.doesNotMatch(error.message, /E[A-Z]{4,}:/);
      return true;
    });

  it('is not there, is a folder, is too large, may not be read: each is said with what to do', async () => {
    await refused(readGiven(nowhere, 10), 'no_file', /there is no file .*nowhere: check its name, and the folder/);
    await refused(readGiven(folder, 10), 'is_folder', /name a file/);
    await refused(readGiven(join(folder, 'there', 'x'), 10), 'no_folder', /is a file/);
    await refused(readGiven('/dev/null', 10), 'is_folder', /no file/);
    await refused(readGiven(join(folder, 'there'), 1024 * 1024), 'too_large', /larger than 1 MiB/);
    await refused(readGiven(join(folder, 'x'.repeat(300)), 10), 'no_file', /longer than a name/);
    assert.equal((await readGiven(join(folder, 'there'), 1024 * 1024 + 1)).length, 1024 * 1024 + 1);
  });

  it('is made where there is none, and never written over', async () => {
    await refused(openNew(join(nowhere, 'x')), 'no_folder', /there is no folder for .*: make it first/);
    await refused(writeNew(join(folder, 'there'), 'y'), 'exists', /is there already, and is not overwritten/);
    assert.throws(() => newFile(join(folder, 'there')), /is there already/);
    await writeNew(join(folder, 'made'), 'y', 0o600);
    assert.equal(await readFile(join(folder, 'made'), 'utf8'), 'y');
  });

  it('may not be read by this user', { skip: process.getuid?.() === 0 && 'root may read everything' }, async () => {
    await chmod(join(folder, 'made'), 0o000);
    await refused(readGiven(join(folder, 'made'), 10), 'not_allowed', /may not read .*: mend its rights/);
  });

  it('is missed by every command that takes one, and never in the words of a system call', async () => {
    const agreed = join(folder, 'sharing.yaml');
    await kith(['sharing', 'keys', join(folder, 'sharing', 'ours')]);
    const keys = join(folder, 'sharing', 'ours');
    const names = `salt: ${keys}/salt\n  ourKey: ${keys}/our-key.pem\n  theirKey: ${keys}/our-public-key.pem`;
    await writeFile(
      agreed,
      `- name: other\n  us: ours.example\n  them: theirs.example\n  until: 2999-12-31\n  ${names}\n`,
    );
    const store = ['--folder', join(folder, 'kith')];
    const commands = [
      ['sharing', 'import', 'other', nowhere, '--sharing', agreed, ...store],
      ['lists', 'check', nowhere, ...store],
      ['learn', 'import', nowhere, ...store],
      ['audit', 'verify', '--anchors', nowhere, ...store],
      ['figures', 'check', nowhere, '--kind', 'home-office'],
      ['policy', 'check', nowhere, ...store],
      ['restore', nowhere, '--folder', join(folder, 'restored')],
      ['serve', '--config', nowhere],
      ['cues', 'train', '--chat', nowhere, '--out', join(folder, 'model')],
      ['eval', 'benign', nowhere, '--out', folder],
    ];
    const said: string[] = [];
    for (const args of commands) {
      const { code, stderr } = await kith(args);
      said.push(`${args.slice(0, 2).join(' ')} ${code}: ${stderr.trim()}`);
    }
    for (const one of said) {
      assert.match(one, /^\S+ \S+ (1|2|78): /);
      assert.match(one, /nowhere/);
      assert.doesNotMatch(one, /ENOENT:/);
    }
  });
});
