import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blankApproach, blankConduct, blankContact } from '../knowledge/index.ts';
import { AT, person, testModel } from '../testing/risk.ts';
import { isScored } from './scored.ts';

const child = person('b', '13to15');
const conduct = { ...blankConduct('a'), at: AT, kept: 1 };
const approach = blankApproach('a', 'b');
/** A grown-up who has written 10 messages to a child with nobody in common. */
const keptUp = {
  actor: person('a', 'adult'),
  other: child,
  out: { ...blankContact('a', 'b'), messages: testModel.keptMessages },
  nothingInCommon: true,
};

describe('a contact with a child is scored', () => {
  it('where there is evidence, and where a grown-up kept it up with nobody in common', () => {
    assert.ok(isScored(conduct, approach, keptUp, testModel));
    assert.ok(isScored(conduct, { ...approach, at: AT }, { ...keptUp, nothingInCommon: false }, testModel));
  });

  it('not where they know the same people, wrote little, or are both young', () => {
    assert.ok(!isScored(conduct, approach, { ...keptUp, nothingInCommon: false }, testModel));
    const unasked = (over: Partial<Pick<typeof keptUp, 'actor' | 'out'>> = {}) => ({
      ...{ actor: keptUp.actor, other: child, out: keptUp.out, ...over },
      get nothingInCommon(): boolean {
        return assert.fail('asked, and it costs a look at connections');
      },
    });
    assert.ok(!isScored(conduct, approach, unasked({ out: { ...keptUp.out, messages: 9 } }), testModel));
    assert.ok(!isScored(conduct, approach, unasked({ actor: person('a', '16to17') }), testModel));
    assert.ok(!isScored(blankConduct('a'), approach, unasked(), testModel));
  });
});
