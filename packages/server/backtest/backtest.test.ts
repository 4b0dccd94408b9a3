/** A changed policy on what a resident store has logged. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Policy } from '@kith/contract';
import { type CompiledPolicy, compilePolicy, type Told } from '@kith/engine';
import { type KnowledgeStore, openResidentStore } from '../knowledge/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { type Backtest, backtest, pageOf, reportOf } from './index.ts';

const inForce = compilePolicy({ ...loadShippedPolicy(), rules: [] });
const START = Date.parse('2026-06-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** One adult writes to a new adult every hour, for two days; a first day is before what is counted. */
const ADULTS = 72;
const story: Told[] = [
  ...Array.from(
    { length: ADULTS + 1 },
    (_, i): Told => ({
      id: `a${i}`,
      type: 'account.created',
      at: START,
      data: {
        actor: `p${i}`,
        age: { band: 'adult', method: 'verified', confidence: 1 },
        country: i % 2 === 0 ? 'GB' : 'IE',
      },
    }),
  ),
  ...Array.from(
    { length: ADULTS },
    (_, i): Told => ({
      id: `m${i}`,
      type: 'message.sent',
      at: START + i * HOUR_MS,
      data: { actor: 'p0', other: `p${i + 1}`, message: `m${i}` },
    }),
  ),
];

type Rule = Policy['rules'][number];
const rule: Rule = {
  name: 'to-ireland',
  about: 'holds what goes to Ireland',
  on: ['message.sent'],
  mode: 'live',
  when: "other.country == 'IE'",
  // biome-ignore lint/suspicious/noThenProperty: a rule's own word
  then: { signal: { weight: 1, words: 'goes to {other.country}' }, outcome: 'hold', case: 'safety' },
  examples: [],
};
const changed = (...rules: Rule[]): CompiledPolicy =>
  compilePolicy({ ...loadShippedPolicy(), version: 'changed', rules, alertBudget: { perDayPer100000Accounts: 10 } });

const SECOND_DAY = { from_ms: START + 24 * HOUR_MS, to_ms: START + 72 * HOUR_MS };

describe('a backtest', () => {
  let folder: string;
  let store: KnowledgeStore;
  const run = (policy: CompiledPolicy, budget: number | null = null): Promise<Backtest> =>
    backtest(store, { before: inForce, after: policy, period: SECOND_DAY, budget });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-backtest-'));
    const fail = (error: unknown): never => {
      throw error;
    };
    store = await openResidentStore({
      folder,
      duties: { policy: () => inForce, outbox: () => [], failed: fail, struggling: (_, error) => fail(error) },
    });
    for (let i = 0; i < story.length; i += 50) await store.commit(story.slice(i, i + 50));
  });
  after(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('of the policy in force itself finds nothing different', async () => {
    const found = await run(inForce);
    assert.deepEqual(found.changes, []);
    assert.equal(found.accountsConcerned.count, 0);
    assert.deepEqual(found.before, found.after);
    assert.deepEqual([found.events, found.counted, found.whole], [story.length, 48, true]);
  });

  it('counts what a rule would have changed in the period, and only there', async () => {
    const found = await run(changed(rule));
    assert.deepEqual(found.changes, [{ from: 'allow', to: 'hold', events: 24 }]);
    assert.deepEqual(found.accountsConcerned, { count: 1, some: ['p0'] });
    assert.deepEqual(
      [found.before.outcomes.allow, found.after.outcomes.allow, found.after.outcomes.hold],
      [48, 24, 24],
    );
    assert.deepEqual(found.after.rules, [{ rule: 'to-ireland', mode: 'live', events: 24, accounts: 1, failed: 0 }]);
    assert.deepEqual(found.after.cases, { safety: 1 });
  });

  it('counts an alert once an account and day, against the budget', async () => {
    const found = await run(changed(rule));
    assert.deepEqual([found.after.alerts, found.days], [2, 2]);
    assert.equal(found.alertsADay.budget, (10 * (ADULTS + 1)) / 100_000);
    assert.match(reportOf(found).verdict, /^OVER the budget: 1\.0 alerts a day/);
    assert.match(reportOf(await run(changed(rule), 5)).verdict, /^Within the budget/);
  });

  it('shows where a rule in shadow would fire, and where one fails, with no decision changed', async () => {
    const failing: Rule = { ...rule, name: 'divides', when: 'contact.messages / contact.replies > 0' };
    const found = await run(changed({ ...rule, mode: 'shadow' }, failing));
    assert.deepEqual(found.changes, []);
    assert.deepEqual(
      found.after.rules.map(({ rule, mode, events, failed }) => [rule, mode, events, failed]),
      [
        ['to-ireland', 'shadow', 24, 0],
        ['divides', 'live', 0, 48],
      ],
    );
    assert.equal(found.after.alerts, 0);
  });

  it('lets what a rule held show in what is known later', async () => {
    const wholeDay = { from_ms: 0, to_ms: Number.MAX_SAFE_INTEGER };
    const again: Rule = { ...rule, name: 'held-before', when: 'contact.withheld > 0' };
    const more: Told = {
      id: 'again',
      type: 'message.sent',
      at: START + 80 * HOUR_MS,
      data: { actor: 'p0', other: 'p1', message: 'x' },
    };
    await store.commit([more]);
    const policy = changed(rule, again);
    const found = await backtest(store, { before: inForce, after: policy, period: wholeDay, budget: null });
    assert.equal(found.after.rules[1]?.events, 1);
  });

  it('is a page of its own, in which names are text', async () => {
    const found = await run(changed(rule));
    const page = pageOf(reportOf({ ...found, accountsConcerned: { count: 1, some: ['<b>p0</b>'] } }));
    assert.match(page, /&lt;b&gt;p0&lt;\/b&gt;/);
    assert.match(page, /<th scope="row">to-ireland<\/th>/);
    assert.doesNotMatch(page, /<script|https?:\/\/|<link/);
  });
});
