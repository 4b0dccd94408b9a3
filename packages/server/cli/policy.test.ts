/** `kith policy test`, `backtest` and `rollback`, as operators run them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Kith } from '@kith/client';
import { shippedPolicyPath } from '../policy/index.ts';
import { kith, type Served, serve } from '../testing/cli.ts';

const shipped = await readFile(shippedPolicyPath, 'utf8');
const withoutRules = shipped.replace(/^rules:[\s\S]*/m, '');
const withRule = (version: string, when: string, fires: boolean): string => `${withoutRules.replace('kith-1', version)}
rules:
  - name: from-here
    about: a rule of a test
    on: [message.sent]
    mode: live
    when: ${when}
    then: { signal: { weight: 1, words: "is {account.ageBand}" }, outcome: hold }
    examples: [{ given: { account: { country: GB } }, fires: ${fires} }]
`;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-policy-'));
});
after(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('kith policy test', () => {
  it('passes on the policy that Kith ships', async () => {
    const { code, stdout } = await kith(['policy', 'test'], {}, folder);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /none failed\.$/m);
  });

  it('fails where a rule does not do as its example says, and names it', async () => {
    const path = await file('wrong.yaml', withRule('t-1', "account.country == 'GB'", false));
    const { code, stdout } = await kith(['policy', 'test', path]);
    assert.equal(code, 1);
    assert.match(stdout, /from-here +live +1 +message\.sent +silent +fires +FAILED/);
    const { stdout: json } = await kith(['policy', 'test', path, '--json']);
    assert.equal(JSON.parse(json).failed, 1);
  });

  it('refuses a rule that asks for what is not known, at its line', async () => {
    const path = await file('unknown.yaml', withRule('t-1', "account.contry == 'GB'", true));
    const { code, stderr } = await kith(['policy', 'test', path]);
    assert.equal(code, 78);
    assert.match(stderr, /unknown\.yaml:\d+:5 rules\[0\]\.when: account\.contry .*did you mean account\.country/);
  });
});

const stop = async ({ child }: Served): Promise<void> => {
  child.kill('SIGTERM');
  await once(child, 'close');
};

describe('kith policy backtest and rollback', () => {
  it('show what a policy would have done; put it in force; and put the one before back', async () => {
    const store = join(folder, 'store');
    const inForce = await file('policy.yaml', withoutRules.replace('kith-1', 'first'));
    const next = await file('next.yaml', withRule('second', "account.country == 'GB'", true));
    const first = await serve(store, ['--policy', inForce]);
    const client = new Kith({ url: first.url, key: first.key });
    await client.tell({
      id: 'a',
      type: 'account.created',
      data: { actor: 'ann', age: { band: 'adult' }, country: 'GB' },
    });
    await client.tell({ id: 'b', type: 'account.created', data: { actor: 'ben', age: { band: 'adult' } } });
    await client.tell({ id: 'm', type: 'message.sent', data: { actor: 'ann', other: 'ben', message: 'm' } });
    await stop(first);

    const page = join(folder, 'page.html');
    const args = ['policy', 'backtest', next, '--policy', inForce, '--folder', store];
    const { code, stdout, stderr } = await kith([...args, '--page', page]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^OVER the budget/m);
    assert.match(stdout, /^from-here +live +- +1 +1 +0$/m);
    assert.match(await readFile(page, 'utf8'), /<caption>Rules<\/caption>/);
    const before = await kith([...args, '--to', '2020-01-01', '--json']);
    assert.deepEqual([JSON.parse(before.stdout).counted, JSON.parse(before.stdout).whole], [0, true]);
    assert.equal((await kith([...args, '--from', 'yesterday'])).code, 64);
    assert.equal((await kith([...args, '--budget', 'few'])).code, 64);

    await writeFile(inForce, await readFile(next));
    const second = await serve(store, ['--policy', inForce]);
    const held = await new Kith({ url: second.url, key: second.key }).tell({
      id: 'm2',
      type: 'message.sent',
      data: { actor: 'ann', other: 'ben', message: 'm2' },
    });
    assert.deepEqual([held.decision.outcome, held.decision.reasons[0]?.rule], ['hold', 'from-here']);

    const pid = String(second.child.pid);
    const back = await kith([
      'policy',
      'rollback',
      'first',
      '--policy',
      inForce,
      '--folder',
      store,
      '--pid',
      pid,
      '--json',
    ]);
    assert.equal(back.code, 0, back.stdout + back.stderr);
    const { replaced, kept } = JSON.parse(back.stdout);
    assert.equal(replaced, 'second');
    assert.equal(await readFile(kept, 'utf8'), await readFile(next, 'utf8'));
    const kith2 = new Kith({ url: second.url, key: second.key });
    // the signal is taken between two events, soon
    for (let i = 0, version = ''; version !== 'first'; i++) {
      assert.ok(i < 200, 'the running Kith did not take the policy');
      const told = await kith2.tell({
        id: `n${i}`,
        type: 'message.sent',
        data: { actor: 'ann', other: 'ben', message: 'm' },
      });
      version = told.decision.policy;
    }
    const none = await kith(['policy', 'rollback', 'never', '--policy', inForce, '--folder', store, '--json']);
    assert.deepEqual([none.code, JSON.parse(none.stdout).error.code], [2, 'not_known']);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.new')),
      [],
    );
    await stop(second);
  });

  it('refuse to roll back where no policy file is in force', async () => {
    const ran = await kith(['policy', 'rollback', 'first', '--folder', join(folder, 'none'), '--json'], {}, folder);
    assert.deepEqual([ran.code, JSON.parse(ran.stdout).error.code], [2, 'no_file']);
  });
});
