/**
 * Holds the report form to a reading age of nine (measure D2.3: the youngest who may use the platform alone), and to what it
 * must and must never say. Welsh has no validated formula: its sentences are held to a length instead.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sayCategory } from '../cases/index.ts';
import { LANGUAGES } from '../ground/pages/index.ts';
import { gradeOf, sentencesOf, wordsOf } from '../words/testing/reading-age.ts';
import { categories, reportWords } from './words.ts';

/** US school grade: read at about nine. */
const GRADE_MAX = 4;
/** Longer ones have to be read twice at nine. */
const SENTENCE_WORDS_MAX = 20;
const WELSH_SENTENCE_WORDS_MAX = 23;

/** A placeholder as it will be read. */
const filled = (text: string): string =>
  text
    .replace(/\{(hours|days), plural.*?\{#? ?(\w+)\}\}/g, '2 $2')
    .replaceAll(/%?\{(count|number)\}/g, '999')
    .replaceAll(/\{(name|reference)\}/g, 'Ann')
    .replaceAll('{contact}', '0800 1111');

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield filled(value);
  else if (Array.isArray(value)) for (const one of value) yield* textsOf(one);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* textsOf(one);
}

/** Everything that stands together on a page, sentence after sentence. */
function pagesOf(language: 'en' | 'cy'): [string, string[]][] {
  const whole = Object.entries(reportWords[language])
    // a label alone is no text
    .filter(([, page]) => typeof page !== 'string')
    .map(([name, page]): [string, string[]] => [name, [...textsOf(page)]]);
  const labels = categories[language].flatMap(({ mine, theirs, seeAlso }) => [
    mine,
    theirs,
    ...(seeAlso ? [seeAlso.text] : []),
  ]);
  return [...whole, ['categories', labels]];
}
const asSentences = (texts: readonly string[]): string =>
  texts.map((text) => (/[.?!:]$/.test(text) ? text : `${text}.`)).join(' ');

describe('the report form', () => {
  it('is read at nine or younger in English: a Flesch-Kincaid grade of 4 or less on every page', () => {
    for (const [name, texts] of pagesOf('en')) {
      const grade = gradeOf(asSentences(texts));
      assert.ok(grade <= GRADE_MAX, `${name} has grade ${grade.toFixed(1)}`);
    }
  });

  it('has no sentence that has to be read twice', () => {
    for (const [language, most] of [
      ['en', SENTENCE_WORDS_MAX],
      ['cy', WELSH_SENTENCE_WORDS_MAX],
    ] as const) {
      for (const [name, texts] of pagesOf(language)) {
        for (const sentence of sentencesOf(asSentences(texts))) {
          assert.ok(wordsOf(sentence).length <= most, `${language} ${name}: ${sentence}`);
        }
      }
    }
  });

  it('has the same categories in each language, each with a danger that is the same', () => {
    const codes = (language: 'en' | 'cy') => categories[language].map(({ id, danger }) => [id, danger]);
    assert.deepEqual(codes('cy'), codes('en'));
    assert.equal(new Set(codes('en').map(([id]) => id)).size, categories.en.length);
    assert.equal(categories.en.at(-1)?.id, 'other', 'whatever fits nothing has a place');
  });

  it('has words for moderators for each of the categories, too', () => {
    for (const language of ['en', 'cy'] as const) {
      for (const { id } of categories[language]) assert.notEqual(sayCategory(id, language), id, `${language} ${id}`);
    }
    assert.equal(sayCategory('unwanted contact', 'en'), 'unwanted contact', 'a platform names its own');
  });

  it('never asks for a picture, and says kindly that none is needed', () => {
    for (const language of LANGUAGES) {
      const { start, more } = reportWords[language];
      for (const text of [start.noPictures, more.noPictures])
        assert.match(text, language === 'en' ? /do not/i : /paid/i);
      for (const [name, texts] of pagesOf(language)) {
        for (const text of texts)
          assert.doesNotMatch(text, /screenshot|upload|attach|atodi|uwchlwytho/i, `${language} ${name}`);
      }
    }
  });

  it('says that nobody is told who it was, and promises no secrecy about anything else', () => {
    for (const language of LANGUAGES) {
      const { check, answers } = reportWords[language];
      const never = language === 'en' ? /never tell/ : /byth yn dweud/;
      for (const text of [check.notTold, answers.secret]) assert.match(text, never);
      for (const [, texts] of pagesOf(language)) for (const text of texts) assert.doesNotMatch(text, /promise|addo/i);
    }
  });
});
