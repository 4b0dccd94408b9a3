/** Rules made ready: read, checked against the vocabulary, and put by the type of event that they are tried on. */
import type { EventType, Outcome, Rule } from '@kith/contract';
import { compileCondition } from './compile-condition.ts';
import { exampleProblems } from './example-facts.ts';
import type { RuleProblem } from './fault.ts';
import type { Run } from './terms.ts';
import { isOfPair, pairTypes } from './vocabulary.ts';
import { compileWords, type Words } from './words.ts';

export interface CompiledRule {
  readonly name: string;
  readonly mode: 'live' | 'shadow';
  readonly when: Run<boolean>;
  /** it asks about the two accounts of an event */
  readonly ofPair: boolean;
  readonly weight: number;
  readonly words: Words;
  readonly outcome: Exclude<Outcome, 'allow'> | null;
  readonly queue: string | null;
}

/** The rules that are tried on an event of a type, in the policy's order. Types without rules have no entry. */
export type CompiledRules = ReadonlyMap<EventType, readonly CompiledRule[]>;

/** Where an outcome can be carried out. Everything else has happened when Kith hears of it. */
const OUTCOMES_ON: Readonly<Partial<Record<EventType, readonly Outcome[]>>> = {
  'message.sent': ['notice', 'confirm', 'hold', 'block'],
  'connection.requested': ['hold', 'block'],
  'conversation.created': ['hold', 'block'],
  'conversation.joined': ['hold', 'block'],
};

/** What is wrong with a rule; nothing where it can be made ready. */
export function problemsOfRule(rule: Rule): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const condition = compileCondition(rule.when);
  const words = compileWords(rule.then.signal.words);
  if (!condition.ok) problems.push({ path: ['when'], message: condition.message });
  if (!words.ok) problems.push({ path: ['then', 'signal', 'words'], message: words.message });
  const asked = [
    ...(condition.ok ? [{ path: ['when'], asks: condition.condition.asks }] : []),
    ...(words.ok ? [{ path: ['then', 'signal', 'words'], asks: words.words.asks }] : []),
  ];
  for (const { path, asks } of asked) problems.push(...pairProblems(rule, path, asks));
  problems.push(...outcomeProblems(rule));
  for (const [i, example] of rule.examples.entries()) {
    for (const { path, message } of exampleProblems(example, rule.on)) {
      problems.push({ path: ['examples', i, ...path], message });
    }
  }
  return problems;
}

function pairProblems(rule: Rule, path: readonly string[], asks: ReadonlySet<string>): RuleProblem[] {
  const ofPair = [...asks].find(isOfPair);
  const alone = rule.on.find((type) => !pairTypes.has(type));
  if (ofPair === undefined || alone === undefined) return [];
  return [{ path, message: `asks for ${ofPair}, and ${alone} is not between two accounts: there is none` }];
}

function outcomeProblems({ on, then: { outcome } }: Rule): RuleProblem[] {
  if (outcome === undefined) return [];
  const wrong = on.find((type) => !OUTCOMES_ON[type]?.includes(outcome));
  if (wrong === undefined) return [];
  const can = OUTCOMES_ON[wrong];
  const message = can === undefined ? 'no outcome can follow: leave it out' : `expected one of: ${can.join(', ')}`;
  return [{ path: ['then', 'outcome'], message: `${outcome} can't be carried out on ${wrong}: ${message}` }];
}

function compileRule(rule: Rule, mode: 'live' | 'shadow'): CompiledRule {
  const condition = compileCondition(rule.when);
  const words = compileWords(rule.then.signal.words);
  if (!condition.ok || !words.ok) {
    throw new Error(`the rule ${rule.name} was not checked: ${condition.ok ? '' : condition.message}`);
  }
  const asks = [...condition.condition.asks, ...words.words.asks];
  return {
    name: rule.name,
    mode,
    when: condition.condition.run,
    ofPair: asks.some(isOfPair),
    weight: rule.then.signal.weight,
    words: words.words,
    outcome: rule.then.outcome ?? null,
    queue: rule.then.case ?? null,
  };
}

/** Makes rules ready. Throws on one that `problemsOfRule` complains of. */
export function compileRules(rules: readonly Rule[]): CompiledRules {
  const byType = new Map<EventType, CompiledRule[]>();
  for (const rule of rules) {
    if (rule.mode === 'off') continue;
    const compiled = compileRule(rule, rule.mode);
    for (const type of new Set(rule.on)) {
      const there = byType.get(type);
      if (there === undefined) byType.set(type, [compiled]);
      else there.push(compiled);
    }
  }
  return byType;
}
