import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HASHED_WORDS_MAX, Hashes } from './hashes.ts';
import { ModelReader, type TextModel } from './model.ts';

const BUCKETS = 8;

test('a score is the sum of the hashes’ weights, each with its sign, whatever the weights and however many the hashes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 11 }),
      fc.array(fc.oneof(fc.constantFrom(-128, 127), fc.integer({ min: -128, max: 127 })), {
        minLength: BUCKETS * 11,
        maxLength: BUCKETS * 11,
      }),
      fc.array(fc.integer(), { maxLength: 2 * HASHED_WORDS_MAX + 1 }),
      (codes, weights, all) => {
        const model: TextModel = {
          codes: Array.from({ length: codes }, () => 'GIFT'),
          buckets: BUCKETS,
          weights: Int8Array.from(weights.slice(0, BUCKETS * codes)),
          scale: 0.5,
          biases: Array.from({ length: codes }, (_, c) => c),
          thresholds: Array.from({ length: codes }, () => 0),
          cap: 1,
        };
        const hashes = new Hashes();
        hashes.all.set(all);
        hashes.count = all.length;
        const expected = model.biases.map((bias, c) => {
          let sum = 0;
          for (const hash of all) sum += Math.sign(hash || 1) * (weights[(hash & (BUCKETS - 1)) * codes + c] ?? 0);
          return sum * 0.5 + bias;
        });
        assert.deepEqual([...new ModelReader(model).score(hashes)], expected);
      },
    ),
  );
});

test('the most and the heaviest hashes that a text can have still fit', () => {
  for (const weight of [-128, 127]) {
    for (const hash of [0, -1]) {
      const model: TextModel = {
        codes: ['GIFT', 'MEETING', 'SECRECY'],
        buckets: 1,
        weights: Int8Array.of(weight, weight, weight),
        scale: 1,
        biases: [0, 0, 0],
        thresholds: [0, 0, 0],
        cap: 1,
      };
      const hashes = new Hashes();
      hashes.all.fill(hash);
      hashes.count = hashes.all.length;
      const sum = hashes.count * weight * (hash < 0 ? -1 : 1);
      assert.deepEqual([...new ModelReader(model).score(hashes)], [sum, sum, sum]);
    }
  }
});
