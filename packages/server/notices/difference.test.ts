import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { differenceOf } from './difference.ts';

describe('how sure it is that two shares differ', () => {
  it("gives Newcombe's own example: 56 of 70 and 48 of 80", () => {
    const found = differenceOf({ count: 56, of: 70 }, { count: 48, of: 80 });
    assert.ok(found !== null);
    assert.deepEqual(
      [found.difference, found.low, found.high].map((x) => Number(x.toFixed(4))),
      [0.2, 0.0524, 0.3339],
    );
  });

  it('is nothing where one is a share of nothing, and never beyond one', () => {
    assert.equal(differenceOf({ count: 0, of: 0 }, { count: 1, of: 2 }), null);
    const whole = differenceOf({ count: 3, of: 3 }, { count: 0, of: 3 });
    assert.ok(whole !== null && whole.high <= 1 && whole.low > 0 && whole.difference === 1);
  });

  it('has the difference within, turns round with its sides, and narrows with more of the same', () => {
    const share = fc.integer({ min: 1, max: 400 }).chain((of) => fc.record({ count: fc.nat(of), of: fc.constant(of) }));
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [one, other] = [differenceOf(a, b), differenceOf(b, a)];
        assert.ok(one !== null && other !== null);
        assert.ok(one.low <= one.difference + 1e-12 && one.difference <= one.high + 1e-12);
        assert.ok(Math.abs(one.low + other.high) < 1e-9);
        const tenfold = (s: typeof a) => ({ count: s.count * 10, of: s.of * 10 });
        const more = differenceOf(tenfold(a), tenfold(b));
        assert.ok(more !== null && more.high - more.low < one.high - one.low);
      }),
    );
  });
});
