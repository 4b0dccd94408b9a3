/** Trying a changed policy at the console's routes, on a whole Kith with something in its log. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type BacktestLine, type BacktestView, backtestLine, policyChecked } from '@kith/contract';
import { loadShippedPolicy } from '../policy/index.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';

const MESSAGES = 3_000;
const RULE = {
  name: 'to-kim',
  about: 'holds what goes to kim',
  on: ['message.sent'],
  mode: 'live',
  when: "other.country == 'IE'",
  // biome-ignore lint/suspicious/noThenProperty: a rule's own word
  then: { signal: { weight: 1, words: 'goes to kim' }, outcome: 'hold', case: 'safety' },
  examples: [],
};
const text = (change: object = {}): string =>
  JSON.stringify({ ...loadShippedPolicy(), version: 'changed', ...change }, null, 2);

const today = () => new Date().toISOString().slice(0, 10);

describe('trying a changed policy', () => {
  let kith: Running;
  let lead: Staff;
  /** the day of the first event: it may be over by the time it is asked for */
  const began = today();
  before(async () => {
    kith = await runKith();
    lead = await signIn(kith, ['lead']);
    const age = { band: 'adult', method: 'verified', confidence: 1 };
    const people = ['max', 'kim', 'lou'].map((actor) => ({
      type: 'account.created',
      data: { actor, age, country: actor === 'kim' ? 'IE' : 'GB' },
    }));
    const messages = Array.from({ length: MESSAGES }, (_, i) => ({
      type: 'message.sent',
      data: { actor: 'max', other: i % 3 === 0 ? 'kim' : 'lou', message: `m${i}` },
    }));
    const events = [...people, ...messages].map((event, i) => ({ id: `e${i}`, ...event }));
    for (let i = 0; i < events.length; i += 1000) {
      assert.equal((await kith.post('/v1/events', events.slice(i, i + 1000))).status, 200);
    }
  });
  after(() => kith.end());

  const check = async (given: string) =>
    policyChecked.parse(await (await lead.send('/v1/policy/check', { text: given })).json());
  async function lines(by: Staff, body: object): Promise<BacktestLine[]> {
    const answer = await by.send('/v1/policy/backtest', body);
    assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
    const all = (await answer.text()).trimEnd().split('\n');
    return all.map((line) => backtestLine.parse(JSON.parse(line)));
  }
  const resultOf = (all: readonly BacktestLine[]): BacktestView => {
    const last = all.at(-1);
    assert.ok(last?.step === 'done', JSON.stringify(last));
    return last.result;
  };

  it('names every problem with its line, and says what a valid policy is called', async () => {
    const broken = await check('version: x\nstrangers:\n  mutualConnections: many\n');
    assert.ok(!broken.valid);
    assert.ok(broken.problems.some(({ line, field }) => line === 3 && field === 'strangers.mutualConnections'));
    const noRule = await check(text({ rules: [{ ...RULE, when: 'other.nothing > 1' }] }));
    assert.ok(!noRule.valid && noRule.problems[0]?.field.startsWith('rules[0].when'));
    const good = await check(text({ rules: [RULE] }));
    assert.ok(good.valid);
    assert.deepEqual([good.version, good.versionTaken], ['changed', false]);
    const taken = await check(text({ version: loadShippedPolicy().version, rules: [RULE] }));
    assert.ok(taken.valid && taken.versionTaken);
    assert.equal((await check('{')).valid, false);
  });

  it('says how far it is, and at last what would have been different', async () => {
    const all = await lines(lead, { text: text({ rules: [RULE] }), budget: 0.5 });
    assert.ok(all.length >= 2);
    for (const line of all.slice(0, -1)) assert.ok(line.step === 'progress' && line.events <= line.of);
    const result = resultOf(all);
    assert.deepEqual([result.whole, result.before.version, result.after.version], [true, 'kith-1', 'changed']);
    assert.equal(result.after.rules.find(({ rule }) => rule === 'to-kim')?.events, MESSAGES / 3);
    assert.deepEqual(result.after.cases, [{ queue: 'safety', queueWords: 'Safety', cases: 1 }]);
    assert.deepEqual([result.accountsConcerned, result.alertsADay.budget], [{ count: 1, some: ['max'] }, 0.5]);
    assert.equal(
      result.after.alertsByDay.reduce((sum, { alerts }) => sum + alerts, 0),
      result.after.alerts,
    );
    const before = resultOf(await lines(lead, { text: text(), to: '2020-01-01' }));
    const now = resultOf(await lines(lead, { text: text(), from: began, to: today() }));
    assert.deepEqual([before.counted, now.counted > 0], [0, true]);
  });

  it('names accounts only to those who may look them up, and is nothing for the others', async () => {
    const administrator = await signIn(kith, ['administrator']);
    const result = resultOf(await lines(administrator, { text: text({ rules: [RULE] }) }));
    assert.deepEqual(result.accountsConcerned, { count: 1, some: [] });
    const moderator = await signIn(kith, ['moderator']);
    for (const path of ['check', 'backtest']) {
      assert.equal((await moderator.send(`/v1/policy/${path}`, { text: text() })).status, 404);
    }
    const auditor = await signIn(kith, ['auditor']);
    const audited = await (await auditor.get('/v1/audit?action=policy.tried')).json();
    assert.ok(audited.lines.some(({ by }: { by: string }) => by === `staff:${administrator.id}`));
  });

  it('refuses what can not be tried, in words about the field', async () => {
    for (const [body, field] of [
      [{ text: 'version: x' }, 'text'],
      [{ text: text(), from: '2026-02-02', to: '2026-02-01' }, 'to'],
      [{ text: text(), budget: -1 }, 'budget'],
    ] as const) {
      const answer = await lead.send('/v1/policy/backtest', body);
      const { error } = await answer.json();
      assert.deepEqual([answer.status, error.field], [400, field], JSON.stringify(error));
    }
  });

  it('tries one at a time, and stops when whoever asked goes away', async () => {
    const body = { text: text({ rules: [RULE] }) };
    const going = new AbortController();
    const first = await lead.fetch('/v1/policy/backtest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: going.signal,
    });
    const second = await lead.send('/v1/policy/backtest', body);
    assert.deepEqual([second.status, (await second.json()).error.code], [503, 'busy']);
    going.abort();
    await assert.rejects(first.text());
    for (let tries = 0; ; tries++) {
      const again = await lead.send('/v1/policy/backtest', body);
      if (again.status === 200) {
        await again.text();
        break;
      }
      assert.ok(tries < 100, 'it never came free');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
