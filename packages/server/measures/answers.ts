/** A service's answers, as a file that somebody fills in: every question with its hint, and nothing answered for them. */
import { type HarmLevel, harmLevel, type MeasureAnswers, OTHER_KINDS_MAX } from '@kith/contract';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import type { Answers } from './applies.ts';
import { type Questions, RegistryError, type Wording } from './registry.ts';

/** Reads the answers. An empty one is not given yet; an unknown name is a mistake. @throws RegistryError */
export function answersFrom(path: string, { facts, risks }: Questions): Answers {
  const levels = risks.filter(({ count }) => !count).map(({ risk }) => risk);
  const file = z.strictObject({
    facts: namedBy(
      facts.map(({ fact }) => fact),
      z.boolean(),
    ),
    risks: namedBy(levels, harmLevel),
    other_kinds: z.int().min(0).max(OTHER_KINDS_MAX).nullable().default(null),
  });
  const read = readYamlFile(path, file);
  if (!read.ok) throw new RegistryError(`The answers can't be used:\n${formatProblems(read.problems)}`);
  return { facts: given(read.value.facts), risks: given(read.value.risks), otherKinds: read.value.other_kinds };
}

const namedBy = <T extends z.ZodType>(names: readonly string[], value: T) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, value.nullish()]))).default({});

const given = <T>(all: Readonly<Record<string, T | null | undefined>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value == null ? [] : [[name, value]])));

const CHECK = {
  quoted: '',
  paraphrase: '; to be checked against the official text',
  recalled: '; to be checked against the official text',
} as const satisfies Record<Wording, string>;

/** The file to fill in. */
export function questionsAsYaml({ facts, risks }: Questions): string {
  const comment = (text: string, indent = '  ') => `${indent}# ${text}\n`;
  const asked = facts.map(
    ({ fact, ask, hint, source, wording }) =>
      `${comment(ask)}${hint === undefined ? '' : comment(hint)}${comment(`(${source}${CHECK[wording]})`)}  ${fact}:\n`,
  );
  const risky = risks.filter(({ count }) => !count).map(({ risk, ask }) => `${comment(ask)}  ${risk}:\n`);
  const counted = risks.filter(({ count }) => count).map(({ ask }) => comment(ask, ''));
  return (
    '# What decides which measures apply. true or false; what is left empty stays open.\n' +
    `facts:\n${asked.join('')}# ${harmLevel.options.join(', ')}\nrisks:\n${risky.join('')}${counted.join('')}other_kinds:\n`
  );
}

/** An answer to one question, and what it was before; null: not answered. */
export interface AnsweredLine {
  name: string;
  /** null of a question that isn't asked */
  ask: string | null;
  answer: boolean | HarmLevel | number | null;
  before: boolean | HarmLevel | number | null;
}

/** Every question with its answer, in their order, then answers to what isn't asked (any more). @param before of the version before */
export function answeredLines(
  { facts, risks }: Questions,
  answers: MeasureAnswers,
  before: MeasureAnswers | null,
): AnsweredLine[] {
  const lineOf = (name: string, ask: string | null, of: (said: MeasureAnswers) => AnsweredLine['answer']) => ({
    ...{ name, ask, answer: of(answers), before: before === null ? null : of(before) },
  });
  const fact = (name: string, ask: string | null) => lineOf(name, ask, (said) => said.facts[name] ?? null);
  const risk = (name: string, ask: string | null) => lineOf(name, ask, (said) => said.risks[name] ?? null);
  const unasked = (of: 'facts' | 'risks', asked: readonly string[]) =>
    [...new Set([answers, before ?? answers].flatMap((said) => Object.keys(said[of])))]
      .filter((name) => !asked.includes(name))
      .sort();
  return [
    ...facts.map((one) => fact(one.fact, one.ask)),
    ...risks.map((one) =>
      one.count ? lineOf(one.risk, one.ask, ({ otherKinds }) => otherKinds) : risk(one.risk, one.ask),
    ),
    ...unasked(
      'facts',
      facts.map((one) => one.fact),
    ).map((name) => fact(name, null)),
    ...unasked(
      'risks',
      risks.map((one) => one.risk),
    ).map((name) => risk(name, null)),
  ];
}
