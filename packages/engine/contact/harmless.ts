/**
 * Between whom a notice that only informs may be left out. Not a matter of policy: whatever an operator limits or tries out,
 * nobody goes without a notice about an adult, about somebody whose age nobody knows, about a stranger, or about anybody
 * whom Kith or the platform has the least thing to say of.
 */
import { type Account, isKnownChild } from '../knowledge/index.ts';
import { Facts } from './facts.ts';

const DAY_S = 86_400;
/** Of whoever is here for less nothing is known yet. */
const NEW_FOR_S = 30 * DAY_S;
/** A block or a report by another child counts for so long, whatever policy says. */
const AGAINST_FOR_S = 90 * DAY_S;

/** Whether nothing at all speaks against either of the two. */
export function isHarmless(facts: Facts): boolean {
  return [facts.actor, facts.other].every(isPlainChild) && isKnownWell(facts) && isKnownWell(fromTheOtherSide(facts));
}

/** Whether the actor is nobody whom the other should be told of. */
function isKnownWell(facts: Facts): boolean {
  const { actor, policy, at } = facts;
  const since = at - Math.max(policy.newAccount_s, NEW_FOR_S);
  if (actor.createdAt === 0 || actor.createdAt > since) return false;
  return !facts.nothingInCommon && !facts.far && !isAtRisk(facts) && !isAgainst(facts);
}

/** A child by what is known, in good standing, and taken for nobody else. */
const isPlainChild = (a: Account): boolean =>
  a.known && isKnownChild(a) && a.status === 'active' && a.risk === 'none' && !a.barred && !a.linked;

/** Anything at all that Kith saw of the actor, not only what reaches the policy's thresholds. */
const isAtRisk = ({ watch, risk }: Facts): boolean => {
  const { level, approached, ruled, inGroups } = watch.conduct;
  return risk !== 'none' || level !== 'none' || approached > 0 || ruled > 0 || inGroups > 0;
};

/** Another child than the one who would be told blocked or reported the actor. */
function isAgainst({ k, actor, back, at, policy }: Facts): boolean {
  const since = at - Math.max(policy.blockedOrReportedWithin_s, AGAINST_FOR_S);
  const itself = Math.max(back.blockedAt, back.reportedAt) > since ? 1 : 0;
  return k.childrenAgainst(actor.id, since, itself + 1) > itself;
}

/** The same two, with the other as the actor. */
const fromTheOtherSide = ({ k, policy, at, actor, other, out, back }: Facts): Facts =>
  new Facts(k, policy, at, other, actor, back, out);
