/** The words of the public figures. */
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';

const words = z.string().min(1).max(700);
const several = z.array(words).min(1).max(20);

const about = z.strictObject({ source: words, status: words, revisions: words, next: words });

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  ...{ service: words, all: words, print: words, intro: words, sections: words },
  finding: z.strictObject({
    ...{ up: words, down: words, peak: words, same: words, one: words, none: words },
  }),
  since: z.strictObject({ up: words, down: words, same: words, zero: words }),
  last: z.strictObject({ title: words, none: words }),
  first: z.strictObject({ title: words, none: words }),
  highest: words,
  since_highest: words,
  missing: z.strictObject({ years: words, none: words }),
  table: z.strictObject({
    ...{ title: words, year: words, offences: words, source: words, missing: words },
    ...{ revised: words, blankBefore: words, row: words, rows: words },
  }),
  spans: z.strictObject({ title: words, text: words }),
  forces: z.strictObject({ title: words, regions: words, text: words }),
  sums: z.strictObject({ title: words, agrees: words, agreesWithout: words, differs: words, incomplete: words }),
  map: z.strictObject({
    ...{ title: words, alt: words, caption: words, none: words, others: words, force: words, shown: words },
  }),
  ...{ download: words, picture: words, briefing: words, span: words },
  embed: z.strictObject({
    title: words,
    text: words,
    field: words,
    copy: words,
    see: words,
    page: words,
    table: words,
  }),
  platforms: z.strictObject({
    ...{ title: words, other: words, text: words, unknown: words, several: words },
    ...{ platform: words, share: words, known: words, totals: words, twice: words },
  }),
  rows: z.strictObject({
    ...{ title: words, of: words, text: words, place: words, period: words, note: words, address: words },
    ...{ where: words, others: words, published: words, read: words, hash: words },
  }),
  limits: z.strictObject({ title: words, points: several }),
  /** printed on every chart, and before every number */
  ...{ short: several, shortOwn: words, shortBoth: words },
  titles: z.strictObject({
    ...{ about: words, source: words, status: words, revisions: words, next: words, contact: words },
  }),
  about: about.extend({ awaited: words, ownSource: words, ownStatus: words }),
  imported: z.strictObject({ dated: words, undated: words, replies: words, unsaid: words }),
  contact: z.strictObject({ none: words, said: words }),
  brief: z.strictObject({ title: words, lede: words, uk: words, platforms: words }),
  grooming: z.strictObject({
    ...{ title: words, place: words, link: words, intro: words, total: words, bodies: words, text: words },
    ...{ quarters: words, quartersText: words, quarter: words, missing: words, short: several, about },
  }),
  own: z.strictObject({
    title: words,
    text: words,
    what: words,
    count: words,
    nothing: words,
  }),
});
export type FigureWords = z.infer<typeof file>;

function load(language: Language): FigureWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const figureWords: Readonly<Record<Language, FigureWords>> = { en: load('en'), cy: load('cy') };
