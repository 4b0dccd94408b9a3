/** The words of the first page: files of their own, one a language, checked when they are read. */
import { join } from 'node:path';
import { ageBand, outcome, reasonCode, warningSign } from '@kith/contract';
import { z } from 'zod';
import { lookFailures } from '../deep-look/index.ts';
import { LANGUAGES, type Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { loadShippedTerms, type TermWords } from '../words/index.ts';

const words = z.string().min(1).max(400);
const every = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), words);

const pageWords = [
  ...(['title', 'skip', 'languages', 'lede', 'live', 'paused', 'lost', 'pause', 'resume', 'refresh'] as const),
  ...(['asOf', 'outcomes', 'mostASecond', 'chart', 'chartTitle', 'spark', 'ago', 'now', 'protecting', 'all'] as const),
  ...([
    'last',
    'show',
    'everything',
    'nothing',
    'measure',
    'unchecked',
    'accounts',
    'state',
    'more',
    'docs',
    'console',
    'report',
  ] as const),
  ...(['openapi', 'metrics', 'try', 'tryText', 'tryCommand', 'tryAgain', 'empty', 'emptyText', 'footer'] as const),
] as const;
const factWords = [
  ...(['store', 'storeEvents', 'accounts', 'contacts', 'saved', 'savedAgo', 'savedAlways', 'savedNotYet'] as const),
  ...(['policy', 'uptime', 'duplicates', 'rejected', 'version', 'deepLook'] as const),
] as const;

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  name: words,
  page: every(pageWords),
  figures: every(['events', 'rate', 'deciding', 'answering']),
  facts: every(factWords),
  stores: every(['resident', 'postgres']),
  deepLook: every(['works', 'cutOff', 'triedAgain']),
  deepLookFailures: every(lookFailures),
  outcomes: z.record(outcome, z.strictObject({ name: words, means: words })),
  happened: every(outcome.options),
  who: every([...ageBand.options, 'group'] as const),
  reasons: every(reasonCode.options),
  signs: every(warningSign.options),
});
export type PageWords = z.infer<typeof file> & {
  /** what a risk is made of */
  terms: TermWords;
};

function load(language: Language): PageWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return { ...read.value, terms: loadShippedTerms(language) };
}

let shipped: Readonly<Record<Language, PageWords>> | undefined;

/** Throws where the installation is damaged. */
export function loadPageWords(): Readonly<Record<Language, PageWords>> {
  shipped ??= { en: load('en'), cy: load('cy') };
  return shipped;
}
