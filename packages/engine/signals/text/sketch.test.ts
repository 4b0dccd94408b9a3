import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Folder } from './fold.ts';
import { Hashes } from './hashes.ts';
import { Lexicon } from './lexicon.ts';
import { SKETCH_DISTANCE_MAX, sketchDistance, sketchOf } from './sketch.ts';

const folder = new Folder(new Lexicon([]));
const hashes = new Hashes();
const sketch = (text: string) => sketchOf(hashes.of(folder.fold(text)));

const OPENER =
  'hey i saw your drawing in the gallery and it is really amazing how did you learn to draw like that i have been trying for years';

describe('a sketch', () => {
  it('is 0 of what everybody says, and of nothing else', () => {
    for (const text of ['', 'hi', 'how are you']) assert.equal(sketch(text), 0);
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 4, maxLength: 300 }), (words) => {
        assert.ok(sketch(words.join(' ')) > 0);
      }),
    );
  });

  it('is the same whatever the case, the accents, the signs and the emoji are', () => {
    assert.equal(sketch(OPENER), sketch(`${OPENER.toUpperCase().replaceAll(' ', ' , ')} 😀!!`));
    assert.equal(sketch(OPENER), sketch(OPENER.replaceAll('a', 'á')));
  });

  it('is far from that of another text', () => {
    const other =
      'the match on saturday begins at ten so please bring water and your boots and be there half an hour before';
    assert.ok(sketchDistance(sketch(OPENER), sketch(other)) > SKETCH_DISTANCE_MAX);
  });

  it('counts each bit by itself: what the words and pairs have more of', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 4, maxLength: 150 }), (words) => {
        const { all, words: count, count: total } = hashes.of(folder.fold(words.join(' ')));
        let expected = 0;
        for (let bit = 0; bit < 32; bit++) {
          let votes = 0;
          for (let k = 0; k < total; k++) votes += (k < count ? 2 : 1) * (((all[k] ?? 0) >>> bit) & 1 ? 1 : -1);
          if (votes > 0) expected |= 1 << bit;
        }
        assert.equal(sketch(words.join(' ')), expected === 0 ? 1 : expected >>> 0);
      }),
    );
  });
});

describe('the distance of two sketches', () => {
  it('is how many bits differ', () => {
    assert.equal(sketchDistance(0xffffffff, 0), 32);
    assert.equal(sketchDistance(0b1011, 0b0010), 2);
    assert.equal(sketchDistance(7, 7), 0);
  });
});
