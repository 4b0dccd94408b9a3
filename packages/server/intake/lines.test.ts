import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Lines } from './lines.ts';

const MAX = 12;

/** What comes out of a text that arrives in these pieces. */
function cut(text: string, sizes: readonly number[]): (string | null)[] {
  const lines = new Lines(MAX);
  const bytes = Buffer.from(text);
  const out: (Uint8Array | null)[] = [];
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    out.push(...lines.cut(bytes.subarray(from, from + size)));
    from += size;
  }
  out.push(...lines.end());
  return out.map((line) => (line === null ? null : Buffer.from(line).toString()));
}

describe('lines', () => {
  it('are the same however the bytes arrive', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'é', ' ', '\r', '\n', '\n', 'aaaaaaaaaaaaa'), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (parts, sizes) => {
        const whole = parts.join('');
        const expected = whole
          .split('\n')
          // a line is too long by its bytes, white space included
          .filter((line) => Buffer.byteLength(line) > MAX || !/^[ \r]*$/.test(line))
          .map((line) => (Buffer.byteLength(line) > MAX ? null : line));
        assert.deepEqual(cut(whole, sizes), expected);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('keep nothing of one that is too long but that it was there', () => {
    assert.deepEqual(cut(`${'x'.repeat(1000)}\nshort\n${'y'.repeat(13)}`, [7]), [null, 'short', null]);
  });

  it('say how much of an endless one came, so that nobody waits for its end', () => {
    const lines = new Lines(MAX);
    assert.deepEqual(lines.cut(Buffer.from('short\n12345678')), [Buffer.from('short')]);
    assert.equal(lines.skipped, 0);
    assert.deepEqual(lines.cut(Buffer.from('9 to 17 .')), []);
    assert.equal(lines.skipped, 17);
    assert.deepEqual(lines.cut(Buffer.from('more')), []);
    assert.equal(lines.skipped, 21);
    assert.deepEqual(lines.cut(Buffer.from('\nnext')), [null]);
    assert.equal(lines.skipped, 0);
  });
});
