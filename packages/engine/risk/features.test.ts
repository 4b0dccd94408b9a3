import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { blankContact, evidenceCodes } from '../knowledge/index.ts';
import { AT, approaches, conducts, DAY, person, testModel } from '../testing/risk.ts';
import {
  accountFeatures,
  contactFeatures,
  featureFamilies,
  featureNames,
  featuresFrom,
  namedFeatures,
} from './features.ts';
import { scoreOfFeatures } from './learn.ts';
import { scoreAccount, scoreContact } from './score.ts';

const observed = fc.record({
  conduct: conducts,
  childrenAgainst: fc.nat(16),
  account: fc.constantFrom(person('a', 'adult'), person('a', '16to17', 40)),
  at: fc.integer({ min: AT, max: AT + 90 * DAY }),
});

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-4, `${a} is not ${b}`);

describe('features', () => {
  it('have names of their own, and a family each', () => {
    assert.equal(new Set(featureNames).size, featureNames.length);
    assert.equal(featureFamilies.length, featureNames.length);
    assert.ok(featureNames.length >= 40 && featureNames.length <= 64);
  });

  it('are finite and never below 0, and read back as they were written down', () => {
    fc.assert(
      fc.property(observed, approaches, (o, approach) => {
        const contact = {
          ...o,
          other: person('b', '13to15'),
          approach,
          out: { ...blankContact('a', 'b'), messages: 3, firstAt: AT },
          back: blankContact('b', 'a'),
          stranger: true,
        };
        const features = contactFeatures(testModel, contact);
        for (const value of features) assert.ok(Number.isFinite(value) && value >= 0);
        assert.deepEqual(featuresFrom(namedFeatures(features)), features);
        const whole = accountFeatures(testModel, o);
        assert.deepEqual(
          features.subarray(0, featureNames.indexOf('to.AGE_QUERY')),
          whole.subarray(0, featureNames.indexOf('to.AGE_QUERY')),
        );
      }),
    );
    assert.equal(featuresFrom({ shoeSize: 1 }), null);
  });

  it('are all that a score depends on', () => {
    const model = { ...testModel, scales: testModel.scales.map((_, i) => 0.5 + i / 10) };
    const scale = Object.fromEntries(evidenceCodes.map((code, i) => [code, 0.5 + i / 10]));
    fc.assert(
      fc.property(observed, approaches, fc.nat(30), (o, approach, messages) => {
        const contact = {
          ...o,
          other: person('b', '13to15'),
          approach,
          out: { ...blankContact('a', 'b'), messages },
          back: blankContact('b', 'a'),
          stranger: true,
        };
        const whole = scoreAccount(model, o).total;
        const plain = { ...testModel, evidence: { ...testModel.evidence, scale } };
        near(scoreOfFeatures(plain, accountFeatures(model, o)), whole);
        if (!approach.evidence.some((sum) => sum > 0)) return;
        near(
          scoreOfFeatures(plain, contactFeatures(model, contact)),
          Math.max(whole, scoreContact(model, contact).total),
        );
      }),
    );
  });
});
