import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FULL_TEXTS_FILE, fit } from './text.ts';

const any = fc.string({ unit: 'binary', maxLength: 400 });

describe('text for XML', () => {
  it('is what was said where it fits and XML can hold it', () => {
    const said = 'Pob lwc <b>&amp; "dyfal" \u{1F600}\n\t';
    assert.deepEqual(fit(said, 255), { written: said, why: null });
    assert.deepEqual(fit(said, null), { written: said, why: null });
  });

  it('shows that it was cut, and says where the rest is if there is room for saying so', () => {
    const { written, why } = fit('x'.repeat(300), 255);
    assert.equal(why, 'long');
    assert.ok(written.length <= 255 && written.includes('…') && written.includes(FULL_TEXTS_FILE));
    assert.deepEqual(fit('12345678901', 10), { written: '123456789…', why: 'long' });
  });

  it('shows where a character could not be held', () => {
    assert.deepEqual(fit('a\u0000b\ud800c\uffff', null), { written: 'a\ufffdb\ufffdc\ufffd', why: 'characters' });
  });

  it('is never longer than the limit, never half a character, and never changed without saying so', () => {
    fc.assert(
      fc.property(any, fc.constantFrom(10, 20, 50, 64, 100, 255, null), (said, limit) => {
        const { written, why } = fit(said, limit);
        assert.ok(limit === null || written.length <= limit);
        assert.ok(written.isWellFormed());
        assert.equal(why === null, written === said);
        if (why === 'long') assert.ok(written.includes('…'));
      }),
    );
  });
});
