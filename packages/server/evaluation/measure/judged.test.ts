/** Cases that people are asked to judge falsely, where Kith opens no other of what they found harmless. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { casesOpened, type DayOfClimbs, type Judging, thresholdJudged } from './judged.ts';

const judging: Judging = { harmless: { days: 10, points: 1 }, highAbove: 2 };
const day = (number: number, ...climbs: readonly (readonly [number, number])[]): DayOfClimbs => ({
  day: number,
  climbs: climbs.map(([from, to]) => ({ from, to })),
});

describe('cases of one account whom people find harmless', () => {
  const opened = (...days: DayOfClimbs[]) => casesOpened(days, 5, judging);

  it('are opened where a score comes to the threshold', () => {
    assert.equal(opened(day(0, [0, 4.9])), 0);
    assert.equal(opened(day(0, [0, 5])), 1);
    assert.equal(opened(day(0, [5, 6])), 0);
  });

  it('take in what comes before they are decided', () => {
    assert.equal(opened(day(0, [0, 5]), day(1, [0, 9])), 1);
    // what people saw then is what later scores are held against
    assert.equal(opened(day(0, [0, 5]), day(1, [0, 6]), day(4, [0, 6.9])), 1);
  });

  it('are opened anew where the score is so much higher, high, or the days are over', () => {
    assert.equal(opened(day(0, [0, 5]), day(4, [0, 5.9])), 1);
    assert.equal(opened(day(0, [0, 5]), day(4, [0, 6])), 2);
    assert.equal(opened(day(0, [0, 6.5]), day(4, [6.5, 7])), 2);
    assert.equal(opened(day(0, [0, 5]), day(11, [0, 5])), 1);
    assert.equal(opened(day(0, [0, 5]), day(12, [0, 5])), 2);
  });
});

describe('the threshold for so many cases', () => {
  const value = fc.integer({ min: 0, max: 40 }).map((n) => n / 4);
  const climbs = fc
    .tuple(value, value)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  const account = fc
    .uniqueArray(fc.nat(40), { maxLength: 6 })
    .chain((days) =>
      fc.tuple(
        ...days
          .sort((a, b) => a - b)
          .map((of) => fc.record({ day: fc.constant(of), climbs: fc.array(climbs, { minLength: 1, maxLength: 2 }) })),
      ),
    );

  it('lets no more be opened, nor does any above it, and is the least of these', () => {
    fc.assert(
      fc.property(fc.array(account, { maxLength: 5 }), fc.nat(6), value, (accounts, allowed, more) => {
        const at = (threshold: number) =>
          accounts.reduce((sum, days) => sum + casesOpened(days, threshold, judging), 0);
        const threshold = thresholdJudged(accounts, allowed, judging);
        if (threshold < Number.POSITIVE_INFINITY)
          for (const one of [threshold, threshold + more]) assert.ok(at(one) <= allowed);
        // scores are quarters: between two of them nothing changes
        const below = Math.ceil(threshold * 4 - 1) / 4;
        if (threshold >= 0.25 && threshold < Number.POSITIVE_INFINITY) assert.ok(at(below) > allowed);
      }),
    );
  });
});
