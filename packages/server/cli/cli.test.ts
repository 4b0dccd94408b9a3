import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Policy, receipts } from '@kith/contract';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { kith, type Ran, type Served, serve } from '../testing/cli.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-cli-'));
});
after(() => rm(folder, { recursive: true, force: true }));

let running: Served[] = [];
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL');
    await ended;
  }
  running = [];
});

async function start(name: string): Promise<Served> {
  const served = await serve(join(folder, name));
  running.push(served);
  return served;
}

async function stop(served: Served): Promise<void> {
  served.child.kill('SIGTERM');
  assert.equal(await served.ended, 0);
}

const tell = async ({ url, key }: Served, events: readonly object[]) => {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  return receipts.parse(await response.json()).results.map((r) => r.status);
};

const messages = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `${name}-${i}`,
    type: 'message.sent',
    data: { actor: `a${i % 7}`, other: `b${i % 5}`, message: `${name}-${i}` },
  }));

/** What a command that went well gave as JSON. */
function json(ran: Ran): Record<string, unknown> {
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  return JSON.parse(ran.stdout);
}

const errorCode = (ran: Ran): unknown => JSON.parse(ran.stdout).error.code;

describe('kith', () => {
  it('teaches: every command has help with an example, and says what its exit codes are', async () => {
    const top = await kith(['--help']);
    assert.equal(top.code, 0);
    assert.match(top.stdout, /Exit codes: 0 done/);
    const commands = [
      ...['serve', 'keys', 'policy', 'policy check', 'policy versions', 'policy show', 'outbox', 'replay irc'],
      ...['replay verify', 'store copy', 'backup', 'restore', 'doctor'],
    ];
    const teaches = async (command: string) => {
      const { code, stdout } = await kith([...command.split(' '), '--help']);
      assert.equal(code, 0, command);
      assert.match(stdout, /Examples?:\n\s+(KITH_\S+ )?kith /, command);
    };
    await Promise.all(commands.map(teaches));
  });

  it('says what was probably meant, with the exit code of wrong use', async () => {
    const ran = await kith(['srve']);
    assert.equal(ran.code, 64);
    assert.match(ran.stderr, /Did you mean serve\?/);
    assert.equal((await kith(['keys', 'create', 'x', '--scope', 'all'])).code, 64);
    assert.equal((await kith(['backup'])).code, 64);
  });
});

describe('kith keys', () => {
  it('makes, lists and revokes keys beside a Kith that runs', async () => {
    const served = await start('keys');
    const at = ['--folder', join(folder, 'keys'), '--json'];
    const made = json(await kith(['keys', 'create', 'chat service', '--scope', 'knowledge:read', ...at]));
    assert.match(String(made.key), /^kith_/);
    const ask = async () => {
      const { status } = await fetch(`${served.url}/v1/accounts/nobody`, {
        headers: { authorization: `Bearer ${made.key}` },
      });
      return status;
    };
    // the key is good, and nothing is known of nobody
    assert.equal(await ask(), 404);
    const listed = await kith(['keys', 'list', ...at]);
    assert.ok(!listed.stdout.includes(String(made.key)));
    assert.deepEqual((json(listed).keys as { id: string }[]).map((k) => k.id).includes(String(made.id)), true);
    assert.equal(json(await kith(['keys', 'revoke', String(made.id), ...at])).status, 'revoked');
    // within 5 seconds, as is tested on a clock that is set: here, that it comes at all
    while ((await ask()) !== 401) await sleep(100);
    const unknown = await kith(['keys', 'revoke', 'ffffffffffff', ...at]);
    assert.equal(unknown.code, 2);
    assert.equal(errorCode(unknown), 'not_known');
  });

  it('prints a key alone on stdout, so that it can be piped', async () => {
    const { stdout } = await kith(['keys', 'create', 'game', '--folder', join(folder, 'piped')]);
    assert.match(stdout, /^kith_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n$/);
  });

  it('keeps the sandbox key for its owner alone', async () => {
    const { key } = await start('sandbox');
    const file = join(folder, 'sandbox', 'sandbox-key');
    assert.equal((await readFile(file, 'utf8')).trim(), key);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'sandbox'))).mode & 0o777, 0o700);
  });
});

