/** Visits what an account's score, and that of one of its contacts with a child, are made of, as they are known at a time. */
import { Facts } from '../contact/facts.ts';
import { isChildWhenContacted, type Knowledge, type Seconds } from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { type AccountObserved, type Visit, visitAccount, visitContact } from './score.ts';
import { isScored } from './scored.ts';
import { CHILDREN_AGAINST_COUNTED_MAX } from './watch.ts';

const observed = (k: Knowledge, id: string, at: Seconds, policy: CompiledPolicy): AccountObserved => ({
  account: k.account(id),
  conduct: k.conduct(id),
  at,
  childrenAgainst: k.childrenAgainst(id, at - policy.blockedOrReportedWithin_s, CHILDREN_AGAINST_COUNTED_MAX),
});

/** The account as a whole. */
export function walkAccount(k: Knowledge, id: string, at: Seconds, policy: CompiledPolicy, visit: Visit): void {
  visitAccount(policy.risk, observed(k, id, at, policy), visit);
}

/** Its contact with one other. Visits nothing where that is no child, or the contact is not scored. */
export function walkContact(
  k: Knowledge,
  id: string,
  other: string,
  at: Seconds,
  policy: CompiledPolicy,
  visit: Visit,
): void {
  const approach = k.approach(id, other);
  const o = observed(k, id, at, policy);
  const facts = new Facts(k, policy, at, o.account, k.account(other), k.contact(id, other), k.contact(other, id));
  const { other: child, out, back } = facts;
  if (!isChildWhenContacted(child)) return;
  if (!isScored(o.conduct, approach, facts, policy.risk)) return;
  visitContact(policy.risk, { ...o, other: child, approach, out, back, stranger: facts.stranger }, visit);
}
