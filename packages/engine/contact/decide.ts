/** From the policy's tables to a decision about two accounts. */
import type { TableName } from '@kith/contract';
import type { Decided, DecidedNotice, DecidedReason } from '../decided.ts';
import { type Account, isAdultWhenContacting, isChildWhenContacted, isKnownChild } from '../knowledge/index.ts';
import { type CompiledPolicy, type CompiledRow, firstRow } from '../policy/compile.ts';
import type { Facts } from './facts.ts';
import { choicesOf } from './notices.ts';

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
  const signs = row.notice === 'warning' ? { signs: facts.newWarningSigns } : {};
  return {
    outcome: row.outcome,
    reasons: [{ code: row.reason, ...(row.measure && { measure: row.measure }), ...signs }],
    notices: noticesOf(row, facts, { ...signs, ...more() }),
    policy: facts.policy.version,
  };
}

/** Who is shown a row's notice: the child that the rule protects; both, where both are and it is about both. */
function noticesOf(row: CompiledRow, facts: Facts, more: Partial<DecidedNotice>): readonly DecidedNotice[] {
  const kind = row.notice;
  if (kind === undefined) return NO_NOTICES;
  const { actor, other } = facts;
  const to = (child: Account, about?: Account): DecidedNotice => ({
    to: child.id,
    kind,
    ...(about && { about: about.id }),
    language: child.language,
    country: child.country,
    ...more,
    choices: choicesOf[kind],
  });
  switch (kind) {
    case 'weaker_setting':
      return [to(actor)];
    case 'asking_stranger':
    case 'after_block':
    case 'after_report':
      return [to(actor, other)];
    case 'connection_request_stranger': {
      const asked = to(other, actor);
      if (!isKnownChild(actor) || !isAdultWhenContacting(other)) return [asked];
      return [asked, { ...to(actor, other), kind: 'asking_stranger', choices: choicesOf.asking_stranger }];
    }
    case 'connection_request':
    case 'stranger_message':
    case 'warning':
    case 'group_invite':
      return [to(other, actor)];
    case 'first_message': {
      const notices: DecidedNotice[] = [];
      if (isChildWhenContacted(other)) notices.push(to(other, actor));
      if (isKnownChild(actor)) notices.push(to(actor, other));
      return notices;
    }
    default:
      return kind satisfies never;
  }
}

const STRICTNESS = { allow: 0, notice: 1, confirm: 2, hold: 3, block: 4 } as const;

/** One decision out of those about each person an event concerns: the strictest outcome, every notice, each reason once. */
export function join(policy: CompiledPolicy, decisions: readonly Decided[]): Decided {
  let strictest = allow(policy);
  for (const d of decisions) if (STRICTNESS[d.outcome] > STRICTNESS[strictest.outcome]) strictest = d;
  const notices = decisions.flatMap((d) => d.notices);
  return { ...strictest, notices: strictest.outcome === 'block' ? NO_NOTICES : notices };
}
