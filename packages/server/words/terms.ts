/** Words for what a risk is made of, for moderators: one file a language. */
import { fileURLToPath } from 'node:url';
import { type LinkReason, type LinkTerm, language, linkTerm, type RiskTerm, riskTerm } from '@kith/contract';
import type { Comparison, Contribution } from '@kith/engine';
import { z } from 'zod';
import { type FileProblem, formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { MATERIAL_IN_ENGLISH, type MaterialWords, materialMessages, materialWords } from './material.ts';
import { Maker, type Message } from './messages.ts';

/** The longest words of a term, in UTF-16 code units: several stand in one sentence. */
const TERM_LENGTH_MAX = 200;

/** The longest name of a feature; the engine's have at most 20 characters. */
const FEATURE_NAME_LENGTH_MAX = 40;

const words = z.string().min(1).max(TERM_LENGTH_MAX);

const termFile = z.strictObject({
  language,
  /** who has to look at these words before they are relied on */
  review: z.string(),
  terms: z.record(riskTerm, words),
  /** what a second look saw, by the engine's names of features; one that is not here is told by its name */
  features: z.record(z.string().max(FEATURE_NAME_LENGTH_MAX), words).default({}),
  /** what known material matched */
  material: materialWords.default(MATERIAL_IN_ENGLISH),
  featureOfContact: words.default('{feature}'),
  featureOfSecondLook: words.default('{feature}'),
  links: z.record(linkTerm, words),
});

export interface TermWords {
  terms: Readonly<Record<RiskTerm, Message>>;
  features: ReadonlyMap<string, string>;
  material: MaterialWords;
  /** of a feature of the contact with one child, and of any */
  ofContact: Message;
  ofSecondLook: Message;
  links: Readonly<Record<LinkTerm, Message>>;
}

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
  const links = linkTerm.options.map((term) => [
    term,
    maker.message(['links', term], read.value.links[term], ['value']),
  ]);
  const { features, featureOfContact, featureOfSecondLook } = read.value;
  const material = materialMessages(maker, read.value.material);
  const ofContact = maker.message(['featureOfContact'], featureOfContact, ['feature']);
  const ofSecondLook = maker.message(['featureOfSecondLook'], featureOfSecondLook, ['feature']);
  problems.push(...maker.problems);
  return {
    terms: Object.fromEntries(terms) as Record<RiskTerm, Message>,
    links: Object.fromEntries(links) as Record<LinkTerm, Message>,
    features: new Map(Object.entries(features)),
    ...{ material, ofContact, ofSecondLook },
  };
}

/** Terms whose value is a share. */
const SHARES: ReadonlySet<RiskTerm> = new Set<RiskTerm>(['childShare', 'adult', 'ageGap']);

/** One term of a score, in words that a moderator can check. */
export function sayTerm(
  words: TermWords,
  { term, value, feature }: Pick<Contribution, 'term' | 'value' | 'feature'>,
): string {
  if (feature !== undefined) return say(words.ofSecondLook, { feature: sayFeature(words, feature) });
  const message = words.terms[term];
  if (typeof message === 'string') return message;
  return message({ value: Math.max(1, Math.round(SHARES.has(term) ? value * 100 : value)) });
}

/** What a term is about, whatever was observed: for lists of causes. One that has no such words is told by its name. */
export function sayTermAlone(words: TermWords, name: string): string {
  const term = riskTerm.options.find((known) => known === name);
  const alone = term === undefined ? undefined : words.terms[term];
  return words.features.get(name) ?? (typeof alone === 'string' ? alone : name);
}

/** One comparison of two accounts, in words that a moderator can check. */
export function sayLink(words: TermWords, { term, value, points }: Comparison): LinkReason {
  const message = words.links[term];
  return { term, points, value, words: typeof message === 'string' ? message : message({ value: Math.round(value) }) };
}

/** How the engine's names of features of the contact begin. */
const TO = 'to.';

/** A feature that a second look saw; those of the contact with one child have a prefix. */
function sayFeature({ features, ofContact }: TermWords, name: string): string {
  if (!name.startsWith(TO)) return features.get(name) ?? name;
  const ofAny = name.slice(TO.length);
  return say(ofContact, { feature: features.get(ofAny) ?? ofAny });
}

const say = (message: Message, values: Readonly<Record<string, string>>): string =>
  typeof message === 'string' ? message : message(values);

/** The terms that Kith ships in a language. Throws where the installation is damaged. */
export function loadShippedTerms(tag: 'en' | 'cy'): TermWords {
  const problems: FileProblem[] = [];
  const terms = readTerms(fileURLToPath(new URL(`terms.${tag}.yaml`, import.meta.url)), problems);
  if (terms === null || problems.length > 0) throw new Error(formatProblems(problems));
  return terms;
}
