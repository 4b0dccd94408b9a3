/** The words of the public figures. */
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';

const words = z.string().min(1).max(600);
const several = z.array(words).min(1).max(20);

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  ...{ service: words, all: words, print: words, intro: words },
  ...{ finding: words, findingOne: words, findingNone: words },
  since: z.strictObject({ up: words, down: words, same: words, zero: words }),
  last: z.strictObject({ title: words, none: words }),
  first: z.strictObject({ title: words, none: words }),
  highest: words,
  since_highest: words,
  table: z.strictObject({
    ...{ title: words, year: words, offences: words, source: words, missing: words, revised: words, row: words },
  }),
  spans: z.strictObject({ title: words, text: words }),
  forces: z.strictObject({ title: words, regions: words, text: words }),
  sums: z.strictObject({ title: words, agrees: words, agreesWithout: words, differs: words, incomplete: words }),
  map: z.strictObject({ title: words, alt: words, caption: words, none: words }),
  ...{ download: words, picture: words, embed: words, briefing: words, region: words },
  platforms: z.strictObject({
    ...{ title: words, other: words, text: words, unknown: words, several: words },
    ...{ platform: words, share: words },
  }),
  rows: z.strictObject({
    ...{ title: words, text: words, place: words, period: words, note: words, address: words },
  }),
  limits: z.strictObject({ title: words, points: several }),
  /** printed on every chart */
  short: several,
  about: z.strictObject({
    ...{ title: words, source: words, sourceText: words, status: words, statusText: words },
    ...{ revisions: words, revisionsText: words, next: words, nextText: words, contact: words, contactText: words },
  }),
  brief: z.strictObject({
    ...{ title: words, lede: words, missing: words, whole: words, uk: words, platforms: words, careful: words },
  }),
});
export type FigureWords = z.infer<typeof file>;

function load(language: Language): FigureWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

export const figureWords: Readonly<Record<Language, FigureWords>> = { en: load('en'), cy: load('cy') };
