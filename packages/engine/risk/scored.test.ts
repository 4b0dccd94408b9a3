import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blankApproach, blankConduct, blankContact } from '../knowledge/index.ts';
import { AT, person, testModel } from '../testing/risk.ts';
import { isScored } from './scored.ts';

/** A grown-up who has written 10 messages to a child with nobody in common. */
const keptUp = {
  account: person('a', 'adult'),
  other: person('b', '13to15'),
  conduct: { ...blankConduct('a'), at: AT, kept: 1 },
  approach: blankApproach('a', 'b'),
  out: { ...blankContact('a', 'b'), messages: testModel.keptMessages },
  nothingInCommon: () => true,
};

describe('a contact with a child is scored', () => {
  it('where there is evidence, and where a grown-up kept it up with nobody in common', () => {
    assert.ok(isScored(keptUp, testModel));
    const { approach } = keptUp;
    const evidence = { ...keptUp, approach: { ...approach, at: AT }, nothingInCommon: () => false };
    assert.ok(isScored(evidence, testModel));
  });

  it('not where they know the same people, wrote little, or are both young', () => {
    assert.ok(!isScored({ ...keptUp, nothingInCommon: () => false }, testModel));
    const never = () => assert.fail('asked, and it costs a look at connections');
    assert.ok(!isScored({ ...keptUp, out: { ...keptUp.out, messages: 9 }, nothingInCommon: never }, testModel));
    assert.ok(!isScored({ ...keptUp, account: person('a', '16to17'), nothingInCommon: never }, testModel));
    assert.ok(!isScored({ ...keptUp, conduct: blankConduct('a'), nothingInCommon: never }, testModel));
  });
});
