import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { POLICY_TEXT_MAX } from '@kith/contract';
import fc from 'fast-check';
import { lineAt, lineNumbers, TEXT_MAX } from './text-lines.ts';

it('is as long at most as the contract says', () => assert.equal(TEXT_MAX, POLICY_TEXT_MAX));

describe('lines of a text', () => {
  it('begin where the one before ends, and a column is counted from there', () => {
    const text = 'ab\ncde\n\nf';
    assert.deepEqual(
      [lineAt(text, 1, 1), lineAt(text, 2, 1), lineAt(text, 2, 3), lineAt(text, 4, 1)].map((at) => text.slice(at)),
      ['ab\ncde\n\nf', 'cde\n\nf', 'e\n\nf', 'f'],
    );
    assert.equal(lineAt(text, 1, 9), 2, 'a column beyond its line is its end');
    assert.equal(lineAt(text, 99, 1), text.length);
    assert.equal(lineAt(text, 0, 0), 0);
  });

  it('are found wherever they are: as many line ends lie before as lines', () => {
    const texts = fc.array(fc.constantFrom('a', 'é', '\n'), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 20 }), (text, line) => {
        const lines = text.split('\n').length;
        const before = text.slice(0, lineAt(text, line, 1)).split('\n').length;
        assert.equal(before, Math.min(line, lines));
        assert.equal(lineNumbers(text).split('\n').length, lines);
      }),
      { seed: 21 },
    );
  });
});
