/**
 * What is known of a case when a referral is drafted: plain values, each with where it comes from, and nothing that somebody
 * concluded. A kind's prefill takes from here alone.
 */
import type {
  AccountDetails,
  AgeBand,
  EnforcementKind,
  EvidenceKind,
  MediaDetails,
  ReferralPriority,
  RulingKind,
} from '@kith/contract';
import type { Attempt } from '../../cases/index.ts';
import type { Localised } from './kind.ts';

/** Something that was seen: a code of evidence, or a rule, in neutral words. */
export interface Seen {
  at_ms: number;
  /** a code of evidence; or RULE, MATERIAL … */
  code: string;
  words: Localised;
  /** who did it */
  account: string;
  /** towards whom; null where towards nobody */
  other: string | null;
  message: string | null;
}

export interface KnownAccount {
  account: string;
  /** as the platform told; `unknown` where it did not */
  ageBand: AgeBand;
  /** ISO 3166-1; null where it was not told */
  country: string | null;
  createdAt_ms: number | null;
  /** what the platform gave for this case; null where it gave nothing (yet) */
  details: AccountDetails | null;
  /** the evidence that has them */
  evidence: string | null;
  /** how the account stands by what the platform said it has done; the newest of each */
  enforced: readonly { kind: EnforcementKind; appliedAt_ms: number; toldPersonAt_ms: number | null }[];
  /** other accounts that are taken for the same person's; `confirmed` where people said so */
  links: readonly { account: string; confirmed: boolean }[];
}

/** A piece of evidence in the vault that can go with it. */
export interface KnownEvidence {
  id: string;
  kind: EvidenceKind;
  name: string | null;
  mediaType: string;
  bytes: number;
  sha256: string;
  /** whose it is; null where of nobody alone */
  account: string | null;
  /** the platform's name of the medium or conversation */
  about: string | null;
  takenAt_ms: number;
  seenByPerson: boolean;
  /** of media, what the platform gave beside them; null of others */
  details: MediaDetails | null;
}

/** An earlier referral about this account. */
export interface EarlierReferral {
  id: string;
  kind: string;
  case: string;
  reference: string;
  sentAt_ms: number;
}

export interface KnownOfCase {
  case: string;
  openedAt_ms: number;
  priority: ReferralPriority;
  /** the account that it is about, first; then those merged into the case */
  reported: readonly [KnownAccount, ...KnownAccount[]];
  /**
   * whom they turned to where something was seen, those with most first; then children who were only meant. `attempt` is what was
   * tried where nothing reached them: a connection that was asked for, messages that were withheld
   */
  others: readonly (KnownAccount & { child: boolean; attempt: Attempt | null })[];
  /** the oldest first */
  seen: readonly Seen[];
  /** when the first and the last of it happened; null where nothing was seen */
  first_ms: number | null;
  last_ms: number | null;
  /** all that the case has */
  evidence: readonly KnownEvidence[];
  /** ids of the evidence that goes with the referral; null where nobody has chosen yet */
  goesWith: readonly string[] | null;
  /** those in force, the oldest first */
  rulings: readonly {
    at_ms: number;
    title: Localised;
    measures: readonly RulingKind[];
    reason: string;
    /** Kith's own detection brought the case to people */
    byMachine: boolean;
  }[];
  /** what people reported, the oldest first; without who did */
  reports: readonly { at_ms: number; category: Localised; source: string; message: string | null }[];
  /** those that an authority has, the oldest first */
  earlier: readonly EarlierReferral[];
  /** what it adds to; null where it is the first */
  supplements: EarlierReferral | null;
  now_ms: number;
}
