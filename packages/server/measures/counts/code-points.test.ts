/** Texts come in the order of their code points. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { byCodePoint } from './code-points.ts';

it('orders any two texts as their UTF-8 bytes are', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, fc.string({ unit: 'binary', maxLength: 3 }), (a, b, start) => {
      const bytes = Buffer.compare(Buffer.from(start + a), Buffer.from(start + b));
      assert.equal(Math.sign(byCodePoint(start + a, start + b)), bytes);
    }),
  );
  assert.ok(byCodePoint('\u{1f600}', '\ufffd') > 0);
});
