import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AT, conducts, person, testModel } from '../../testing/risk.ts';
import { assess, madeOf } from '../assess.ts';
import { accountFeatures, featureFamilies, featureNames } from '../features.ts';
import { scoreAccount, visitAccount } from '../score.ts';
import { mostAlike } from './exemplars.ts';
import { SECOND_LOOK_MAX, type SecondLook, secondLookContributions, secondLookPoints } from './look.ts';

const width = featureNames.length;
const stump = fc.record({
  feature: fc.nat(width - 1),
  threshold: fc.float({ min: 0, max: 10, noNaN: true }),
  values: fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 }),
  below: fc.nat(width - 1),
});
/** Trees of two splits: the root, and its second child. */
const looks: fc.Arbitrary<SecondLook> = fc.array(stump, { minLength: 1, maxLength: 12 }).map((stumps) => ({
  version: 'test',
  trees: {
    roots: Int32Array.from(stumps, (_, i) => i * 5),
    feature: Int16Array.from(stumps.flatMap((s) => [s.feature, -1, s.below, -1, -1])),
    threshold: Float32Array.from(stumps.flatMap((s) => [s.threshold, 0, s.threshold / 2, 0, 0])),
    child: Int32Array.from(stumps.flatMap((_, i) => [i * 5 + 1, 0, i * 5 + 3, 0, 0])),
    value: Float32Array.from(stumps.flatMap((s) => s.values)),
  },
  spread: { mean: new Float32Array(width), deviation: new Float32Array(width).fill(1) },
  exemplars: [],
}));
const vectors = fc
  .array(fc.float({ min: 0, max: 20, noNaN: true }), { minLength: width, maxLength: width })
  .map((values) => Float32Array.from(values));
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);
const sum = (all: readonly { points: number }[]) => all.reduce((total, { points }) => total + points, 0);

describe('a second look', () => {
  it('is the sum of what each feature adds or takes, and no more than it may be', () => {
    fc.assert(
      fc.property(looks, vectors, (look, x) => {
        const points = secondLookPoints(look, x);
        const made = secondLookContributions(look, x);
        near(sum(made), points);
        assert.ok(Math.abs(points) <= SECOND_LOOK_MAX);
        for (const { feature, family } of made) {
          const place = featureNames.indexOf(feature ?? '');
          if (place >= 0) assert.equal(family, featureFamilies[place]);
        }
      }),
    );
  });

  it('joins a score from low on, which is still the sum of what it is made of; nobody is looked at below', () => {
    const thresholds = { low: 3, medium: 6, high: 9 };
    fc.assert(
      fc.property(looks, conducts, (look, conduct) => {
        const o = { account: person('a', 'adult'), conduct, at: AT, childrenAgainst: 2 };
        const score = scoreAccount(testModel, o);
        const walk = (visit: Parameters<typeof visitAccount>[2]) => visitAccount(testModel, o, visit);
        let asked = false;
        const assessed = assess({ ...testModel, second: look }, thresholds, score, () => {
          asked = true;
          return accountFeatures(testModel, o);
        });
        assert.equal(asked, score.total >= thresholds.low);
        near(sum(madeOf(assessed, walk)), assessed.score.total);
        near(assessed.score.text + assessed.score.behaviour, assessed.score.total);
        if (!asked) assert.equal(assessed.score, score);
      }),
    );
  });

  it('makes no risk high that is not of two families without it', () => {
    const push: SecondLook = {
      version: 'test',
      trees: {
        roots: Int32Array.of(0),
        feature: Int16Array.of(0, -1, -1),
        threshold: Float32Array.of(-1, 0, 0),
        child: Int32Array.of(1, 0, 0),
        value: Float32Array.of(0, 0, 9),
      },
      spread: { mean: new Float32Array(width), deviation: new Float32Array(width).fill(1) },
      exemplars: [],
    };
    const model = { ...testModel, second: push };
    const assessed = assess(
      model,
      { low: 3, medium: 6, high: 9 },
      { total: 8, text: 0, behaviour: 8 },
      () => new Float32Array(width),
    );
    assert.equal(assessed.score.total, 8 + SECOND_LOOK_MAX);
    assert.equal(assessed.score.text, SECOND_LOOK_MAX);
    assert.equal(assessed.level, 'medium');
  });

  it('names the typical cases that somebody is most like', () => {
    const at = (value: number) => new Float32Array(width).fill(value);
    const spread = { mean: at(1), deviation: at(2) };
    const exemplars = [
      { name: 'far', at: at(3) },
      { name: 'same', at: at(0) },
      { name: 'near', at: at(1) },
    ];
    const found = mostAlike(exemplars, spread, at(1), 2);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['same', 'near'],
    );
    assert.equal(found[0]?.distance, 0);
  });
});
