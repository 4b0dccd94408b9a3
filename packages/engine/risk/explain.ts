/** What Kith makes of an account, and of one of its contacts with a child, at a time: score, level, and what they are made of. */
import type { Risk, Thresholds } from '@kith/contract';
import { Facts } from '../contact/facts.ts';
import { isChildWhenContacted, type Knowledge, type Link, type Seconds } from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { likeliestLink } from '../signals/identity/recognise.ts';
import { assess, madeOf } from './assess.ts';
import { type Beside, besideScore } from './beside.ts';
import { accountFeatures, contactFeatures, type Features } from './features.ts';
import { thresholdsFor } from './model.ts';
import {
  type AccountObserved,
  type Contribution,
  type Score,
  sumOf,
  type TermName,
  type Visit,
  visitAccount,
  visitContact,
} from './score.ts';
import { isScored } from './scored.ts';
import { CHILDREN_AGAINST_COUNTED_MAX } from './watch.ts';
import { type When, whenOfAccount, whenOfContact } from './when.ts';

export interface Explained {
  level: Risk;
  score: Score;
  /** of the account's cohort */
  thresholds: Thresholds;
  /** the largest first; their points add up to the score */
  contributions: readonly Contribution[];
  /** what was observed of the account and adds nothing; asked for only where somebody reads it */
  beside: () => readonly Beside[];
  /** when a term was seen, as far as knowledge has it; to be asked before knowledge changes */
  when: (term: TermName) => When;
  /** what was to be seen */
  features: () => Features;
}

const observed = (k: Knowledge, id: string, at: Seconds, policy: CompiledPolicy): AccountObserved => ({
  account: k.account(id),
  conduct: k.conduct(id),
  at,
  childrenAgainst: k.childrenAgainst(id, at - policy.blockedOrReportedWithin_s, CHILDREN_AGAINST_COUNTED_MAX),
});

function explain(
  o: AccountObserved,
  policy: CompiledPolicy,
  walk: (visit: Visit) => void,
  features: () => Features,
  { beside, when }: Pick<Explained, 'beside' | 'when'>,
): Explained {
  const thresholds = thresholdsFor(policy.risk, o.account);
  const assessed = assess(policy.risk, thresholds, sumOf(walk), features);
  const { score, level } = assessed;
  return { score, thresholds, level, contributions: madeOf(assessed, walk), beside, when, features };
}

/** The account as a whole. */
export function explainAccount(k: Knowledge, id: string, at: Seconds, policy: CompiledPolicy): Explained {
  const o = observed(k, id, at, policy);
  const link = likeliestLink(k, o.account, policy.policy.returning);
  return explain(
    o,
    policy,
    (visit) => visitAccount(policy.risk, o, visit),
    () => accountFeatures(policy.risk, o),
    {
      beside: () => [...likenessOf(link), ...besideScore(policy.risk, o)],
      when: (term) => (term === 'likeness' && link !== null ? { at: link.at } : whenOfAccount(k, o, policy, term)),
    },
  );
}

/** Whom it is taken for is shown as a link, with its reasons: here only that it is, and how surely. */
const likenessOf = (link: Link | null): readonly Beside[] =>
  link === null ? [] : [{ term: 'likeness', value: link.points }];

/** Its contact with one other; null where that is no child, or the contact is not scored. */
export function explainContact(
  k: Knowledge,
  id: string,
  other: string,
  at: Seconds,
  policy: CompiledPolicy,
): Explained | null {
  const o = observed(k, id, at, policy);
  const facts = new Facts(k, policy, at, o.account, k.account(other), k.contact(id, other), k.contact(other, id));
  const approach = k.approach(id, other);
  if (!isChildWhenContacted(facts.other) || !isScored(o.conduct, approach, facts, policy.risk)) return null;
  const { out, back, stranger } = facts;
  const ofContact = { ...o, other: facts.other, approach, out, back, stranger };
  return explain(
    o,
    policy,
    (visit) => visitContact(policy.risk, ofContact, visit),
    () => contactFeatures(policy.risk, ofContact),
    { beside: () => NOTHING_BESIDE, when: (term) => whenOfContact(ofContact, term) },
  );
}

/** What is beside the score of a contact is the account's, and told there. */
const NOTHING_BESIDE: readonly Beside[] = Object.freeze([]);
