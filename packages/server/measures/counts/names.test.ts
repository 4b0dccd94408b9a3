/** The names that are counted: those that the registry refers to, each key's parts in order. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { shippedCodes } from '../registry.ts';
import { countNames, HOURS, inTotal, isCountName, keyOf, partsOf } from './index.ts';

describe('what is counted', () => {
  it('has every name that a measure of the registry is shown by', () => {
    const asked = shippedCodes().flatMap(({ measures }) =>
      measures.flatMap(({ shown }) => shown.flatMap((way) => ('counted' in way ? [way.counted] : []))),
    );
    assert.ok(asked.length > 40);
    assert.deepEqual(
      asked.filter((name) => !isCountName(name)),
      [],
    );
  });

  it('says of every name what it is, and where it is counted from', () => {
    for (const { name, title, dimensions } of countNames) {
      assert.ok(title.length > 3, name);
      assert.equal(new Set(dimensions).size, dimensions.length, name);
    }
    assert.equal(new Set(countNames.map(({ title }) => title)).size, countNames.length);
    assert.deepEqual(
      [...HOURS].sort((a, b) => a - b),
      HOURS,
    );
  });

  it('takes one step of a notice or of a default that was let go of for its number, and every key of all else', () => {
    const name = 'notices_weaker_setting';
    assert.deepEqual(
      ['asked', 'shown', 'answered:accept', 'answered:decline'].filter((key) => inTotal({ name, key })),
      ['shown'],
    );
    assert.deepEqual(
      ['asked', 'weakened'].filter((key) => inTotal({ name: 'weakened_showLocation', key })),
      ['weakened'],
    );
    for (const { name, dimensions } of countNames)
      if (!dimensions.includes('step') && !dimensions.includes('what'))
        assert.ok(inTotal({ name, key: 'anything' }), name);
  });

  it('joins the parts of a key so that they come apart again, whatever a platform calls its categories', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }), (parts) => {
        assert.deepEqual(partsOf(keyOf(parts)), parts);
      }),
    );
    assert.equal(keyOf(['a/b', '100%']), 'a%2Fb/100%25');
  });
});
