/**
 * What was observed of an account and adds nothing to its score: terms that weigh nothing in the policy, or not yet. A
 * moderator reads "7 children were not seen to answer" as much as what has points.
 */
import { observing } from './features.ts';
import type { CompiledRiskModel } from './model.ts';
import { type AccountObserved, type TermName, type Visit, visitAccount } from './score.ts';

/** One observation without points. */
export interface Beside {
  readonly term: TermName;
  /** a count, or a share from 0 to 1 */
  readonly value: number;
}

/** The most that a reason names. */
const SAID_MAX = 4;
/** Counts that have faded to less than this are told no more: they would be said as none. */
const COUNT_LEAST = 0.5;

/** What says the most to whoever judges comes first. */
const FIRST: readonly TermName[] = ['unanswered', 'children30d', 'cold', 'far', 'withheld', 'approached'];
const place = (term: TermName): number => (FIRST.indexOf(term) + FIRST.length + 1) % (FIRST.length + 1);

/** All that was observed of an account and adds nothing, what says the most first. */
export function besideScore(model: CompiledRiskModel, o: AccountObserved): readonly Beside[] {
  const told = new Set<TermName>();
  visitAccount(model, o, (term) => told.add(term));
  const found: Beside[] = [];
  const visit: Visit = (term, _family, _points, value) => {
    if (term in model.terms && !told.has(term) && value >= COUNT_LEAST) found.push({ term, value });
  };
  visitAccount(observing(model), o, visit);
  return found.sort((a, b) => place(a.term) - place(b.term));
}

/** Of these what the policy gives no weight at all: what the words of a decision would otherwise never say. */
export const saidBeside = (model: CompiledRiskModel, o: AccountObserved): readonly Beside[] =>
  besideScore(model, o)
    .filter(({ term }) => isTerm(model, term) && model.terms[term].weight === 0)
    .slice(0, SAID_MAX);

const isTerm = (model: CompiledRiskModel, term: TermName): term is keyof CompiledRiskModel['terms'] =>
  term in model.terms;
