import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AT, conducts, DAY, testModel } from '../testing/risk.ts';
import { blankConduct, bringUpTo, CHILD_DAYS, childrenWithin, countChild, countNames } from './conduct.ts';

const { halfLives } = testModel.codes;

describe('a conduct', () => {
  it('counts children by the day, and forgets none within a window and all beyond it', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3 * DAY }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.nat(40), (gaps, laterDays) => {
        const conduct = blankConduct('a');
        const days: number[] = [];
        let at = AT;
        for (const gap of gaps) {
          at += gap;
          bringUpTo(conduct, at, halfLives);
          countChild(conduct, at);
          days.push(Math.floor(at / DAY));
        }
        const now = at + laterDays * DAY;
        const today = Math.floor(now / DAY);
        for (const window of [1, 7, 30]) {
          const expected = days.filter((day) => day > today - window && day > today - CHILD_DAYS).length;
          assert.equal(childrenWithin(conduct, window, now), expected);
        }
      }),
    );
  });

  it('fades, and never grows nor goes below nothing by itself', () => {
    fc.assert(
      fc.property(conducts, fc.nat(400 * DAY), (conduct, later) => {
        const before = { ...conduct };
        bringUpTo(conduct, AT + later, halfLives);
        for (const name of countNames) assert.ok(conduct[name] >= 0 && conduct[name] <= before[name]);
        conduct.evidence.forEach((sum, i) => {
          assert.ok(sum >= 0 && sum <= (before.evidence[i] ?? 0));
        });
      }),
    );
  });

  it('is left as it is by an event that is told late', () => {
    fc.assert(
      fc.property(conducts, fc.nat(DAY), (conduct, earlier) => {
        const before = { ...conduct };
        bringUpTo(conduct, AT - earlier, halfLives);
        assert.deepEqual(conduct, before);
      }),
    );
  });
});
