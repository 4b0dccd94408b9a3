/** Why a case is pressing, and what is named in it, in words for moderators. */
import { join } from 'node:path';
import { ageBand, type CasePolicy, evidenceCode, type NumbersView, type PriorityReason } from '@kith/contract';
import { z } from 'zod';
import type { SignalRow } from '../ground/database/index.ts';
import { ownValue } from '../ground/json/index.ts';
import { fill, LANGUAGES, type Language } from '../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { isMaterial, loadShippedTerms, sayMaterial, sayTerm, sayTermAlone, type Words } from '../words/index.ts';
import { type Weighed, weighedNames } from './priority.ts';

const trustNames = ['by_trusted', 'by_child', 'by_guardian', 'by_adult', 'by_anonymous'] as const;
const name = z.enum([...weighedNames, ...trustNames, 'waiting']).exclude(['by']);

const file = z.strictObject({
  language: z.enum(LANGUAGES),
  review: z.string(),
  why: z.record(name, z.string().min(1).max(200)),
  categories: z.record(z.string(), z.string().min(1).max(80)),
  cue: z.string().min(1).max(200),
  sample: z.string().min(1).max(80),
  ages: z.record(ageBand, z.string().min(1).max(80)),
  otherAccounts: z.string().min(1).max(80),
});

function load(language: Language) {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return { ...read.value, terms: loadShippedTerms(language) };
}
const words = { en: load('en'), cy: load('cy') } satisfies Record<Language, unknown>;

/** The words in force, with what a risk is made of in a moderator's language: an operator's own stand for English. */
export const inLanguage = (inForce: Words, language: Language): Words =>
  language === 'en' ? inForce : { ...inForce, terms: words[language].terms };

/** A code of evidence in words; what is no code (a rule's signal) as it is. */
function sayCode(code: string, language: Language): string {
  const term = evidenceCode.options.find((known) => known === code);
  return term === undefined ? code : sayTerm(words[language].terms, { term, value: 1 });
}

/** What was seen, in words. */
export const saySignal = ({ code, words: own }: Pick<SignalRow, 'code' | 'words'>, language: Language): string =>
  own === null ? sayCode(code, language) : isMaterial(code) ? sayMaterial(words[language].terms.material, own) : own;

export function sayWeighed({ factor, points, say }: Weighed, language: Language): PriorityReason {
  const { why } = words[language];
  const message = say.name === 'by' ? why[`by_${say.by ?? 'anonymous'}`] : why[say.name];
  const what = say.code === undefined ? sayCategory(say.category ?? '', language) : sayCode(say.code, language);
  return { factor, points: round(points), words: fill(message, { what, value: say.value ?? 0 }, language) };
}

/** A category of reports: Kith's own in words; a platform's own as it names it, a code (`asks_to_meet`) as the words that it is made of. */
export const sayCategory = (category: string, language: Language): string =>
  ownValue(words[language].categories, category) ??
  (CODE.test(category) ? category.replaceAll(/[_-]/g, ' ') : category);
const CODE = /^[a-z0-9]+(?:[_-][a-z0-9]+)+$/;

/** A queue by the policy's words for it; one that only a rule names, by its name. */
export const sayQueue = ({ queues }: CasePolicy, name: string, language: Language): string =>
  queues.find((queue) => queue.name === name)?.words[language] ?? name;

/** `en/MEETING/meet`: the language of a cue file, the code, the cue's own name. */
const CUE = /^([a-z]{2,3})\/([A-Z_]+)\/(.+)$/;

/** What brought a case: a term of its score, a cue, a category of reports; a rule by its name. */
export function sayCause({ kind, name }: Cause, language: Language): string {
  const { terms, cue: message, sample } = words[language];
  switch (kind) {
    case 'term':
      return sayTermAlone(terms, name);
    case 'report':
      return sayCategory(name, language);
    case 'random':
      return sample;
    case 'rule':
      return name;
    case 'cue': {
      const [, tag, code = '', cue = ''] = CUE.exec(name) ?? [];
      if (tag === undefined) return name;
      const of = new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
      const values = { what: sayTermAlone(terms, code), cue: cue.replaceAll('-', ' '), language: of };
      return fill(message, values, language);
    }
    default:
      return kind satisfies never;
  }
}
type Cause = Pick<NumbersView['falseAlerts'][number], 'kind' | 'name'>;

/** `adult en GB`: a group of accounts by age band, language and country; `others` are those of no group. */
export function sayCohort(cohort: string, language: Language): string {
  const [band, spoken, country] = cohort.split(' ');
  const { ages, otherAccounts } = words[language];
  const age = ageBand.safeParse(band);
  if (!age.success) return otherAccounts;
  const named = (type: 'language' | 'region', code: string | undefined): string[] =>
    code === undefined ? [] : [new Intl.DisplayNames(language, { type }).of(code) ?? code];
  return [ages[age.data], ...named('language', spoken), ...named('region', country)].join(', ');
}

export function sayWaiting(points: number, waited_ms: number, language: Language): PriorityReason {
  const value = Math.floor(waited_ms / 3_600_000);
  return { factor: 'waiting', points: round(points), words: fill(words[language].why.waiting, { value }, language) };
}

/** Points are for people to read: one digit is all that they mean. */
export const round = (points: number): number => Math.round(points * 10) / 10;
