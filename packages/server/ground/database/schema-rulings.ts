/** What people rule, and what follows: rows of rulings, enforcements, statements and appeals. */

/** One ruling: what the first person decided, and what the second made of it. */
export interface RulingRow {
  id: string;
  case_id: string;
  account: string;
  /** JSON list */
  measures: string;
  /** the named policy's id */
  policy: string;
  policy_version: string;
  reason: string;
  /** why the affected person is not told, or referral_pending; null where they are */
  untold: string | null;
  /** JSON list of messages and media */
  content: string;
  /** 0 or 1 */
  refer: number;
  /** 1 where Kith's own detection brought the case to people */
  machine: number;
  /** proposed, in_force, withdrawn, disagreed, overturned */
  state: string;
  first_by: string;
  first_at: number;
  second_by: string | null;
  second_at: number | null;
  /** 0 or 1 */
  second_agreed: number | null;
  second_note: string | null;
  undo_until: number;
  in_force_at: number | null;
  /** JSON of names and numbers: what it teaches by */
  features: string | null;
  model: string;
  /** how likely the account was to be drawn for review; null where it was not drawn */
  drawn: number | null;
  /** 1 where nothing can change it any more */
  final: number;
  /** when it becomes so, unless somebody appeals; null as long as the person was not told */
  final_at: number | null;
  /** when it is to be looked at next: to close its case, to become final */
  due_at: number | null;
  /** what decided how the account stood when this was proposed: an enforcement's id; null where nothing did */
  stood: string | null;
  /** the group of accounts that it was of (learning/cohorts.ts); null where it was ruled before these were kept */
  cohort: string | null;
}

/** One thing that the platform is asked to do. */
export interface EnforcementRow {
  id: string;
  ruling: string | null;
  case_id: string | null;
  account: string;
  kind: string;
  /** JSON list */
  content: string;
  /** for the platform's staff */
  reason: string;
  /** ruling, automatic, appeal */
  source: string;
  /** waiting, leaving, preserving, requested, applied, withdrawn, superseded */
  state: string;
  created_at: number;
  /** when it is to be looked at next; null where nothing is to be done any more */
  due_at: number | null;
  requested_at: number | null;
  applied_at: number | null;
  /** platform, or who said that it was done by hand */
  applied_by: string | null;
  chased: number;
  /** 1 where no endpoint took it */
  by_hand: number;
  /** 1 when Kith's own answers hold to it; TOLD_AGAIN where they are to anew */
  told: number;
  /** the id of the request to preserve that goes first */
  preserve: string | null;
  /** 1 where it left without that having been delivered */
  unpreserved: number;
}

/** What an affected person is told. */
export interface StatementRow {
  id: string;
  /** null where it tells of an automatic restriction */
  ruling: string | null;
  /** the automatic restriction that it tells of; null where it tells of a ruling */
  enforcement: string | null;
  account: string;
  /** ruling, upheld, overturned, automatic */
  kind: string;
  /** waiting, held, sent, by_hand, withdrawn */
  state: string;
  created_at: number;
  due_at: number | null;
  held_because: string | null;
  held_by: string | null;
  review_at: number | null;
  sent_at: number | null;
  /** until when its links take an appeal */
  appeal_until: number | null;
  /** when somebody objected to an automatic restriction; null where nobody has, and of other kinds: see AppealRow */
  objected_at: number | null;
  language: string | null;
  /** JSON of title and paragraphs */
  words: string | null;
}

/** A link that leads to a statement. */
export interface StatementLinkRow {
  /** SHA-256 of its secret, hexadecimal */
  hash: string;
  statement: string;
  made_at: number;
}

/** An affected person's objection. */
export interface AppealRow {
  id: string;
  ruling: string;
  case_id: string;
  account: string;
  text: string;
  language: string;
  filed_at: number;
  answer_at: number;
  rank: number;
  /** open, upheld, overturned */
  state: string;
  leased_by: string | null;
  leased_until: number;
  version: number;
  /** who would overturn what two people ruled, which somebody else has to see so, too; null where nobody has proposed that */
  proposed_by: string | null;
  proposed_at: number | null;
  proposed_reason: string | null;
  judged_by: string | null;
  judged_at: number | null;
  judged_reason: string | null;
}

/** That the platform has done what it was asked, as it says. */
export interface AppliedRow {
  /** the enforcement */
  id: string;
  account: string;
  kind: string;
  applied_at: number;
}

/**
 * Something that waits until people have looked: an event's id, and what has to be known of it to decide it anew. Made in the commit of
 * its event; what is ruled on its account decides it. No text is in it.
 */
export interface HeldEventRow {
  id: string;
  event: string;
  /** whose event it is */
  account: string;
  /** the rest, as JSON: who it was to, which message */
  data: string;
  /** held, releasing, refusing, released, refused */
  state: 'held' | 'releasing' | 'refusing' | 'released' | 'refused';
  created_at: number;
  /** the ruling that decided it; null while nobody has ruled */
  ruling: string | null;
  /** when it is to be looked at next; null: when somebody rules */
  due_at: number | null;
}
