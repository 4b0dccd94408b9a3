import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MONTHS_MAX, monthsOver, refusalOf, usualPeriod } from './period.ts';

const at = (time: string): number => Date.parse(time);

describe('the period of a transparency report', () => {
  it('is of months that are over where Kith counts, the newest first', () => {
    assert.deepEqual(monthsOver(at('2026-01-31T23:59:59Z')).slice(0, 2), ['2025-12', '2025-11']);
    assert.equal(monthsOver(at('2026-02-01T00:00:00Z'))[0], '2026-01');
  });

  it('is half a year unless somebody says otherwise', () =>
    assert.deepEqual(usualPeriod(at('2026-07-14T09:00:00Z')), { from: '2026-01', to: '2026-06' }));

  it('goes forwards, and over two years at most', () => {
    assert.equal(refusalOf({ from: '2026-03', to: '2026-02' }), 'backwards');
    assert.equal(refusalOf({ from: '2024-07', to: '2026-06' }), null);
    assert.equal(refusalOf({ from: '2024-06', to: '2026-06' }), 'tooLong');
  });

  it('is refused exactly where it is turned round or too long, whatever is chosen of what is offered', () => {
    const months = monthsOver(at('2026-07-14T09:00:00Z')).toReversed();
    const index = fc.nat(months.length - 1);
    fc.assert(
      fc.property(index, index, (first, last) => {
        const refusal = refusalOf({ from: months[first] ?? '', to: months[last] ?? '' });
        const length = last - first + 1;
        assert.equal(refusal, length < 1 ? 'backwards' : length > MONTHS_MAX ? 'tooLong' : null);
      }),
    );
  });
});
