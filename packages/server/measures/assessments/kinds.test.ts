/** The kinds that come with Kith: whole, and referring to what is there. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countNames } from '../counts/index.ts';
import { readQuestions, shippedCodes } from '../registry.ts';
import { assessmentKind, shippedKinds } from './kinds.ts';

const kinds = shippedKinds();
const all = kinds.flatMap(({ kind, sections }) =>
  sections.flatMap(({ id, questions }) =>
    questions.map((question) => ({ at: `${kind}.${id}.${question.id}`, question })),
  ),
);

describe('the kinds of assessments', () => {
  it('suggest only counts that are counted, and measures that the registry has', () => {
    const counts = new Set<string>(countNames.map(({ name }) => name));
    const measures = new Set(shippedCodes().flatMap(({ code, measures }) => measures.map(({ id }) => `${code} ${id}`)));
    for (const { at, question } of all) {
      for (const name of question.figures) assert.ok(counts.has(name), `${at}: ${name}`);
      for (const { code, id } of question.measures) assert.ok(measures.has(`${code} ${id}`), `${at}: ${code} ${id}`);
    }
  });

  it('give only what the measures ask', () => {
    const { facts, risks } = readQuestions();
    for (const { at, question } of all) {
      const { gives } = question;
      if (gives === undefined) continue;
      const known =
        'fact' in gives ? facts.some(({ fact }) => fact === gives.fact) : risks.some((r) => r.risk === gives.risk);
      assert.ok(known, at);
    }
  });

  it('are reviewed at least yearly', () => {
    for (const { kind, review } of kinds) assert.ok(review.months <= 12, kind);
  });

  it('follow the four steps where illegal content is assessed', () => {
    const steps = kinds.find(({ kind }) => kind === 'illegal_content')?.sections.map(({ title }) => title) ?? [];
    assert.deepEqual(
      steps.map((title) => /^Step (\d): /.exec(title)?.[1]),
      ['1', '2', '3', '4'],
    );
  });

  it('are refused where a question is named twice, or gives what it can not say', () => {
    const [kind] = kinds;
    const [section] = kind?.sections ?? [];
    assert.ok(kind !== undefined && section !== undefined);
    const [question] = section.questions;
    assert.ok(question !== undefined);
    const withQuestions = (questions: unknown[]) => ({ ...kind, sections: [{ ...section, questions }] });
    assert.ok(assessmentKind.safeParse(withQuestions([question])).success);
    assert.ok(!assessmentKind.safeParse(withQuestions([question, question])).success);
    assert.ok(
      !assessmentKind.safeParse(withQuestions([{ ...question, answer: 'text', gives: { fact: 'large' } }])).success,
    );
  });
});
