/** Shares and medians say nothing that a report doesn't show by itself. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ReportContent } from './content.ts';
import { derivedOf } from './derived.ts';
import type { StatisticId } from './statistics.ts';

const row = (key: string, total: number | null) => ({ key, total, months: [] });
const statistic = (
  id: StatisticId,
  rows: ReturnType<typeof row>[],
  also: ReportContent['statistics'][0]['also'] = [],
) => ({
  ...{ id, total: null, months: [], rows, also },
});
const report = (...statistics: ReportContent['statistics']): ReportContent => ({ months: ['2026-01'], statistics });

describe('shares and medians of a report', () => {
  it('are of what is shown', () => {
    const derived = derivedOf(
      report(
        statistic(
          'rulings',
          [],
          [
            {
              by: 'found',
              rows: [
                { key: 'proactive', total: 30 },
                { key: 'reported', total: 10 },
              ],
            },
          ],
        ),
        statistic('second_looks', [row('agreed', 19), row('disagreed', 6)]),
        statistic('appeals_decided', [row('overturned', 5), row('upheld', 15)]),
        statistic('case_time', [row('168', 1), row('4', 2), row('1', 5), row('more', 9)]),
        statistic('report_time', [row('1', 9), row('more', 9)]),
      ),
    );
    assert.deepEqual(derived.proactive, { count: 30, of: 40 });
    assert.deepEqual(derived.agreed, { count: 19, of: 25 });
    assert.deepEqual(derived.upheld, { count: 15, of: 20 });
    // hours are numbers, whatever letters they begin with
    assert.deepEqual(derived.medians, { case_time: 'more', report_time: '1', appeal_time: null });
  });

  it('are missing where any number that they need is withheld', () => {
    const withheld = derivedOf(
      report(
        statistic('second_looks', [row('agreed', 190), row('disagreed', null)]),
        statistic('case_time', [row('1', 900), row('4', null)]),
      ),
    );
    assert.deepEqual([withheld.agreed, withheld.medians.case_time], [null, null]);
  });

  it('are the same whatever the withheld numbers are, since they never see them', () => {
    const number = fc.option(fc.nat({ max: 50 }), { freq: 2 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 2, maxLength: 6 }), (totals) => {
        const keys = ['1', '4', '24', '72', '168', 'more'];
        const { medians } = derivedOf(
          report(
            statistic(
              'case_time',
              totals.map((n, i) => row(keys[i] ?? '', n)),
            ),
          ),
        );
        if (totals.includes(null)) return assert.equal(medians.case_time, null);
        const hours = totals.flatMap((n, i) => Array<number>(n ?? 0).fill(i));
        const middle = hours[Math.ceil(hours.length / 2) - 1];
        assert.equal(medians.case_time, middle === undefined ? null : keys[middle]);
      }),
    );
  });
});
