/** The words of transparency reports. */
import { join } from 'node:path';
import { z } from 'zod';
import { sayCategory } from '../../../cases/index.ts';
import { ownValue } from '../../../ground/json/index.ts';
import { fill, LANGUAGES, type Language } from '../../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../../ground/yaml/index.ts';
import { HOURS } from '../../counts/index.ts';
import { statisticIds } from '../statistics.ts';

const words = z.string().min(1).max(400);

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  ...{ service: words, title: words, one: words },
  list: z.strictObject({ title: words, intro: words, empty: words }),
  ...{ published: words, changes: words, newer: words, withdrawn: words, forms: words, picture: words, hash: words },
  ...{ withheld: words, withheldNote: words },
  ...{ others: words, otherCategories: words, none: words, unlisted: words, nothing: words },
  limits: z.strictObject({ title: words, points: z.array(words).min(1) }),
  ...{ byMonth: words, month: words, total: words, period: words, number: words, chart: words },
  ...{ proactive: words, agreed: words, upheld: words, median: words, medianMore: words, upTo: words, more: words },
  statistics: z.record(z.enum(statisticIds), z.strictObject({ title: words, by: z.string() })),
  also: z.record(z.string(), words),
  keys: z.record(z.string(), words),
});
export type TransparencyWords = z.infer<typeof file>;

function load(language: Language): TransparencyWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const transparencyWords: Readonly<Record<Language, TransparencyWords>> = { en: load('en'), cy: load('cy') };

/** What no eye sees, or what turns the direction of writing: a platform's names may have any. */
const UNSEEN =
  /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\u034f|[\u115f\u1160\u17b4\u17b5\u3164\uffa0]|[\u180b-\u180f]|[\ufe00-\ufe0e]/gu;

/** As at the console: such a character is shown as its number. */
export const seen = (text: string): string =>
  text.replaceAll(UNSEEN, (one) => `[U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);

/** A row's name: hours as words, what Kith calls things, what the platform calls them. */
export function sayKey(by: string | null, key: string | null, language: Language): string {
  const said = transparencyWords[language];
  if (key === null) return by === 'category' ? said.otherCategories : said.others;
  if (by === 'hours') return key === 'more' ? said.more : fill(said.upTo, { hours: Number(key) }, language);
  return ownValue(said.keys, key) ?? seen(sayCategory(key, language));
}

/** Where the median lies. */
export function sayMedian(bucket: string, language: Language): string {
  const said = transparencyWords[language];
  if (bucket === 'more') return fill(said.medianMore, { hours: HOURS.at(-1) ?? 0 }, language);
  return fill(said.median, { hours: Number(bucket) }, language);
}

/** January 2026 */
export const sayMonth = (month: string, language: Language): string =>
  new Date(`${month}-01`).toLocaleDateString(language === 'en' ? 'en-GB' : language, {
    ...{ month: 'long', year: 'numeric', timeZone: 'UTC' },
  });

export function titleOf({ from, to }: { from: string; to: string }, language: Language): string {
  const said = transparencyWords[language];
  const months = { from: sayMonth(from, language), to: sayMonth(to, language) };
  return fill(from === to ? said.one : said.title, months, language);
}
