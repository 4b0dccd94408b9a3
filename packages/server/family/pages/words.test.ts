/**
 * Holds the Family Centre to a reading age of nine, also where a parent reads: the child reads the same page. Welsh has no
 * validated formula: its sentences are held to a length instead.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { loadShippedWords, quietHoursIn } from '../../words/index.ts';
import { gradeOf, sentencesOf, wordsOf } from '../../words/testing/reading-age.ts';
import { familyWords } from './words.ts';

/** US school grade: read at about nine. */
const GRADE_MAX = 4;
/** Longer ones have to be read twice at nine. */
const SENTENCE_WORDS_MAX: Readonly<Record<Language, number>> = { en: 20, cy: 27 };

/** As it is filled in, in English: Welsh has one of about the same length. */
const QUIET = quietHoursIn(loadShippedWords(), 'en');

const plain = (text: string): string =>
  text
    .replaceAll(/\{count, plural,.*?other \{((?:[^{}]|\{\w+\})*)\}\}/g, '$1')
    .replaceAll('#', '3')
    .replaceAll(/\{(name|names|person)\}/g, 'Kim')
    .replaceAll(/\{(day|from|to)\}/g, 'May 1')
    .replaceAll('{quietHours}', QUIET)
    .replaceAll('{contact}', '0800 1111')
    .replaceAll(/\{\w+\}/g, '3');

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield plain(value);
  else if (Array.isArray(value)) for (const one of value) yield* textsOf(one);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* textsOf(one);
}

/** What stands together, sentence after sentence. */
function* parts(language: Language): Generator<[string, string]> {
  const { seen, guardian, own, enter, stopped } = familyWords[language];
  for (const [side, all] of Object.entries({ seen, guardian, own, pages: { enter, stopped } })) {
    for (const [name, part] of Object.entries(all)) {
      // a label alone is no text
      if (typeof part === 'string') continue;
      const sentences = [...textsOf(part)].map((text) => (/[.?!:]$/.test(text) ? text : `${text}.`));
      yield [`${side} ${name}`, sentences.join(' ')];
    }
  }
}

describe('what families read', () => {
  it('is read at nine or younger in English: a Flesch-Kincaid grade of 4 or less', () => {
    for (const [name, text] of parts('en')) {
      const grade = gradeOf(text);
      assert.ok(grade <= GRADE_MAX, `${name} has grade ${grade.toFixed(1)}: ${text}`);
    }
  });

  for (const language of LANGUAGES) {
    it(`has no sentence that has to be read twice (${language})`, () => {
      for (const [name, text] of parts(language)) {
        for (const sentence of sentencesOf(text)) {
          assert.ok(wordsOf(sentence).length <= SENTENCE_WORDS_MAX[language], `${name}: ${sentence}`);
        }
      }
    });
  }

  it('speaks to neither the guardian nor the child on the page that both read', () => {
    const [en, cy] = LANGUAGES.map((language) => [...textsOf(familyWords[language].seen)].join(' '));
    assert.doesNotMatch(en ?? '', /\b(you|your)\b/i);
    assert.doesNotMatch(cy ?? '', /\b(ti|dy|di|chi|eich)\b/i);
  });

  it('has the same placeholders in each language', () => {
    const named = (language: Language) => [...namesIn(familyWords[language], '')];
    assert.deepEqual(named('cy'), named('en'));
  });
});

function* namesIn(value: unknown, path: string): Generator<string> {
  if (typeof value === 'string') {
    yield `${path}: ${[...new Set([...value.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort().join(' ')}`;
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) yield* namesIn(one, `${path}.${name}`);
  }
}