describe('kith policy check', () => {
  const shipped = new URL('../policy/policy.yaml', import.meta.url);

  it('says that a policy is valid, and where it protects less', async () => {
    const text = await readFile(shipped, 'utf8');
    const file = join(folder, 'policy.yaml');
    await writeFile(file, text);
    assert.deepEqual(json(await kith(['policy', 'check', file, '--json'])), {
      valid: true,
      version: 'kith-1',
      warnings: [],
      usedWithOtherRules: [],
    });
    await writeFile(file, text.replace(/^.*when: \[blocked_either_way\].*\n/m, ''));
    const weaker = json(await kith(['policy', 'check', file, '--json']));
    assert.ok((weaker.warnings as unknown[]).length > 0);
  });

  it('names the line of what is wrong', async () => {
    const file = join(folder, 'wrong.yaml');
    await writeFile(file, (await readFile(shipped, 'utf8')).replace('outcome: hold', 'outcome: hodl'));
    const ran = await kith(['policy', 'check', file]);
    assert.equal(ran.code, 78);
    assert.match(ran.stderr, /wrong\.yaml:\d+:\d+ .*did you mean hold/);
  });
});

describe('the policies that decided', () => {
  it('are kept whole, and a version whose rules were changed is found out by serve and by check', async () => {
    const text = await readFile(new URL('../policy/policy.yaml', import.meta.url), 'utf8');
    const file = join(folder, 'mine.yaml');
    await writeFile(file, text.replace(/^version: .*/m, 'version: mine-1'));
    const at = ['--folder', join(folder, 'policies'), '--json'];
    assert.deepEqual(json(await kith(['policy', 'versions', ...at])), { versions: [] });
    const first = await serve(join(folder, 'policies'), ['--policy', file]);
    running.push(first);
    await stop(first);
    assert.ok(!first.stderr().includes('kept its version'));
    const same = json(await kith(['policy', 'check', file, ...at]));
    assert.deepEqual(same.usedWithOtherRules, []);

    // other words for the same rules are no change; another number is
    const spaced = `# a comment of the operator's\n${await readFile(file, 'utf8')}`;
    await writeFile(file, spaced);
    assert.deepEqual(json(await kith(['policy', 'check', file, ...at])).usedWithOtherRules, []);
    await writeFile(file, spaced.replace(/adultToChildrenPerDay: \d+/, 'adultToChildrenPerDay: 3'));
    const changed = json(await kith(['policy', 'check', file, ...at]));
    assert.equal((changed.usedWithOtherRules as unknown[]).length, 1);
    const second = await serve(join(folder, 'policies'), ['--policy', file]);
    running.push(second);
    assert.match(second.stderr(), /the policy kept its version/);
    await stop(second);

    const listed = json(await kith(['policy', 'versions', ...at])).versions as { version: string }[];
    assert.deepEqual(
      listed.map((v) => v.version),
      ['mine-1', 'mine-1'],
    );
    const shown = json(await kith(['policy', 'show', 'mine-1', ...at]));
    assert.equal((shown.policy as Policy).requests.adultToChildrenPerDay, 3);
    assert.equal((await kith(['policy', 'show', 'nobodys', ...at])).code, 2);
    // what is shown is a policy file again
    const again = join(folder, 'again.yaml');
    await writeFile(again, (await kith(['policy', 'show', 'mine-1', ...at.slice(0, 2)])).stdout);
    assert.equal(json(await kith(['policy', 'check', again, ...at])).valid, true);
  });
});

