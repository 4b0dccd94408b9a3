/** Tries the rules of an event, and joins what they say with what the tables decided. */
import type { EventType, Outcome } from '@kith/contract';
import { STRICTNESS } from '../../contact/decide.ts';
import type { Facts } from '../../contact/facts.ts';
import { noticesOf } from '../../contact/notices.ts';
import type {
  CaseByRule,
  CaseOpened,
  Decided,
  DecidedNotice,
  DecidedReason,
  RuleSignal,
  Signal,
} from '../../decided.ts';
import { type Account, isChildWhenContacted, type Knowledge, type Seconds } from '../../knowledge/index.ts';
import type { Said } from '../../signals/carried.ts';
import type { CompiledPolicy } from '../compile.ts';
import type { CompiledRule } from './compile.ts';
import type { RuleFacts } from './facts.ts';
import { knownFacts } from './known-facts.ts';

/** What was found beside the decision: by rules, and by Kith's own eye. */
export interface Found {
  readonly signals: readonly Signal[];
  readonly cases: readonly CaseOpened[];
  /** names of rules that could not be evaluated on this event, which counts as not firing */
  readonly faults: readonly string[];
}

const NONE: readonly never[] = Object.freeze([]);
export const NOTHING_FOUND: Found = Object.freeze({ signals: NONE, cases: NONE, faults: NONE });

export interface Judged {
  readonly decision: Decided;
  readonly found: Found;
}

/** What happened, as rules are tried on it. */
export interface Happening {
  readonly type: EventType;
  /** a message to a group */
  readonly group?: boolean;
  /** what it says: asked for only where a rule does */
  readonly said?: Said;
  readonly k: Knowledge;
  readonly actor: Account;
  /** null where it is not between two accounts */
  readonly pair: Facts | null;
  readonly at: Seconds;
}

/** Never throws, and never makes a decision milder. */
export function judge(policy: CompiledPolicy, happening: Happening, decision: Decided): Judged {
  const rules = policy.rules.get(happening.type);
  if (rules === undefined) return { decision, found: NOTHING_FOUND };
  const { actor, pair } = happening;
  const facts = knownFacts(happening, policy);
  let signals: RuleSignal[] | null = null;
  let faults: string[] | null = null;
  let fired: CompiledRule[] | null = null;
  for (const rule of rules) {
    if (rule.ofPair && pair === null) continue;
    const holds = rule.when(facts);
    if (holds === false) continue;
    if (holds === undefined) {
      faults ??= [];
      faults.push(rule.name);
      continue;
    }
    signals ??= [];
    signals.push({ rule: rule.name, mode: rule.mode, weight: rule.weight, words: rule.words.say(facts) });
    if (rule.mode === 'shadow') continue;
    fired ??= [];
    fired.push(rule);
  }
  if (signals === null && faults === null) return { decision, found: NOTHING_FOUND };
  const cases = fired?.flatMap((rule) => openedBy(rule, actor, facts)) ?? NONE;
  return {
    decision: fired === null ? decision : joined(decision, fired, facts, happening, policy),
    found: { signals: signals ?? NONE, cases, faults: faults ?? NONE },
  };
}

const openedBy = (rule: CompiledRule, actor: Account, facts: RuleFacts): CaseByRule[] =>
  rule.queue === null
    ? []
    : [{ type: 'case.opened', account: actor.id, queue: rule.queue, rule: rule.name, words: rule.words.say(facts) }];

/** The strictest outcome of the rules that fired, with the tables' decision: the stricter holds. */
function joined(
  decision: Decided,
  fired: readonly CompiledRule[],
  facts: RuleFacts,
  { pair }: Happening,
  policy: CompiledPolicy,
): Decided {
  let outcome: Outcome = 'allow';
  const asked = new Map<CompiledRule, Outcome>();
  for (const rule of fired) {
    const own = rule.outcome === null ? 'allow' : possible(rule.outcome, pair);
    asked.set(rule, own);
    if (STRICTNESS[own] > STRICTNESS[outcome]) outcome = own;
  }
  if (outcome === 'allow' || STRICTNESS[outcome] < STRICTNESS[decision.outcome]) return decision;
  const notices = pair === null ? NONE : noticesBy(outcome, pair, decision);
  const signs = notices.some((n) => n.kind === 'warning') ? { signs: RULE_SIGNS } : {};
  const reasons = fired
    .filter((rule) => asked.get(rule) === outcome)
    .map(({ name, words }): DecidedReason => ({ code: 'rule', rule: name, words: words.say(facts), ...signs }));
  if (outcome === decision.outcome) {
    return { ...decision, reasons: [...decision.reasons, ...reasons], notices: [...decision.notices, ...notices] };
  }
  return { outcome, reasons, notices, policy: policy.version };
}

/** What a child is told by a rule's warning: that this account's doings ask for care, as of a raised risk. */
const RULE_SIGN = 'risk_medium';
const RULE_SIGNS = [RULE_SIGN] as const;

/**
 * An outcome as far as it can be carried out. `confirm` asks a child who isn't connected and was not asked before; where
 * it can't be asked, it is warned. `notice` warns a child who was not warned so lately. Nobody else is told anything.
 */
function possible(outcome: Exclude<Outcome, 'allow'>, pair: Facts | null): Outcome {
  switch (outcome) {
    case 'hold':
    case 'block':
      return outcome;
    case 'confirm':
      if (pair === null || !isChildWhenContacted(pair.other)) return 'allow';
      return !pair.connected && pair.back.answer !== 'accepted' ? 'confirm' : possible('notice', pair);
    case 'notice':
      return pair !== null && isChildWhenContacted(pair.other) && !pair.warnedLately(RULE_SIGN) ? 'notice' : 'allow';
    default:
      return outcome satisfies never;
  }
}

function noticesBy(outcome: Outcome, pair: Facts, decision: Decided): readonly DecidedNotice[] {
  if (outcome === 'confirm') {
    return decision.outcome === 'confirm' ? NONE : noticesOf('stranger_message', pair);
  }
  if (outcome !== 'notice' || decision.notices.some((n) => n.kind === 'warning')) return NONE;
  return noticesOf('warning', pair, { signs: RULE_SIGNS });
}
