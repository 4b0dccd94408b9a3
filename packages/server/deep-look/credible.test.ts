import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Credible, FOUND_MAX, LOOKED_BACK_AT, type WithoutCue } from './credible.ts';

let accounts = 0;
/** Texts of as many accounts that were not heard of before. */
const texts = (times: number, found: boolean): WithoutCue[] =>
  Array.from({ length: times }, () => ({ account: `p${++accounts}`, found }));
const yes = (times: number) => texts(times, true);
const no = (times: number) => texts(times, false);

describe('a model that is looked back at', () => {
  it('is believed as long as it finds something in texts of at most 44 of the last 50 accounts', () => {
    const credible = new Credible();
    assert.ok(credible.believes(yes(FOUND_MAX)));
    assert.ok(credible.believes(no(LOOKED_BACK_AT - FOUND_MAX)));
    // the oldest are forgotten: 44 of the last 50 still
    assert.ok(credible.believes(yes(FOUND_MAX)));
    assert.equal(credible.believes(yes(1)), false);
  });

  it('is not cut off for everybody by what one account writes', () => {
    const credible = new Credible();
    const one = Array.from({ length: 3 * LOOKED_BACK_AT }, () => ({ account: 'one', found: true }));
    assert.ok(credible.believes(one));
    assert.ok(credible.believes(yes(FOUND_MAX - 1)));
    assert.ok(credible.believes(one));
    assert.equal(credible.believes(yes(1)), false);
  });

  it('is not believed again until it finds nothing in a text', () => {
    const credible = new Credible();
    assert.equal(credible.believes(yes(LOOKED_BACK_AT)), false);
    for (let i = 0; i < 3; i++) {
      assert.equal(credible.believes(yes(1)), false);
      assert.ok(credible.believes([]), 'texts with a cue say nothing either way');
    }
    assert.ok(credible.believes([...yes(1), ...no(1)]));
    assert.ok(credible.believes(yes(1)));
  });

  it('is cut off within 45 accounts where it finds something in all, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 50, maxLength: 60 }), (batches) => {
        const credible = new Credible();
        let told = 0;
        for (const size of batches) if (credible.believes(yes(size))) told += size;
        assert.ok(told <= FOUND_MAX);
      }),
    );
  });
});
