/** Everything that the measures' page says of the registry is there in Welsh, and nothing else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shippedKinds } from './assessments/kinds.ts';
import { readCalendar } from './calendar/settings.ts';
import { countNames } from './counts/index.ts';
import { readQuestions, shippedCodes } from './registry.ts';
import { sayIn, welshOf } from './welsh.ts';

describe("the registry's Welsh", () => {
  it('has each of its sentences once, and no more', () => {
    const { facts, risks } = readQuestions();
    const { clocks, duties } = readCalendar(null);
    const measures = shippedCodes().flatMap((code) => code.measures);
    const counted = new Set(
      measures.flatMap(({ shown }) => shown.flatMap((way) => ('counted' in way ? way.counted : []))),
    );
    const sentences = [
      ...facts.flatMap(({ ask, hint }) => [ask, hint ?? []].flat()),
      ...risks.map(({ ask }) => ask),
      ...shippedCodes().map(({ title }) => title),
      ...measures.flatMap(({ title, about }) => [title, about ?? []].flat()),
      ...measures.flatMap(({ shown }) => shown.flatMap((way) => ('attested' in way ? way.attested : []))),
      ...countNames.filter(({ name }) => counted.has(name)).map(({ title }) => title),
      ...shippedKinds().flatMap(({ title, about, law, review, sections }) => [
        ...[title, about, law, review.source],
        ...sections.flatMap((section) => [
          ...[section.title, section.about ?? []].flat(),
          ...section.questions.flatMap(({ ask, hint, source }) => [ask, hint ?? [], source].flat()),
        ]),
      ]),
      ...Object.values(clocks).map(({ law }) => law),
      ...duties.flatMap(({ title, law }) => [title, law]),
      // a measure's number is the same in both
    ].filter((sentence) => !/^(?:ICU|PCU)(?: [A-Z]\d+)?$/.test(sentence));
    assert.deepEqual([...new Set(sentences)].sort(), [...welshOf().keys()].sort());
  });

  it('leaves what it has no words for in the language it was written in, and says so', () => {
    assert.deepEqual(sayIn('Grooming', 'cy'), { words: 'Meithrin perthynas amhriodol', language: 'cy' });
    assert.deepEqual(sayIn("The operator's own", 'cy'), { words: "The operator's own", language: 'en' });
  });
});
