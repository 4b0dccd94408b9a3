/** The master key is turned: all keys are the same as before, under another master, whatever kills it, whoever works meanwhile. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KeyFolder, type KeyName, nameOf } from './folder.ts';
import type { MasterSettings } from './master.ts';
import { turnKeys } from './turn.ts';

const script = fileURLToPath(new URL('./testing/turn-process.ts', import.meta.url));
const KILLS = 12;
/** Rounds of several who turn it at once: one in eight lost keys where nothing kept them apart. */
const OVERLAPPING = 60;

/** What a key service's command line does, with a secret of its own: it wraps with AES by openssl. */
const SERVICE = `#!/bin/sh
set -e
key=$(cat "$(dirname "$0")/service-key")
case "$1" in
  wrap) base64 -d | openssl enc -aes-256-cbc -pbkdf2 -pass "pass:$key" | base64 -w0 ;;
  unwrap) base64 -d | openssl enc -d -aes-256-cbc -pbkdf2 -pass "pass:$key" | base64 -w0 ;;
esac
`;

describe('turning the master key', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'kith-turn-'));
  });
  after(() => rm(root, { recursive: true }));
  let made = 0;
  const fresh = (more: Partial<MasterSettings> = {}): MasterSettings => ({
    ...{ folder: join(root, `k${made++}`), master: null, masterFile: null, ...more },
  });
  const make = async (settings: MasterSettings, count: number): Promise<Map<string, string>> => {
    const keys = await KeyFolder.open(settings);
    const bytes = new Map<string, string>();
    for (let i = 0; i < count; i++) {
      const name: KeyName = i % 3 === 0 ? { day: 20_000 + i } : { case: `case_${i}` };
      bytes.set(nameOf(name), (await keys.readOrMake(name)).key.export().toString('hex'));
    }
    return bytes;
  };
  const allOf = async (keys: KeyFolder): Promise<Map<string, string>> => {
    const bytes = new Map<string, string>();
    for (const name of await keys.all()) {
      bytes.set(nameOf(name), (await keys.read(name))?.key.export().toString('hex') ?? 'gone');
    }
    return bytes;
  };
  const sorted = (map: Map<string, string>) => [...map].sort();
  const wrappedBy = async (folder: string): Promise<Set<string>> => {
    const masters = new Set<string>();
    for (const part of ['days', 'cases']) {
      for (const file of await readdir(join(folder, part))) {
        const lines = (await readFile(join(folder, part, file), 'utf8'))
          .split('\n')
          .filter((line) => line.trim() !== '');
        assert.equal(lines.length, 1, `${file} holds its key ${lines.length} times`);
        masters.add(JSON.parse(lines[0] ?? '').master);
      }
    }
    return masters;
  };

  it('leaves every key as it was, and nothing that the old master opens', async () => {
    const settings = fresh();
    const bytes = await make(settings, 30);
    const old = (await readFile(join(settings.folder, 'master'), 'utf8')).trim();
    const turned = await turnKeys(settings);
    assert.deepEqual([turned.keys, turned.left], [30, null]);
    assert.deepEqual(sorted(await allOf(await KeyFolder.open(settings))), sorted(bytes));
    assert.deepEqual(await wrappedBy(settings.folder), new Set([turned.master]));
    assert.ok(!(await readFile(join(settings.folder, 'master'), 'utf8')).includes(old));
    const stolen = await KeyFolder.open({ ...settings, master: old });
    for (const name of await stolen.all()) await assert.rejects(stolen.read(name), { code: 'key_unreadable' });
  });

  it('is gone on with wherever it was killed (kill -9), while others read and make keys', async () => {
    const settings = fresh();
    const bytes = await make(settings, 150);
    const other = await KeyFolder.open(settings);
    let working = true;
    const atWork = (async () => {
      for (let i = 0; working; i++) {
        const name = { case: `meanwhile_${i}` };
        bytes.set(nameOf(name), (await other.readOrMake(name)).key.export().toString('hex'));
        for (const id of [1, 2, 4, 149]) {
          const read = await other.read({ case: `case_${id}` });
          assert.equal(read?.key.export().toString('hex'), bytes.get(`case:case_${id}`));
        }
        await sleep(3);
      }
    })();
    let finished = 0;
    for (let i = 0; i < KILLS; i++) {
      const child = spawn(process.execPath, [script, settings.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(child, 'exit');
      await once(child.stdout, 'data');
      await sleep(i * 7);
      child.kill('SIGKILL');
      if ((await ended)[0] === 0) finished++;
    }
    assert.ok(finished < KILLS, 'none was killed before it was done');
    working = false;
    await atWork;
    const { master } = await turnKeys(settings);
    assert.deepEqual(sorted(await allOf(await KeyFolder.open(settings))), sorted(bytes));
    assert.deepEqual(await wrappedBy(settings.folder), new Set([master]));
    assert.equal((await readFile(join(settings.folder, 'master'), 'utf8')).trim().split('\n').length, 1);
    // a process that has gone on since before has them all, too
    assert.deepEqual(sorted(await allOf(other)), sorted(bytes));
  });

  it('loses no key where several turn it at once, however they overlap', async () => {
    const lost: string[] = [];
    for (let round = 0; round < OVERLAPPING; round++) {
      const settings = fresh();
      const bytes = await make(settings, 4);
      await Promise.all(
        Array.from({ length: 4 }, async (_, i) => {
          await sleep(i * (round % 5));
          await turnKeys(settings);
        }),
      );
      const keys = await KeyFolder.open(settings);
      for (const name of await keys.all()) {
        const read = await keys.read(name).catch(() => null);
        if (read?.key.export().toString('hex') !== bytes.get(nameOf(name))) lost.push(`${nameOf(name)} in ${round}`);
      }
      assert.deepEqual((await readdir(settings.folder)).sort(), ['cases', 'days', 'master']);
    }
    assert.deepEqual(lost, []);
  });

  it('brings back no key that is destroyed meanwhile', async () => {
    const settings = fresh();
    await make(settings, 90);
    const keys = await KeyFolder.open(settings);
    const names = await keys.all();
    const destroying = (async () => {
      for (const name of names) await keys.destroy(name);
    })();
    await turnKeys(settings);
    await destroying;
    assert.deepEqual(await keys.all(), []);
  });

  it('wants both keys where they are in the environment', async () => {
    const [old, next] = ['ab'.repeat(32), 'cd'.repeat(32)];
    const settings = fresh({ master: old });
    const bytes = await make(settings, 6);
    await assert.rejects(turnKeys(settings), /KITH_KEEP_KEY holds one key: put the new one before it/);
    const turned = await turnKeys({ ...settings, master: `${next} ${old}` });
    assert.match(turned.left ?? '', /take the old key out of KITH_KEEP_KEY/);
    assert.deepEqual(sorted(await allOf(await KeyFolder.open({ ...settings, master: next }))), sorted(bytes));
  });

  it('takes nothing away where a key opens under none of them', async () => {
    const settings = fresh();
    await make(settings, 3);
    await writeFile(join(settings.folder, 'cases', 'case_1'), '{"version":2}');
    await assert.rejects(turnKeys(settings), /no master key opens case:case_1: nothing was taken away/);
    assert.equal((await readFile(join(settings.folder, 'master'), 'utf8')).trim().split('\n').length, 2);
  });

  describe('with a program', () => {
    let program: string;
    before(async () => {
      const folder = await mkdtemp(join(root, 'service-'));
      program = join(folder, 'service.sh');
      await writeFile(program, SERVICE);
      await writeFile(join(folder, 'service-key'), 'only the service knows this');
      await chmod(program, 0o700);
    });

    it('takes over keys from a master that was a file, and wraps anew when the service has turned its own', async () => {
      const local = fresh();
      const bytes = await make(local, 4);
      const settings = { ...local, program };
      const first = await turnKeys(settings);
      assert.match(first.master, /^program:[0-9a-f]{16}$/);
      await rm(join(local.folder, 'master'));
      assert.deepEqual(sorted(await allOf(await KeyFolder.open(settings))), sorted(bytes));
      const second = await turnKeys(settings);
      assert.deepEqual([second.keys, second.master === first.master], [4, false]);
      assert.deepEqual(sorted(await allOf(await KeyFolder.open(settings))), sorted(bytes));
    });

    it('says what to do where it fails', async () => {
      const bad = async (text: string): Promise<string> => {
        const path = join(await mkdtemp(join(root, 'bad-')), 'bad.sh');
        await writeFile(path, `#!/bin/sh\n${text}\n`);
        await chmod(path, 0o700);
        return path;
      };
      const open = async (text: string) =>
        (await KeyFolder.open(fresh({ program: await bad(text) }))).readOrMake({ case: 'c' });
      await assert.rejects(
        open('echo "access denied for role x" >&2; exit 3'),
        /wrap` failed with code 3: access denied/,
      );
      await assert.rejects(open('true'), /wrote no base64/);
      await assert.rejects(open('yes | head -c 100000'), /wrote more than 16384 bytes/);
      const none = fresh({ program: join(root, 'not-there') });
      await assert.rejects((await KeyFolder.open(none)).readOrMake({ case: 'c' }), /could not be run/);
    });
  });
});
