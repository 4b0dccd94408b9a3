import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SectionAnswers } from '@kith/contract';
import fc from 'fast-check';
import { merged } from './merge.ts';

const answers = fc.record({
  a: fc.constantFrom('', 'x', 'y'),
  b: fc.constantFrom('', 'x', 'y'),
});
const written = (of: Record<string, string>): SectionAnswers =>
  Object.fromEntries(Object.entries(of).map(([id, words]) => [id, { said: null, words, evidence: [] }]));

describe('a step that two people write', () => {
  it('has what each of them alone changed, and asks only about what both did', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, mine, theirs) => {
        const result = merged(written(base), written(mine), written(theirs));
        for (const id of ['a', 'b'] as const) {
          const words = result.answers[id]?.words;
          if (mine[id] === base[id]) assert.equal(words, theirs[id]);
          else assert.equal(words, mine[id]);
          const asks = mine[id] !== base[id] && theirs[id] !== base[id] && mine[id] !== theirs[id];
          assert.equal(result.both.includes(id), asks);
        }
      }),
    );
  });
});
