import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NUMBERS_DAYS_MAX, numbersQuery } from '@kith/contract';
import fc from 'fast-check';
import { DAYS_MAX, dayIn, dayOf, refusalOf } from './days-asked.ts';

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => dayOf(days * 86_400_000));

describe('the days that numbers are asked for', () => {
  it('are refused here exactly where Kith refuses them', () => {
    assert.equal(DAYS_MAX, NUMBERS_DAYS_MAX);
    fc.assert(
      fc.property(day, day, (from, to) => {
        assert.equal(refusalOf({ from, to }) === null, numbersQuery.safeParse({ from, to }).success);
      }),
    );
  });

  it('can be asked for once either end is what is offered', () => {
    fc.assert(
      fc.property(day, day, (from, to) => {
        const refusal = refusalOf({ from, to });
        if (refusal?.why !== 'tooLong') return;
        assert.equal(refusalOf({ from: refusal.earliest, to }), null);
        assert.equal(refusalOf({ from, to: refusal.latest }), null);
      }),
    );
    assert.deepEqual(refusalOf({ from: '2024-01-01', to: '2026-01-01' }), {
      ...{ why: 'tooLong', earliest: '2025-01-01', latest: '2024-12-31' },
    });
  });

  it('are days: what an address says otherwise is as if it said nothing', () => {
    for (const none of [null, '', 'x', '2026-02-30', '2026-13-01', '26-01-01', '2026-1-1'])
      assert.equal(dayIn(none), null);
    assert.equal(dayIn('2024-02-29'), '2024-02-29');
  });
});
