import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { testModel } from '../testing/risk.ts';
import { featureNames, featuresFrom } from './features.ts';
import { type Example, fit, learn, SCALE_MOVE_MAX, TERM_MOVE_MAX, withWeights } from './learn.ts';

const features = fc
  .array(fc.oneof(fc.constant(0), fc.float({ min: 0, max: 20, noNaN: true })), {
    minLength: featureNames.length,
    maxLength: featureNames.length,
  })
  .map((values) => Float32Array.from(values));
const examples: fc.Arbitrary<Example[]> = fc
  .array(
    fc.record({
      at: fc.nat(1000),
      harmful: fc.boolean(),
      weight: fc.constantFrom(1, 7, 50),
      features,
    }),
    { maxLength: 30 },
  )
  .map((all) => all.map((one, i) => ({ ...one, id: `x${i}` })));

/** The weights of a model, by name. */
const weightsOf = (model: typeof testModel) => Object.entries(model.terms).map(([term, { weight }]) => [term, weight]);

describe('learning from rulings', () => {
  it('changes nothing without examples', () => {
    const { weights } = learn(testModel, { ...testModel, terms: { ...testModel.terms, cold: high } }, []);
    assert.deepEqual(withWeights(testModel, weights, testModel.version), testModel);
  });
  const high = { weight: 5, from: 0, full: 4 };

  it('never makes a weight negative, nor moves one further than its bound', () => {
    fc.assert(
      fc.property(examples, (given) => {
        const { weights } = learn(testModel, testModel, given);
        for (const [term, weight] of weights.terms) {
          assert.ok(weight >= 0 && Math.abs(weight - testModel.terms[term].weight) <= TERM_MOVE_MAX + 1e-9, term);
        }
        for (const [code, scale] of weights.scales)
          assert.ok(scale >= 0 && Math.abs(scale - 1) <= SCALE_MOVE_MAX + 1e-9, code);
      }),
      { numRuns: 50 },
    );
  });

  it('learns the same in whatever order the examples come', () => {
    fc.assert(
      fc.property(
        examples.chain((given) =>
          fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
        ),
        ([given, shuffled]) => {
          assert.deepEqual(learn(testModel, testModel, shuffled), learn(testModel, testModel, given));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('weighs more what only the harmful do, less what only the harmless do', () => {
    const one = (i: number, harmful: boolean, named: Record<string, number>): Example => {
      const found = featuresFrom(named);
      assert.ok(found !== null);
      return { id: `${harmful}${i}`, at: i, harmful, weight: 1, features: found };
    };
    const given = Array.from({ length: 100 }, (_, i) => [
      one(i, true, { SECRECY: 1 + (i % 3), cold: i % 5, handOffs: 3 }),
      one(i, false, { FLATTERY: 1 + (i % 3), cold: i % 5, far: 4 }),
    ]).flat();
    const { weights, before, after } = learn(testModel, testModel, given);
    const of = Object.fromEntries([...weights.scales, ...weights.terms]);
    assert.ok((of.SECRECY ?? 0) > 1.05, `SECRECY ${of.SECRECY}`);
    assert.ok((of.FLATTERY ?? 9) < 0.95, `FLATTERY ${of.FLATTERY}`);
    assert.ok((of.handOffs ?? 0) > 1.2, `handOffs ${of.handOffs}`);
    assert.ok((of.far ?? 9) < 0.8, `far ${of.far}`);
    assert.ok(after.logLoss < before.logLoss && after.auc >= before.auc, JSON.stringify({ before, after }));
    const learned = withWeights(testModel, weights, 'learned');
    assert.ok(Math.abs(fit({ ...testModel, ...learned }, given).auc - after.auc) < 1e-2);
    assert.equal(weightsOf({ ...testModel, ...learned }).length, weightsOf(testModel).length);
  });
});
