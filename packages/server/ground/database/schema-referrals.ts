/** Rows of referrals: the filing of a case to an authority. See server/referrals. What is sealed lies under the key of its case. */

export interface ReferralRow {
  id: string;
  case_id: string;
  account: string;
  kind: string;
  /** 1 where a courier sends it */
  machine: number;
  /** 1 where it goes to the authority's test system */
  test: number;
  supplements: string | null;
  /** of the contract's referralState */
  state: string;
  /** idle, begun, refused */
  filing: string;
  version: number;
  priority: number;
  /** sealed JSON; null once it is destroyed */
  content: string | null;
  /** JSON list of ids */
  evidence: string;
  /** why it is filed beside another authority's, sealed */
  besides: string | null;
  /** null where Kith drafted it */
  drafted_by: string | null;
  created_at: number;
  updated_at: number;
  /** since when there is something to report, as far as people know */
  aware_at: number;
  /** the operator's own target; null once it was sent, or ended unsent */
  due_at: number | null;
  /** who changed what it says last; null where nobody has */
  edited_by: string | null;
  checked_by: string | null;
  checked_at: number | null;
  approved_by: string | null;
  approved_at: number | null;
  sent_at: number | null;
  received_at: number | null;
  reference: string | null;
  reference_until: number | null;
  /** evidence: what was sent, and what came back */
  copy: string | null;
  receipt: string | null;
  /** JSON list of pairs: evidence that went with it whose custody does not say so, and why; null before it was received */
  unmarked: string | null;
  covered_by: string | null;
  covered_reference: string | null;
  retained_at: number | null;
  destroyed_at: number | null;
}

/** What a referral has for itself, and no other of its case. */
export interface ReferralClaimRow {
  case_id: string;
  /** `case`, `kind:KIND`, `evidence:ID` */
  what: string;
  kind: string;
  referral: string;
}

/** A ruling that asked for a referral, and the one that answers it. */
export interface ReferralCauseRow {
  ruling: string;
  referral: string;
}

export interface ReferralStepRow {
  id: string;
  referral: string;
  at: number;
  place: number;
  what: string;
  by_staff: string | null;
  /** sealed */
  note: string | null;
}

/** How far a courier is with it. */
export interface ReferralFilingRow {
  referral: string;
  /** sealed JSON of the kind's own machine */
  state: string;
  step: string;
  report: string | null;
  files: number;
  files_done: number;
  attempts: number;
  problem: string | null;
  failing_since: number | null;
  stuck: number;
  due_at: number | null;
  holder: string | null;
  begun_at: number;
  finished_at: number | null;
}

export interface AuthorityRequestRow {
  id: string;
  referral: string;
  received_at: number;
  due_at: number;
  /** sealed; null once it is destroyed */
  what: string | null;
  noted_by: string;
  answered_at: number | null;
  answered_by: string | null;
  /** sealed */
  answer: string | null;
}

export interface ReferralRecords {
  referral: ReferralRow;
  referral_claim: ReferralClaimRow;
  referral_cause: ReferralCauseRow;
  referral_step: ReferralStepRow;
  referral_filing: ReferralFilingRow;
  authority_request: AuthorityRequestRow;
}
