/** Words for what a risk is made of, for moderators: one file a language. */
import { fileURLToPath } from 'node:url';
import { language, type RiskTerm, riskTerm } from '@kith/contract';
import type { Contribution } from '@kith/engine';
import { z } from 'zod';
import { type FileProblem, formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { Maker, type Message } from './messages.ts';

/** The longest words of a term, in UTF-16 code units: several stand in one sentence. */
const TERM_LENGTH_MAX = 200;

const termFile = z.strictObject({
  language,
  /** who has to look at these words before they are relied on */
  review: z.string(),
  terms: z.record(riskTerm, z.string().min(1).max(TERM_LENGTH_MAX)),
});

export type TermWords = Readonly<Record<RiskTerm, Message>>;

/** Reads a file; null, with what is wrong added to the problems, where it can't be used. */
export function readTerms(path: string, problems: FileProblem[]): TermWords | null {
  const read = readYamlFile(path, termFile);
  if (!read.ok) {
    problems.push(...read.problems);
    return null;
  }
  const maker = new Maker(path, read.locate, read.value.language);
  const terms = riskTerm.options.map((term) => [
    term,
    maker.message(['terms', term], read.value.terms[term], ['value']),
  ]);
  problems.push(...maker.problems);
  return Object.fromEntries(terms) as Record<RiskTerm, Message>;
}

/** Terms whose value is a share. */
const SHARES: ReadonlySet<RiskTerm> = new Set<RiskTerm>(['childShare', 'adult', 'ageGap']);

/** One term of a score, in words that a moderator can check. */
export function sayTerm(words: TermWords, { term, value }: Pick<Contribution, 'term' | 'value'>): string {
  const message = words[term];
  if (typeof message === 'string') return message;
  return message({ value: Math.max(1, Math.round(SHARES.has(term) ? value * 100 : value)) });
}

/** The terms that Kith ships in a language. Throws where the installation is damaged. */
export function loadShippedTerms(tag: 'en' | 'cy'): TermWords {
  const problems: FileProblem[] = [];
  const terms = readTerms(fileURLToPath(new URL(`terms.${tag}.yaml`, import.meta.url)), problems);
  if (terms === null || problems.length > 0) throw new Error(formatProblems(problems));
  return terms;
}
