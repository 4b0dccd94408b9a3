/** From the policy's tables to a decision about two accounts. */
import type { ReasonCode, TableName } from '@kith/contract';
import type { Decided, DecidedNotice, DecidedReason } from '../decided.ts';
import { type CompiledPolicy, firstRow } from '../policy/compile.ts';
import type { Facts } from './facts.ts';
import { noticesOf } from './notices.ts';

const NO_NOTICES: readonly DecidedNotice[] = Object.freeze([]);
const ORDINARY: readonly DecidedReason[] = Object.freeze([Object.freeze({ code: 'ordinary' as const })]);

/** Most events are ordinary: they share one decision a policy. */
const allowing = new WeakMap<CompiledPolicy, Decided>();

export function allow(policy: CompiledPolicy): Decided {
  let decided = allowing.get(policy);
  if (decided === undefined) {
    decided = Object.freeze({
      outcome: 'allow' as const,
      reasons: ORDINARY,
      notices: NO_NOTICES,
      policy: policy.version,
    });
    allowing.set(policy, decided);
  }
  return decided;
}

const nothingMore = () => ({});

/** Tries a table's rows on the facts, and words the first that fits as a decision. */
export function decide(table: TableName, facts: Facts, more: () => Partial<DecidedNotice> = nothingMore): Decided {
  const row = firstRow(facts.policy.tables[table], facts);
  if (row === null) return allow(facts.policy);
  const signs: Pick<DecidedReason, 'signs'> = row.notice === 'warning' ? { signs: facts.newWarningSigns } : {};
  return {
    outcome: row.outcome,
    reasons: [
      {
        code: row.reason,
        ...(row.measure && { measure: row.measure }),
        ...signs,
        ...becauseOf(row.reason, signs, facts),
      },
    ],
    notices: row.notice === undefined ? NO_NOTICES : noticesOf(row.notice, facts, { ...signs, ...more() }),
    policy: facts.policy.version,
  };
}

/** A decision that rests on Kith's own risk says what it is made of. */
function becauseOf(
  reason: ReasonCode,
  { signs = [] }: Pick<DecidedReason, 'signs'>,
  facts: Facts,
): Pick<DecidedReason, 'because' | 'beside'> {
  const ofRisk = reason === 'sender_high_risk' || reason === 'sender_medium_risk' || signs.includes('risk_medium');
  if (!ofRisk) return {};
  const because = facts.watch.because();
  if (because.length === 0) return {};
  const beside = facts.watch.beside();
  return beside.length === 0 ? { because } : { because, beside };
}

export const STRICTNESS = { allow: 0, notice: 1, confirm: 2, hold: 3, block: 4 } as const;

/** One decision out of those about each person an event concerns: the strictest outcome, every notice, each reason once. */
export function join(policy: CompiledPolicy, decisions: readonly Decided[]): Decided {
  let strictest = allow(policy);
  for (const d of decisions) if (STRICTNESS[d.outcome] > STRICTNESS[strictest.outcome]) strictest = d;
  const notices = decisions.flatMap((d) => d.notices);
  const weighed = decisions.flatMap((d) => d.weighed ?? []);
  return {
    ...strictest,
    notices: strictest.outcome === 'block' ? NO_NOTICES : notices,
    ...(weighed.length > 0 && { weighed }),
  };
}
