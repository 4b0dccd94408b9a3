/** The words of the first page: files of their own, one a language, checked when they are read. */
import { join } from 'node:path';
import { ageBand, outcome, reasonCode, warningSign } from '@kith/contract';
import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import { lookFailures } from '../deep-look/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { loadShippedTerms, type TermWords } from '../words/index.ts';

const words = z.string().min(1).max(400);
const every = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), words);

const pageWords = [
  ...(['title', 'skip', 'languages', 'lede', 'live', 'paused', 'lost', 'pause', 'resume', 'refresh'] as const),
  ...(['asOf', 'outcomes', 'mostASecond', 'chart', 'chartTitle', 'spark', 'ago', 'now', 'protecting', 'all'] as const),
  ...(['last', 'show', 'everything', 'nothing', 'measure', 'unchecked', 'accounts', 'state', 'more', 'docs'] as const),
  ...(['openapi', 'metrics', 'try', 'tryText', 'tryCommand', 'tryAgain', 'empty', 'emptyText', 'footer'] as const),
] as const;
const factWords = [
  ...(['store', 'storeEvents', 'accounts', 'contacts', 'saved', 'savedAgo', 'savedAlways', 'savedNotYet'] as const),
  ...(['policy', 'uptime', 'duplicates', 'rejected', 'version', 'deepLook'] as const),
] as const;

const file = z.strictObject({
  language: z.enum(['en', 'cy']),
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

export type Language = PageWords['language'];
export const LANGUAGES: readonly Language[] = ['en', 'cy'];

function load(language: Language): PageWords {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return { ...read.value, terms: loadShippedTerms(language) };
}

export const loadPageWords = (): Readonly<Record<Language, PageWords>> => ({ en: load('en'), cy: load('cy') });

const formats = new Map<string, IntlMessageFormat>();

/** Fills in a message's placeholders. Messages come from the files alone, so there are few; each is parsed once. */
export function fill(message: string, values: Readonly<Record<string, string | number>>, language: Language): string {
  const key = `${language} ${message}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new IntlMessageFormat(message, language);
    formats.set(key, format);
  }
  return String(format.format(values));
}

/** The language that is asked for: by the address, else by the browser's preferences, else English. */
export function languageOf(asked: unknown, acceptLanguage: string | undefined): Language {
  if (asked === 'en' || asked === 'cy') return asked;
  const wanted = (acceptLanguage ?? '')
    .slice(0, ACCEPT_LANGUAGE_MAX)
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';');
      const q = Number(params.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((found) => found !== undefined) ?? 1);
      return { language: tag.split('-')[0], q: Number.isFinite(q) ? q : 0 };
    })
    .sort((a, b) => b.q - a.q);
  return wanted.map(({ language }) => LANGUAGES.find((l) => l === language)).find((l) => l !== undefined) ?? 'en';
}
/** Longer preferences than any browser sends are cut. */
const ACCEPT_LANGUAGE_MAX = 512;
