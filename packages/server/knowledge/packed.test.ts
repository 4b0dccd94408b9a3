import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Approach,
  blankApproach,
  blankConduct,
  bringUpTo,
  type Conduct,
  countChild,
  evidenceCodes,
  RISKS,
} from '@kith/engine';
import fc from 'fast-check';
import {
  APPROACH_WORDS,
  approachBytes,
  CONDUCT_WORDS,
  conductBytes,
  packConduct,
  unpackApproach,
  unpackConduct,
  wordsOf,
} from './packed.ts';

const float = fc.float({ min: 0, max: 50, noNaN: true });
const sums = fc
  .array(float, { minLength: evidenceCodes.length, maxLength: evidenceCodes.length })
  .map((s) => new Float32Array(s));
const uint = fc.integer({ min: 0, max: 0xffff_ffff });

const conduct: fc.Arbitrary<Conduct> = fc
  .record({
    contacted: float,
    cold: float,
    answered: float,
    sameOpener: float,
    handOffs: float,
    far: float,
    approached: float,
    pursued: float,
    withheld: float,
    inGroups: float,
    breadth: float,
    ruled: float,
    evidence: sums,
    childrenByCode: sums,
    openers: fc.array(uint, { minLength: 4, maxLength: 4 }),
    level: fc.constantFrom(...RISKS),
    at: fc.integer({ min: 1, max: 0xffff_ffff }),
    children: fc.nat(300),
  })
  .map(({ children, at, ...rest }) => {
    const c = { ...blankConduct('a'), ...rest };
    bringUpTo(c, at, []);
    for (let i = 0; i < children; i++) countChild(c, at);
    return c;
  });

test('a conduct comes back from its words as it was, wherever they lie', () => {
  fc.assert(
    fc.property(conduct, fc.nat(5), (c, offset) => {
      const words = new Uint32Array(CONDUCT_WORDS + offset);
      packConduct(c, words, offset);
      assert.deepEqual(unpackConduct('a', words, offset), c);
      assert.deepEqual(unpackConduct('a', wordsOf(conductBytes(c))), c);
    }),
  );
});

test('an approach comes back from its bytes as it was', () => {
  const approach: fc.Arbitrary<Approach> = fc
    .record({
      at: uint,
      firstAt: uint,
      handedOff: fc.boolean(),
      pursued: fc.boolean(),
      level: fc.constantFrom(...RISKS),
      evidence: sums,
    })
    .map((a) => ({ ...blankApproach('a', 'b'), ...a }));
  fc.assert(
    fc.property(approach, (a) => {
      const bytes = approachBytes(a);
      assert.equal(bytes.length, APPROACH_WORDS * 4);
      // databases give bytes at any address
      const moved = Buffer.concat([Buffer.from([7]), bytes]).subarray(1);
      assert.deepEqual(unpackApproach('a', 'b', wordsOf(moved)), a);
    }),
  );
});