describe('kith backup and restore', () => {
  it('copy a Kith that runs, and what comes of it knows all that was told before', async () => {
    const at = (name: string) => ['--folder', join(folder, name), '--json'];
    const served = await start('busy');
    const before = messages('before', 900);
    assert.ok((await tell(served, before)).every((status) => status === 'accepted'));
    let telling = true;
    const load = (async () => {
      for (let i = 0; telling; i++) await tell(served, messages(`during${i}`, 50));
    })();
    const backup = await kith(['backup', join(folder, 'backup'), ...at('busy')]);
    telling = false;
    await load;
    assert.ok(Number(json(backup).bytes) > 0);
    assert.equal(errorCode(await kith(['backup', join(folder, 'backup'), ...at('busy')])), 'target_not_empty');
    json(await kith(['restore', join(folder, 'backup'), ...at('restored')]));
    assert.equal((await kith(['restore', join(folder, 'backup'), ...at('restored')])).code, 2);
    assert.equal(json(await kith(['replay', 'verify', ...at('restored')])).same, true);
    const again = await start('restored');
    // the key of then works, and what was told then is known
    assert.ok((await tell({ ...again, key: served.key }, before)).every((status) => status === 'duplicate'));
  });

  it('refuse what is no folder of Kith, and a copy that is damaged', async () => {
    await mkdir(join(folder, 'empty'));
    const none = await kith(['backup', join(folder, 'x'), '--folder', join(folder, 'empty'), '--json']);
    assert.deepEqual([none.code, errorCode(none)], [2, 'not_a_folder_of_kith']);
    const bare = await kith(['restore', join(folder, 'empty'), '--folder', join(folder, 'y'), '--json']);
    assert.deepEqual([bare.code, errorCode(bare)], [2, 'not_a_folder_of_kith']);
    await mkdir(join(folder, 'damaged'));
    await writeFile(join(folder, 'damaged', 'kith.db'), 'no database');
    const bad = await kith(['restore', join(folder, 'damaged'), '--folder', join(folder, 'y'), '--json']);
    assert.deepEqual([bad.code, errorCode(bad)], [2, 'backup_damaged']);
  });

  it('leave PostgreSQL to its own tools', async () => {
    const ran = await kith(['backup', join(folder, 'z'), '--json'], {
      KITH_DATABASE_URL: 'postgres://kith@127.0.0.1:1/kith',
    });
    assert.deepEqual([ran.code, errorCode(ran)], [2, 'postgres']);
  });
});

describe('kith store copy and replay', () => {
  it('move a store to PostgreSQL, which serves on; verify says the same of both', async () => {
    const database = await freshDatabase('cli-copy');
    const served = await start('source');
    const told = messages('moved', 300);
    await tell(served, told);
    const busy = await kith(['store', 'copy', '--to', database.url, '--folder', join(folder, 'source'), '--json']);
    assert.deepEqual([busy.code, errorCode(busy)], [1, 'folder_locked']);
    await stop(served);
    const copied = await kith(['store', 'copy', '--to', database.url, '--folder', join(folder, 'source'), '--json']);
    const { events, digest, keys } = json(copied);
    assert.equal(events, 300);
    assert.equal(keys, join(folder, 'source', 'keys'), 'they stay behind, and it says so');
    assert.ok(!copied.stdout.includes(new URL(database.url).password || 'no password'));
    const verified = json(await kith(['replay', 'verify', '--json'], { KITH_DATABASE_URL: database.url }));
    assert.equal((verified.known as { digest: string }).digest, digest);
    assert.deepEqual([verified.whole, verified.compared, verified.same], [true, 300, true]);
    const inWords = await kith(['replay', 'verify'], { KITH_DATABASE_URL: database.url });
    assert.match(inWords.stdout, /all 300 events since the store began; 300 were considered again/);
    const moved = await serve(join(folder, 'moved'), ['--database-url', database.url]);
    running.push(moved);
    assert.ok((await tell({ ...moved, key: served.key }, told)).every((status) => status === 'duplicate'));
    await stop(moved);
    await database.drop();
  });

  it('verify adds up evidence to the caps of the cue files, as the Kith that decided did', async () => {
    const served = await start('capped');
    const found = Array.from({ length: 5 }, (_, i) => ({
      id: `found-${i}`,
      type: 'evidence.found',
      data: { actor: 'a', other: 'b', evidence: [{ code: 'SECRECY' }] },
    }));
    await tell(served, found);
    await stop(served);
    const verify = ['replay', 'verify', '--folder', join(folder, 'capped'), '--json'];
    assert.equal(json(await kith(verify)).same, true);
    const cues = join(folder, 'lower-cap.yaml');
    await writeFile(cues, 'language: en\ncodes: { SECRECY: { cap: 2, cues: {} } }\n');
    assert.equal((await kith([...verify, '--cues', cues])).code, 1);
  });

  it('refuse a store that is not there', async () => {
    for (const command of [
      ['replay', 'verify'],
      ['store', 'copy', '--to', join(folder, 't')],
    ]) {
      const ran = await kith([...command, '--folder', join(folder, 'nowhere'), '--json']);
      assert.deepEqual([ran.code, errorCode(ran)], [2, 'nothing_there']);
    }
  });

  it('send IRC logs through a running Kith, and print counts', async () => {
    const logs = join(folder, 'irc');
    await mkdir(logs);
    await writeFile(
      join(logs, '2010-01-02_11.txt'),
      '=== anna has joined #ubuntu\n[10:00] <anna> does it boot?\n[10:01] <berta> it does\n=== anna has left #ubuntu\n',
    );
    const served = await start('replayed');
    const args = ['replay', 'irc', logs, '--url', served.url, '--folder', join(folder, 'replayed'), '--json'];
    const first = json(await kith(args));
    assert.equal(first.lines, 4);
    assert.deepEqual(first.errors, {});
    const second = json(await kith(args));
    assert.equal((second.receipts as { duplicate: number }).duplicate, first.events);
    assert.equal(
      (
        await kith([
          'replay',
          'irc',
          join(folder, 'nowhere'),
          '--url',
          served.url,
          '--folder',
          join(folder, 'replayed'),
        ])
      ).code,
      2,
    );
  });
});

