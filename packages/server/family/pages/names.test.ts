import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { byName, cleanName, inSentence, nameOf, namesTogether } from './names.ts';

const whatever = fc.string({ unit: 'binary', maxLength: 400 });

describe('a name on a page', () => {
  it('is shown as it was given where it is an ordinary one, in any script', () => {
    for (const name of [
      'Kim',
      'Siân Llŷr-Jones',
      'O’Neill',
      'Zoë 🦊',
      'محمد',
      'ねこ',
      'Đặng Thị',
      'สมชาย',
      '👨‍👩‍👧',
      '🏴󠁧󠁢󠁷󠁬󠁳󠁿',
    ]) {
      assert.equal(cleanName(name), name);
    }
  });

  it('turns nothing round, hides nothing, and breaks no line', () => {
    assert.equal(cleanName('eve\u202egnp.exe\u200b\u2066'), 'evegnp.exe');
    assert.equal(cleanName('  a\n\nb\tc\u0000 '), 'a b c');
    assert.equal(cleanName('a\u0301\u0301\u0301\u0301\u0301\u0301\u0301'), 'a\u0301\u0301\u0301\u0301');
  });

  it('fills no screen, whatever it is', () => {
    assert.equal(cleanName('x'.repeat(300)), `${'x'.repeat(60)}…`);
    fc.assert(
      fc.property(whatever, (name) => {
        const clean = cleanName(name);
        assert.ok(clean.length <= 241, `${clean.length}`);
        assert.ok(clean.isWellFormed());
        assert.doesNotMatch(clean, /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]/u);
        assert.equal(clean, clean.trim());
      }),
    );
  });

  it('is the id where the platform gave none that can be seen, and words where that can not be seen either', () => {
    assert.equal(nameOf({ name: 'Kim' }, 'a-1', 'nobody'), 'Kim');
    for (const name of [null, '', '   ', '\u200b\u202e', '\u3164', '\u2800\u00a0']) {
      assert.equal(nameOf({ name }, 'a-1', 'nobody'), 'a-1');
      assert.equal(nameOf({ name }, '\u200b', 'nobody'), 'nobody');
    }
  });

  it('turns no sentence round that it stands in', () => {
    assert.equal(inSentence('Siân O’Neill'), 'Siân O’Neill');
    assert.equal(inSentence('محمد'), '\u2068محمد\u2069');
    assert.equal(namesTogether(['Ann', 'Ben', 'Cai'], 'en'), 'Ann, Ben and Cai');
    assert.equal(namesTogether(['Ann', 'Ben'], 'cy'), 'Ann a Ben');
    assert.equal(namesTogether(['Ben', 'Ann'], 'cy'), 'Ben ac Ann');
    assert.equal(namesTogether(['Ben'], 'cy'), 'Ben');
    assert.equal(namesTogether([], 'cy'), '');
  });

  it('stands where one looks for it, and always in the same order', () => {
    const people = ['Zoë', 'ålex', 'Bob 10', 'bob 9', 'Álex'].map((name, n) => ({ name, account: `a-${n}` }));
    assert.deepEqual(
      [...people].sort(byName('en')).map(({ name }) => name),
      ['ålex', 'Álex', 'bob 9', 'Bob 10', 'Zoë'],
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(people, { minLength: people.length }), (shuffled) => {
        assert.deepEqual([...shuffled].sort(byName('cy')), [...people].sort(byName('cy')));
      }),
    );
  });
});
