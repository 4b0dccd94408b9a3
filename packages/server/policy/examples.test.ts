import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runExamples } from '@kith/engine';
import { loadShippedPolicy } from './index.ts';

const { rules } = loadShippedPolicy();

describe('the rules of the shipped policy', () => {
  for (const rule of rules) {
    it(`${rule.name} fires where its examples say so, and only there`, () => {
      const runs = runExamples(rule);
      assert.deepEqual(new Set(runs.map(({ expected }) => expected)), new Set([true, false]), 'both kinds of example');
      for (const { passed, example } of runs) assert.ok(passed, `example ${example + 1}`);
    });
  }

  it('are in shadow, so that what is decided follows from the tables alone', () => {
    assert.ok(rules.length > 0);
    assert.deepEqual(new Set(rules.map(({ mode }) => mode)), new Set(['shadow']));
  });
});
