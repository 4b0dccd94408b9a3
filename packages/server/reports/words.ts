/** The words of the report form, and what whoever reports is told: files of their own, one a language, checked when read. */
import { join } from 'node:path';
import { type ReportOutcome, reportOutcome } from '@kith/contract';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';

const words = z.string().min(1).max(400);
const every = <K extends string>(...keys: K[]) => z.strictObject(every_(keys));
// Object.fromEntries forgets the keys' type
const every_ = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, words])) as Record<K, typeof words>;

/** Who somebody without an account is to the child. */
export const whoOptions = ['me', 'friend', 'parent', 'adult'] as const;
export type Who = (typeof whoOptions)[number];

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  service: words,
  continue: words,
  error: words,
  start: every('title', 'lede', 'noPictures', 'notInTrouble', 'begin').extend({ points: z.array(words).min(1).max(8) }),
  help: every('title', 'emergency', 'emergencyAnywhere', 'talk', 'talkAdult'),
  who: every('title', 'hint', 'missing').extend({ options: every(...whoOptions) }),
  about: every('title', 'hint', 'label', 'missing', 'long'),
  what: every('title', 'hint', 'missing'),
  more: every('title', 'label', 'hint', 'noPictures', 'long').extend({
    count: every('text', 'left', 'leftOne', 'over', 'overOne', 'full'),
  }),
  updates: every('title', 'hint', 'yes', 'no', 'missing'),
  contact: every('title', 'label', 'hint', 'wrong'),
  check: every(
    ...([
      'title',
      'who',
      'about',
      'what',
      'more',
      'updates',
      'contact',
      'nothing',
      'noContact',
      'thisPerson',
      'change',
    ] as const),
    ...(['before', 'notTold', 'appeal', 'send', 'empty', 'notEmpty', 'soon'] as const),
  ),
  sent: every('title', 'reference', 'thanks', 'later', 'keep'),
  answers: every('title', 'hours', 'days', 'may', 'told', 'notTold', 'byMail', 'secret'),
  status: every('title', 'open', 'closed').extend({ outcomes: every(...reportOutcome.options) }),
  messages: every('acknowledged', 'closed'),
  problems: z.strictObject({
    link: every('title', 'text', 'go'),
    full: every('title', 'text'),
    lost: every('title', 'text'),
  }),
});
export type ReportWords = z.infer<typeof file>;

const category = z.strictObject({
  id: z.string().regex(/^[a-z][a-z_]{0,63}$/, 'must be small letters and underscores, 64 at most'),
  danger: z.boolean(),
  mine: words,
  theirs: words,
  seeAlso: z.strictObject({ text: words, url: z.url({ protocol: /^https$/ }) }).optional(),
});
export type Category = z.infer<typeof category>;

/** The most categories: what a child can choose from without losing the thread. */
const CATEGORIES_MAX = 12;
const categoryFile = z.strictObject({
  language: z.enum(LANGUAGES),
  categories: z.array(category).min(1).max(CATEGORIES_MAX),
});

function load<S extends z.ZodType>(name: string, schema: S): z.output<S> {
  const read = readYamlFile(join(import.meta.dirname, name), schema);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const reportWords: Readonly<Record<Language, ReportWords>> = {
  en: load('words.en.yaml', file),
  cy: load('words.cy.yaml', file),
};
export const categories: Readonly<Record<Language, readonly Category[]>> = {
  en: load('categories.en.yaml', categoryFile).categories,
  cy: load('categories.cy.yaml', categoryFile).categories,
};

/** Whether a report of this category tells of danger. A platform's own categories, which are not ours, say nothing of it. */
export const isDanger = (id: string): boolean => categories.en.some((known) => known.id === id && known.danger);

/** The nearest language that these words are in. */
export const spokenOf = (tag: string): Language =>
  LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language) ?? 'en';

/** What somebody may know of what became of a report. */
export const outcomeWords = (outcome: ReportOutcome, language: Language): string =>
  reportWords[language].status.outcomes[outcome];
