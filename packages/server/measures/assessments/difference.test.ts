import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AnsweredQuestion, AssessmentContent } from '@kith/contract';
import fc from 'fast-check';
import { differenceOf } from './difference.ts';

type Sections = AssessmentContent['sections'];

const asked = (id: string, words: string): AnsweredQuestion => ({
  ...{ id, ask: `What of ${id}?`, hint: null, answer: 'text', source: 's', wording: 'recalled' },
  ...{ said: null, words, evidence: [] },
});
const sections = (of: Readonly<Record<string, string>>): Sections => [
  { id: 'one', title: 'One', about: null, questions: Object.entries(of).map(([id, words]) => asked(id, words)) },
];
const saying = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('x', 'y'));

describe('the difference between two versions', () => {
  it('names what came, what is gone and what says otherwise', () => {
    const found = differenceOf(sections({ a: 'x', b: 'x', c: 'x' }), sections({ b: 'x', c: 'y', d: 'x' }));
    assert.deepEqual(
      found.map(({ id, what, before, after }) => [id, what, before?.words ?? null, after?.words ?? null]),
      [
        ['c', 'changed', 'x', 'y'],
        ['d', 'added', null, 'x'],
        ['a', 'gone', 'x', null],
      ],
    );
  });

  it('is nothing where nothing changed, and turned around says the opposite', () => {
    fc.assert(
      fc.property(saying, saying, (before, after) => {
        assert.deepEqual(differenceOf(sections(before), sections(before)), []);
        const [there, back] = [
          differenceOf(sections(before), sections(after)),
          differenceOf(sections(after), sections(before)),
        ];
        const opposite = { added: 'gone', gone: 'added', changed: 'changed' } as const;
        const kept = (of: typeof there, turned: boolean) =>
          of.map(({ id, what }) => `${id} ${turned ? opposite[what] : what}`).sort();
        assert.deepEqual(kept(there, false), kept(back, true));
      }),
    );
  });
});
