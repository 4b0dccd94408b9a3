/** The words of the components' dialogs, beside Kith's own: what both say must be the same, and as easy to read. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cy, en, pl, uk, type Words } from '@kith/client/notices';
import { loadShippedWords } from '../words/index.ts';
import { gradeOf, sentencesOf, wordsOf } from '../words/testing/reading-age.ts';
import { categories } from './words.ts';

const dialogs = [en, cy, pl, uk];
/** As for notices (words/reading-age.test.ts): grade 4 is age 9. */
const GRADE_MAX = 4;
/** A sentence longer than that, in words, has to be read twice at nine. */
const SENTENCE_WORDS_MAX = 23;

const whole = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

/** What stands on one screen together. */
const screens = ({ help, why, block, report }: Words): Record<string, string[]> => ({
  help: [help.title, help.lead],
  why: [why.title, ...Object.values(why.because), why.you],
  block: [block.title, ...block.body],
  report: [report.title, report.lead, report.what, report.more, report.hint, ...Object.values(report.categories)],
  form: [report.title, report.lead, report.form],
});

describe("the words of the components' dialogs", () => {
  it('are there for every language of the notices', () => {
    const languages = [...loadShippedWords().languages.values()].map(({ language }) => language);
    assert.deepEqual(dialogs.map(({ language }) => language).sort(), languages.sort());
  });

  it('name the categories of a report as the report form does', () => {
    for (const words of dialogs) {
      const form = words.language === 'en' || words.language === 'cy' ? categories[words.language] : null;
      if (form !== null) {
        assert.deepEqual(words.report.categories, Object.fromEntries(form.map(({ id, mine }) => [id, mine])));
      }
    }
    assert.deepEqual(
      Object.keys(pl.report.categories),
      categories.en.map(({ id }) => id),
    );
  });

  it('can be read at nine in English', () => {
    for (const [name, texts] of Object.entries(screens(en))) {
      const grade = gradeOf(texts.map(whole).join(' '));
      assert.ok(grade <= GRADE_MAX, `${name}: grade ${grade.toFixed(1)}`);
    }
  });

  it('have short sentences in every language', () => {
    for (const words of dialogs) {
      for (const text of Object.values(screens(words)).flat()) {
        for (const sentence of sentencesOf(text)) {
          assert.ok(wordsOf(sentence).length <= SENTENCE_WORDS_MAX, `${words.language}: ${sentence}`);
        }
      }
    }
  });

  it('say in every language whom a notice is about', () => {
    for (const { language, about } of dialogs) assert.equal(about.split('{name}').length, 2, language);
  });
});