describe('kith outbox', () => {
  it('lists, shows, replays and purges what was not delivered', async () => {
    const hooks = join(folder, 'hooks.yaml');
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    // nobody listens there; 410 or a day of tries would make it a dead letter, which the outbox's own tests do
    await writeFile(
      hooks,
      `- { name: platform, url: "http://127.0.0.1:9/x", secret: ${secret}, allowPrivate: true }\n`,
    );
    const served = await serve(join(folder, 'outbox'), ['--webhooks', hooks]);
    running.push(served);
    const adult = (actor: string, band: string) => ({
      id: actor,
      type: 'account.created',
      data: { actor, age: { band } },
    });
    const request = { id: 'r', type: 'connection.requested', data: { actor: 'grown', other: 'teen' } };
    await tell(served, [adult('grown', 'adult'), adult('teen', '13to15'), request]);
    await stop(served);
    const at = ['--folder', join(folder, 'outbox'), '--json'];
    assert.deepEqual(json(await kith(['outbox', 'list', ...at])), { letters: [], next: null });
    assert.equal((await kith(['outbox', 'show', 'msg_none', ...at])).code, 2);
    assert.equal((await kith(['outbox', 'replay', ...at])).code, 64);
    assert.deepEqual(json(await kith(['outbox', 'replay', '--all', ...at])), { replayed: 0 });
    assert.deepEqual(json(await kith(['outbox', 'purge', ...at])), { purged: 0 });
    const doctor = json(await kith(['doctor', ...at]));
    const outbox = (doctor.findings as { check: string; says: string }[]).find((f) => f.check === 'outbox');
    assert.equal(outbox?.says, '1 waiting, no dead letters');
  });
});

describe('kith cues', () => {
  it('says what is in a cue file, and names the line of what is wrong', async () => {
    const file = join(folder, 'cues.yaml');
    const text = 'language: en\ncodes:\n  GIFT:\n    cues:\n      a-cue:\n        phrases: [zim zam]\n';
    await writeFile(file, text);
    const { contents } = json(await kith(['cues', 'check', file, '--json']));
    assert.deepEqual((contents as { code: string; phrases: number }[]).find(({ code }) => code === 'GIFT')?.phrases, 1);
    await writeFile(file, text.replace('zim zam', 'zim {zam}'));
    const ran = await kith(['cues', 'check', file]);
    assert.equal(ran.code, 78);
    assert.match(ran.stderr, /cues\.yaml:6:\d+/);
  });

  it('shows what is found in a text, as it is compared, with what it weighs', async () => {
    const ran = await kith(['cues', 'try', 'our s3cret']);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /compared as: our secret/);
    assert.match(ran.stdout, /en\/SECRECY\/our-secret +1\.80 +yes/);
  });
});
