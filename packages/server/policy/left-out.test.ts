/**
 * Whatever a policy limits or tries out, and whatever happens: who goes without a notice is one of two children who know each
 * other's friends, and of whom nobody ever said anything. The law keeps its own account of that, from the events alone.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AgeBand, informingKind, type Policy, policy as policySchema } from '@kith/contract';
import { compilePolicy, consider, type Decided, type Told } from '@kith/engine';
import fc from 'fast-check';
import { WorkingSet } from '../knowledge/index.ts';
import { loadShippedPolicy } from './index.ts';

const shipped = loadShippedPolicy();
const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(2025, 0, 1);
const NOW = Date.UTC(2026, 0, 1);

type Facts = Partial<Extract<Told, { type: 'account.created' }>['data']> & { band?: AgeBand };
/** Three whom things happen to, others of whom nothing is known, and of each way not to be harmless one. */
const TOLD = ['l0', 'l1', 'l2'];
const ODD: Readonly<Record<string, Facts>> = {
  adult: { band: 'adult' },
  unknown: { band: 'unknown' },
  /** friends with those three alone, who are not friends with each other */
  stranger: {},
  risky: { risk: 'low' },
  far: { country: 'IE', region: 'IE-D' },
  /** made when the story begins */
  young: {},
};
const GOOD = ['g0', 'g1', 'g2', 'tom'];
const OTHERS = [...GOOD, ...Object.keys(ODD)];
const CAST = [...TOLD, ...OTHERS];

const created = (actor: string): Told => {
  const { band = '13to15', ...more } = ODD[actor] ?? {};
  const at = actor === 'young' ? NOW - DAY_MS : BEGIN;
  const data = {
    actor,
    age: { band, method: 'declared', confidence: 1 },
    country: 'GB',
    region: 'GB-WLS',
    ...more,
  } as const;
  return { id: `new ${actor}`, at, type: 'account.created', data };
};
const befriended = (actor: string, other: string): Told => {
  return { id: `friends ${actor} ${other}`, at: NOW - DAY_MS, type: 'connection.accepted', data: { actor, other } };
};
const beginning: Told[] = [
  ...CAST.map(created),
  ...TOLD.flatMap((child) => OTHERS.map((other) => befriended(child, other))),
  ...OTHERS.filter((other) => other !== 'tom' && other !== 'stranger').map((other) => befriended(other, 'tom')),
];

type Act = Pick<Told, 'type' | 'data'>;
const child = fc.constantFrom(...TOLD);
const anybody = fc.constantFrom(...OTHERS);
const between = fc
  .tuple(child, anybody, fc.boolean())
  .map(([a, b, turned]) => (turned ? { actor: b, other: a } : { actor: a, other: b }));
const stories: fc.Arbitrary<Told[]> = fc
  .array(
    fc.tuple(
      fc.oneof(
        {
          weight: 8,
          arbitrary: between.map((pair): Act => ({ type: 'message.sent', data: { ...pair, message: 'm' } })),
        },
        {
          weight: 4,
          arbitrary: fc
            .tuple(between, fc.constantFrom('account.blocked', 'account.unblocked', 'connection.accepted'))
            .map(([data, type]): Act => ({ type, data })),
        },
        {
          weight: 2,
          arbitrary: between.map((pair): Act => ({ type: 'report.filed', data: { ...pair, category: 'c' } })),
        },
        {
          weight: 6,
          arbitrary: fc
            .tuple(child, fc.constantFrom(...informingKind.options), anybody)
            .map(([actor, notice, other]): Act => ({ type: 'notice.shown', data: { actor, notice, other } })),
        },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom(...CAST)
            .map((actor): Act => ({ type: 'account.updated', data: { actor, risk: 'medium' } })),
        },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom(...CAST)
            .map((actor): Act => ({ type: 'enforcement.applied', data: { actor, kind: 'restrict' } })),
        },
        {
          weight: 1,
          arbitrary: between.map((pair): Act => {
            const evidence = [{ code: 'SECRECY', cue: 'device', weight: 2 }] as const;
            return { type: 'evidence.found', data: { ...pair, evidence: [...evidence], sketch: 0 } };
          }),
        },
      ),
      fc.integer({ min: 0, max: 8 * 3_600_000 }),
    ),
    { maxLength: 40, size: 'max' },
  )
  .map((acts) => {
    let at = NOW;
    return acts.map(([act, by], i): Told => {
      at += by;
      // joins a type and the data that belongs to it again
      return { id: `e${i}`, at, ...act } as Told;
    });
  });

