/** When what a term counts was seen, and what was seen beside the score. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { blankConduct, bringUpTo, childrenWithin, countChild, type Knowledge } from '../knowledge/index.ts';
import { AT, conducts, DAY, person, testModel } from '../testing/risk.ts';
import { besideScore, saidBeside } from './beside.ts';
import { type AccountObserved, visitAccount } from './score.ts';
import { whenOfAccount } from './when.ts';

const observed = (o: Partial<AccountObserved>): AccountObserved => ({
  account: person('a', 'adult'),
  conduct: blankConduct('a'),
  at: AT,
  childrenAgainst: 0,
  ...o,
});
/** Children who blocked or reported the account, at these times. */
const against = (times: readonly number[]): Pick<Knowledge, 'childrenAgainst'> => ({
  childrenAgainst: (_account, since, enough) => Math.min(enough, times.filter((at) => at > since).length),
});
const WITHIN_S = 30 * DAY;
const policy = { blockedOrReportedWithin_s: WITHIN_S };

describe('when a term was seen', () => {
  it('of children is the days on which there were any, within the days that it counts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 8 }), (daysAgo) => {
        const conduct = blankConduct('a');
        bringUpTo(conduct, AT, testModel.codes.halfLives);
        for (const days of daysAgo) countChild(conduct, AT - days * DAY);
        const o = observed({ conduct });
        for (const [term, days] of [
          ['children1d', 1] as const,
          ['children7d', 7] as const,
          ['children30d', 30] as const,
        ]) {
          const { since, at } = whenOfAccount(against([]), o, policy, term);
          const within = daysAgo.filter((ago) => ago < days).map((ago) => (Math.floor(AT / DAY) - ago) * DAY);
          assert.equal(childrenWithin(conduct, days, AT) > 0, at !== undefined);
          if (within.length > 0) assert.deepEqual([since, at], [Math.min(...within), Math.max(...within)]);
        }
      }),
    );
  });

  it('of children against it is when the newest blocked or reported it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: AT - 2 * WITHIN_S, max: AT }), { maxLength: 5 }), (times) => {
        const { at } = whenOfAccount(against(times), observed({}), policy, 'childrenAgainst');
        const counted = times.filter((one) => one > AT - WITHIN_S);
        assert.equal(at, counted.length === 0 ? undefined : Math.max(...counted));
      }),
    );
  });

  it('of requests is the first and last of the day; of what is no matter of time, nothing', () => {
    const account = { ...person('a', 'adult'), childRequests: [AT - 2 * DAY, AT - 900, AT - 5] };
    const when = (term: Parameters<typeof whenOfAccount>[3]) =>
      whenOfAccount(against([]), observed({ account }), policy, term);
    assert.deepEqual(when('requests'), { since: AT - 900, at: AT - 5 });
    for (const term of ['adult', 'prior', 'secondLook', 'GIFT'] as const) assert.deepEqual(when(term), {});
  });
});

describe('what is beside a score', () => {
  const silent = { ...testModel, terms: { ...testModel.terms, unanswered: { weight: 0, from: 0, full: 4 } } };

  it('is what was observed and not told by it: never both, and nothing that is said as none', () => {
    fc.assert(
      fc.property(conducts, (conduct) => {
        const o = observed({ conduct, childrenAgainst: 2 });
        const told = new Set<string>();
        visitAccount(silent, o, (term) => told.add(term));
        const beside = besideScore(silent, o);
        for (const { term, value } of beside) assert.ok(!told.has(term) && value >= 0.5);
        const unanswered = Math.max(0, conduct.cold - conduct.answered);
        assert.equal(beside[0]?.term === 'unanswered', unanswered >= 0.5);
        const said = saidBeside(silent, o).map(({ term }) => term);
        assert.deepEqual(said, unanswered >= 0.5 ? ['unanswered'] : []);
      }),
    );
  });

  it('is nothing of whom nothing was seen', () => assert.deepEqual(besideScore(silent, observed({})), []));
});
