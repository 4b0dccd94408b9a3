import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { Credible, FOUND_MAX, LOOKED_BACK_AT } from './credible.ts';

const yes = (times: number) => new Array<boolean>(times).fill(true);
const no = (times: number) => new Array<boolean>(times).fill(false);

describe('a model that is looked back at', () => {
  it('is believed as long as it finds something in at most 44 of the last 50', () => {
    const credible = new Credible();
    assert.ok(credible.believes(yes(FOUND_MAX)));
    assert.ok(credible.believes(no(LOOKED_BACK_AT - FOUND_MAX)));
    // the oldest are forgotten: 44 of the last 50 still
    assert.ok(credible.believes(yes(FOUND_MAX)));
    assert.equal(credible.believes(yes(1)), false);
  });

  it('is not believed again until it finds nothing in a text', () => {
    const credible = new Credible();
    assert.equal(credible.believes(yes(LOOKED_BACK_AT)), false);
    for (let i = 0; i < 3; i++) {
      assert.equal(credible.believes(yes(1)), false);
      assert.equal(credible.believes([]), false);
    }
    assert.ok(credible.believes([true, false]));
    assert.ok(credible.believes(yes(1)));
  });

  it('is cut off within 45 texts where it finds something in all, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 50, maxLength: 60 }), (batches) => {
        const credible = new Credible();
        let told = 0;
        for (const texts of batches) if (credible.believes(yes(texts))) told += texts;
        assert.ok(told <= FOUND_MAX);
      }),
    );
  });
});