const kinds = fc.uniqueArray(fc.constantFrom(...informingKind.options), { minLength: 1 });
/** As careless as a policy can be: the rows that are put first would tell strangers and adults what friends are told. */
const policies = fc
  .record({
    limits: fc.record({
      perDay: fc.record({
        first_message: fc.constantFrom(1, 2, null),
        after_block: fc.constantFrom(1, null),
        after_report: fc.constantFrom(1, null),
      }),
      sameAgainAfterDays: fc.constantFrom(0, 1, 365),
    }),
    experiment: fc.option(fc.record({ name: fc.constantFrom('a', 'b', 'c'), holdOutPercent: fc.constant(50), kinds }), {
      nil: undefined,
    }),
    careless: fc.boolean(),
  })
  .map(({ careless, experiment, limits }): Policy => {
    const notices = { ...shipped.notices, limits, ...(experiment && { experiment }) };
    if (!careless) return { ...shipped, notices };
    const first = { outcome: 'notice', reason: 'first_message', notice: 'first_message' } as const;
    const { warningSigns: signs, tables, risk } = shipped;
    return policySchema.parse({
      ...shipped,
      notices,
      warningSigns: {
        ...signs,
        farRegion: { enabled: false },
        newAccount: { youngerThanDays: 0.001 },
        riskMedium: { enabled: false },
      },
      risk: { ...risk, thresholds: { low: 97, medium: 98, high: 99 } },
      tables: { ...tables, 'message.sent': [{ when: ['first_message'], ...first }, ...tables['message.sent']] },
    });
  });

/** What the events alone say against somebody. */
class Said {
  readonly #bad = new Set<string>();
  /** who blocked or reported whom */
  readonly #against = new Map<string, Set<string>>();

  learn({ type, data }: Told): void {
    // what is written to a grown-up is no evidence against anybody
    if (type === 'evidence.found' && data.other !== 'adult') this.#bad.add(data.actor);
    if (type === 'enforcement.applied' || type === 'account.updated') this.#bad.add(data.actor);
    if (type !== 'account.blocked' && type !== 'report.filed') return;
    this.#against.set(data.other, (this.#against.get(data.other) ?? new Set()).add(data.actor));
  }

  /** Nobody but the other of the two, and no adult, ever acted against them, and nothing else was said. */
  isGood(name: string, pair: readonly string[]): boolean {
    const against = [...(this.#against.get(name) ?? [])].filter((by) => by !== 'adult' && !pair.includes(by));
    return !(name in ODD) && !this.#bad.has(name) && against.length === 0;
  }
}

const kindsOf = ({ notices }: Decided): string[] => notices.map(({ to, kind }) => `${to} ${kind}`);

describe('a notice that is left out', () => {
  it('is one that only informs, between two children who know the same people and of whom nobody said anything', () => {
    let leftOut = 0;
    fc.assert(
      fc.property(policies, stories, (made, stream) => {
        const harsh = compilePolicy(made);
        const { experiment: _, ...rest } = made.notices;
        const open = { ...rest.limits, perDay: { first_message: null, after_block: null, after_report: null } };
        const lax = compilePolicy({ ...made, notices: { ...rest, limits: { ...open, sameAgainAfterDays: 0 } } });
        const knowledge = new WorkingSet();
        const said = new Said();
        for (const told of [...beginning, ...stream]) {
          const considered = consider(knowledge, told, harsh);
          const whole = consider(knowledge, told, lax).decision;
          const { decision, changes } = considered;
          if (JSON.stringify(kindsOf(whole)) !== JSON.stringify(kindsOf(decision))) {
            leftOut++;
            const { data } = told;
            assert.ok('other' in data && data.other !== undefined);
            const pair = [data.actor, data.other];
            assert.equal(whole.outcome, 'notice');
            assert.ok(whole.notices.every(({ kind }) => informingKind.options.some((one) => one === kind)));
            assert.ok(whole.reasons.every(({ code }) => code === 'first_message' || code === 'took_action'));
            assert.ok(decision.reasons.some(({ code }) => code === 'held_out' || code === 'told_enough'));
            for (const name of pair) assert.ok(said.isGood(name, pair), `${name} is not harmless`);
          } else {
            assert.equal(decision.outcome, whole.outcome);
          }
          said.learn(told);
          knowledge.apply(changes);
        }
      }),
      { seed: 7, numRuns: 400 },
    );
    assert.ok(leftOut > 30, `only ${leftOut} notices were left out: the law was hardly tried`);
  });

  it('changes nothing else: what is known is the same, but for what was counted', () => {
    fc.assert(
      fc.property(policies, stories, (made, stream) => {
        const policy = compilePolicy(made);
        const lax = compilePolicy({ ...made, notices: { ...shipped.notices, limits: made.notices.limits } });
        const [one, other] = [new WorkingSet(), new WorkingSet()];
        for (const told of [...beginning, ...stream]) {
          const [a, b] = [consider(one, told, policy), consider(other, told, lax)];
          assert.deepEqual(a.changes, b.changes);
          one.apply(a.changes);
          other.apply(b.changes);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
