/** Guardianships as rows, and what people did by them: see server/family. Nothing of what anybody said is in any of them. */
import type {
  FamilyPart,
  FamilyRole,
  GuardianshipEnd,
  GuardianshipState,
  PlatformAdulthood,
  ReviewState,
} from '@kith/contract';

/** Who may see what of whom, from the invitation to its end. */
export interface GuardianshipRow {
  id: string;
  state: GuardianshipState;
  invited_by: FamilyRole;
  /** accounts; null until somebody took the invitation */
  guardian: string | null;
  child: string | null;
  /** how the platform knows that the guardian is an adult, where it said so */
  adulthood: PlatformAdulthood | null;
  /** SHA-256 of the code, hexadecimal; null where both are named, or it was used */
  code_hash: string | null;
  /** of the one who was invited; null where nobody said */
  language: string | null;
  invited_at: number;
  until: number;
  answered_at: number | null;
  ended_at: number | null;
  ended_by: GuardianshipEnd | null;
  /** when a child that may not end it by itself asked that it be ended */
  end_wished_at: number | null;
  /** since when the guardian can't look, because their account is suspended or disabled; null where they can */
  paused_at: number | null;
  /** when they could again, last: nothing is shown of before; null where it was never paused */
  resumed_at: number | null;
  /** when the engine is to be told whether the child has a guardian; null where it was */
  tell_at: number | null;
}

/** A code that somebody tried. */
export interface FamilyAttemptRow {
  id: string;
  account: string;
  at: number;
}

/** A link that signs one person in to the Family Centre, once. */
export interface FamilyLinkRow {
  /** SHA-256 of the link's secret, hexadecimal */
  hash: string;
  account: string;
  language: string | null;
  until: number;
}

/** Somebody who is signed in to the Family Centre. */
export interface FamilySessionRow {
  /** SHA-256 of the cookie's value, hexadecimal */
  hash: string;
  account: string;
  language: string | null;
  created_at: number;
  seen_at: number;
  expires_at: number;
}

/** A guardian looked. */
export interface FamilyLookRow {
  id: string;
  child: string;
  guardian: string;
  at: number;
  part: FamilyPart;
}

/** A contact that a guardian asked the child to look at together. */
export interface FamilyReviewRow {
  id: string;
  guardianship: string;
  child: string;
  guardian: string;
  about: string;
  asked_at: number;
  state: ReviewState;
  answered_at: number | null;
}

/** An evening and night without notifications. */
export interface FamilyQuietRow {
  child: string;
  /** times of day, HH:MM */
  begins: string;
  ends: string;
  /** the guardian who set them */
  set_by: string;
  set_at: number;
}

/** When a guardianship's summary is due next. */
export interface FamilySummaryRow {
  /** of the guardianship */
  id: string;
  due_at: number;
}

export interface FamilyRecords {
  guardianship: GuardianshipRow;
  family_attempt: FamilyAttemptRow;
  family_link: FamilyLinkRow;
  family_session: FamilySessionRow;
  family_look: FamilyLookRow;
  family_review: FamilyReviewRow;
  family_quiet: FamilyQuietRow;
  family_summary: FamilySummaryRow;
}
