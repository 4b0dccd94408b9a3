/**
 * Holds what affected people are told, and the pages of appeals, to a reading age of nine: they may be children (measure D2).
 * Welsh has no validated formula: its sentences are held to a length instead.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { policy, type RulingKind, rulingKind } from '@kith/contract';
import { statementText } from '../enforcement/index.ts';
import { LANGUAGES, type Language } from '../ground/pages/index.ts';
import { readYamlFile } from '../ground/yaml/index.ts';
import { gradeOf, sentencesOf, wordsOf } from '../words/testing/reading-age.ts';
import { appealWords } from './pages/words.ts';

/** US school grade: read at about nine. */
const GRADE_MAX = 4;
/** Longer ones have to be read twice at nine. */
const SENTENCE_WORDS_MAX: Readonly<Record<Language, number>> = { en: 20, cy: 23 };

const read = readYamlFile(new URL('../policy/policy.yaml', import.meta.url).pathname, policy);
assert.ok(read.ok);
const { policies } = read.value.enforcement;

const plain = (text: string): string =>
  text
    .replace(/\{days, plural.*\}\}/, 'Most people hear back in 7 days.')
    .replaceAll('{max, number}', '8,000')
    .replaceAll(/\{\w+\}/g, '1 May 2027');

/** Everything that is put to somebody at once, sentence after sentence. */
function* texts(language: Language): Generator<[string, string]> {
  for (const named of policies) {
    for (const measure of rulingKind.options) {
      if (measure === 'no_violation') continue;
      for (const machine of [true, false]) {
        const measures: RulingKind[] = [measure];
        const facts = { kind: 'ruling', measures, policy: named, machine, until_ms: Date.UTC(2027, 4, 1) } as const;
        const { title, body } = statementText(facts, language);
        yield [`${named.id} ${measure}`, [`${title}.`, ...body].join(' ')];
      }
    }
  }
  yield ['automatic', statementText({ kind: 'automatic', until_ms: Date.UTC(2027, 4, 1) }, language).body.join(' ')];
  for (const kind of ['upheld', 'overturned'] as const) {
    const facts = { kind, measures: [], policy: null, machine: false, until_ms: null };
    yield [kind, statementText(facts, language).body.join(' ')];
  }
  for (const [name, part] of Object.entries(appealWords[language])) {
    if (typeof part === 'string') continue;
    const sentences = Object.values(part).map((text) => (/[.?!]$/.test(plain(text)) ? plain(text) : `${plain(text)}.`));
    yield [name, sentences.join(' ')];
  }
}

describe('what affected people read', () => {
  it('is read at nine or younger in English: a Flesch-Kincaid grade of 4 or less', () => {
    for (const [name, text] of texts('en')) {
      const grade = gradeOf(text);
      assert.ok(grade <= GRADE_MAX, `${name} has grade ${grade.toFixed(1)}: ${text}`);
    }
  });

  for (const language of LANGUAGES) {
    it(`has no sentence that has to be read twice (${language})`, () => {
      for (const [name, text] of texts(language)) {
        for (const sentence of sentencesOf(text)) {
          assert.ok(wordsOf(sentence).length <= SENTENCE_WORDS_MAX[language], `${name}: ${sentence}`);
        }
      }
    });

    it(`says what was done, whether a computer had a part in it, and until when one can object (${language})`, () => {
      const facts = {
        kind: 'ruling',
        measures: ['disable'],
        policy: policies[0],
        until_ms: Date.UTC(2027, 4, 1),
      } as const;
      const by = (machine: boolean) =>
        statementText({ ...facts, policy: facts.policy ?? null, machine }, language).body;
      assert.notDeepEqual(by(true), by(false));
      assert.ok(by(true).join(' ').includes('2027'));
      assert.equal(by(true).length, 4);
    });
  }
});
