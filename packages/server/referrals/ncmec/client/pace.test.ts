import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Pace } from './pace.ts';

describe('calls a minute', () => {
  it('wait for nothing as long as they are few', () => {
    const pace = new Pace(60);
    assert.deepEqual([pace.take(0), pace.take(1_000), pace.take(5_000)], [0, 0, 0]);
  });

  it('are evenly apart where they come at once, and never more than configured', () => {
    const pace = new Pace(1_200);
    assert.deepEqual([pace.take(0), pace.take(0), pace.take(10)], [0, 50, 90]);
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 200 }), fc.integer({ min: 1, max: 600 }), (gaps, perMinute) => {
        const one = new Pace(perMinute);
        let now = 0;
        const times = gaps.map((gap) => {
          now += gap;
          return now + one.take(now);
        });
        times.forEach((at, i) => {
          const before = times[i - 1];
          // to within what adding fractions loses
          if (before !== undefined) assert.ok(at - before > 60_000 / perMinute - 1e-6);
        });
      }),
    );
  });
});
