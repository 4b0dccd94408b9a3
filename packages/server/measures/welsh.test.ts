/** Everything that the measures' page says of the registry is there in Welsh, and nothing else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countNames } from './counts/index.ts';
import { readQuestions, shippedCodes } from './registry.ts';
import { sayIn, welshOf } from './welsh.ts';

describe("the registry's Welsh", () => {
  it('has each of its sentences once, and no more', () => {
    const { facts, risks } = readQuestions();
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
    ];
    assert.deepEqual([...new Set(sentences)].sort(), [...welshOf().keys()].sort());
  });

  it('leaves what it has no words for in the language it was written in, and says so', () => {
    assert.deepEqual(sayIn('Grooming', 'cy'), { words: 'Meithrin perthynas amhriodol', language: 'cy' });
    assert.deepEqual(sayIn("The operator's own", 'cy'), { words: "The operator's own", language: 'en' });
  });
});
