/**
 * Holds the notices to a reading age. English: the Flesch-Kincaid grade, a US school grade, of each notice as a child
 * would see it, must be 4 or less. Grade n is read at about n + 5 years, so grade 4 is age 9; the formula is a proxy,
 * and no substitute for reading the words with children. Welsh, Polish and Ukrainian: no formula is validated with
 * children for them (FOG-PL is Gunning's for adults), so sentences and words are held to stated lengths instead. Polish and
 * Ukrainian have no articles and long endings: fewer words say the same, and each is longer. A Polish schoolbook for those of
 * ten has 9.4 words a sentence on average (Słowa na start! 4, as counted at https://9lib.org/document/zkw0wmwe).
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { familyNews, guardianPower, rowNotice, settings, warningSign } from '@kith/contract';
import { choicesOf, type DecidedNotice, familyNotice, isToGuardian } from '@kith/engine';
import { loadShippedWords, renderNotice } from './index.ts';
import { gradeOf, sentencesOf, wordsOf } from './testing/reading-age.ts';

const GRADE_MAX = 4;
/** A sentence longer than that has to be read twice at nine. */
const SENTENCE_WORDS_MAX = 20;
/** A sentence in words, on average and at most, and a word in letters on average. */
const LENGTHS = {
  cy: { sentenceWordsMean: 11, sentenceWordsMax: 23, wordLettersMean: 5 },
  pl: { sentenceWordsMean: 7.5, sentenceWordsMax: 16, wordLettersMean: 5 },
  uk: { sentenceWordsMean: 7.5, sentenceWordsMax: 16, wordLettersMean: 5 },
} as const;
const languages = [...loadShippedWords().languages.keys()];

interface Sample {
  name: string;
  /** read by an adult */
  toAdult: boolean;
  paragraphs: string[];
  labels: string[];
}

/** Every notice, with each sign, setting, count and power of a guardian that it can name. */
function* notices(language: string): Generator<DecidedNotice> {
  const variants = {
    warning: warningSign.options.map((sign) => ({ signs: [sign] })),
    weaker_setting: settings
      .keyof()
      .options.flatMap((name) => [true, false].map((guardianSees) => ({ givenUp: [name], guardianSees }))),
    group_invite: [0, 1, 2, 3, 6, 32].map((strangers) => ({ strangers })),
  };
  for (const kind of rowNotice.options) {
    for (const variant of kind in variants ? variants[kind as keyof typeof variants] : [{}])
      yield { to: 'a', kind, language, country: 'GB', choices: choicesOf[kind], ...variant };
  }
  for (const news of familyNews.options) {
    for (const power of guardianPower.options)
      for (const mayEnd of [true, false])
        yield familyNotice(news, { to: 'a', language, country: 'GB', powers: [power], mayEnd });
  }
}

/** Every text that can be shown, whole. */
function* samples(language: string): Generator<Sample> {
  const words = loadShippedWords();
  for (const decided of notices(language)) {
    const { to: _, ...variant } = decided;
    const notice = renderNotice(decided, words);
    const title = /[.?!]$/.test(notice.title) ? notice.title : `${notice.title}.`;
    yield {
      name: JSON.stringify(variant),
      toAdult: decided.news !== undefined && isToGuardian(decided.news),
      paragraphs: [title, ...notice.body],
      labels: notice.choices.map((c) => c.label),
    };
  }
}

const toChildren = (language: string): Sample[] => [...samples(language)].filter(({ toAdult }) => !toAdult);

describe('the English notices', () => {
  it('are read at nine or younger: a Flesch-Kincaid grade of 4 or less', () => {
    for (const { name, paragraphs } of samples('en')) {
      const grade = gradeOf(paragraphs.join(' '));
      assert.ok(grade <= GRADE_MAX, `${name} has grade ${grade.toFixed(1)}`);
    }
  });

  it('have no sentence that has to be read twice', () => {
    for (const { name, paragraphs } of samples('en')) {
      for (const sentence of paragraphs.flatMap(sentencesOf)) {
        const length = wordsOf(sentence).length;
        assert.ok(length <= SENTENCE_WORDS_MAX, `${name}: ${length} words: ${sentence}`);
      }
    }
  });

  it('would be refused in the language of lawyers', () => {
    const text =
      'Deactivating this protective configuration may facilitate unsolicited communications from unidentified individuals.';
    assert.ok(gradeOf(text) > 12);
  });
});

describe('the notices in languages without a formula', () => {
  it('are all but the English', () => {
    assert.deepEqual(languages.filter((language) => language !== 'en').sort(), Object.keys(LENGTHS).sort());
  });

  for (const [language, limit] of Object.entries(LENGTHS)) {
    it(`keep to short sentences and short words: ${language}`, () => {
      const sentences = [...samples(language)].flatMap((s) => s.paragraphs.flatMap(sentencesOf));
      const mean = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
      const lengths = sentences.map((s) => wordsOf(s).length);
      assert.ok(mean(lengths) <= limit.sentenceWordsMean, `${mean(lengths)} words a sentence`);
      for (const s of sentences) assert.ok(wordsOf(s).length <= limit.sentenceWordsMax, s);
      const letters = mean(sentences.flatMap(wordsOf).map((w) => w.length));
      assert.ok(letters <= limit.wordLettersMean, `${letters} letters a word`);
    });
  }
});

describe('the notices in every language', () => {
  it('have short labels of about the same size, so that no choice is pressed on a child', () => {
    for (const language of languages) {
      for (const { name, labels } of samples(language)) {
        for (const label of labels) assert.ok(label.length <= 20, `${name}: the label ${label} is too long`);
        assert.equal(new Set(labels).size, labels.length, `${name}: two labels are the same`);
      }
    }
  });

  it('say that the child is not in trouble, and where it was acted against, that it may be told or not', () => {
    const calm: Record<string, RegExp> = {
      en: /You are not in trouble\./,
      cy: /Dwyt ti ddim mewn trwbl\./,
      pl: /Nie robisz nic złego\./,
      uk: /Ти не робиш нічого поганого\./,
    };
    const told: Record<string, RegExp> = {
      en: /[Ww]e do not tell/,
      cy: /[Dd]ydyn ni ddim yn dweud wrth/,
      pl: /Nie mówimy (jej|innym|o tym|tej)/,
      uk: /Ми не кажемо (їй|іншим|про це|цій|їм)/,
    };
    for (const language of languages) {
      for (const { name, paragraphs } of toChildren(language)) {
        assert.match(paragraphs.join(' '), calm[language] ?? /^$/, `${name} in ${language}`);
        assert.match(paragraphs.join(' '), told[language] ?? /^$/, `${name} in ${language} says who is told`);
      }
    }
  });

  it('never ask for a picture, promise secrecy, or name a person', () => {
    const never =
      /(?<!\p{L})(picture|photo|image|screenshot|secret|promise|nobody will|no one will|llun|cyfrinach|addo|zdję|fot|obraz|tajemn|sekret|obiec|фото|знім|картин|секрет|таємн|обіц)/iu;
    for (const language of languages) {
      for (const { name, paragraphs } of samples(language)) assert.doesNotMatch(paragraphs.join(' '), never, name);
    }
  });
});
