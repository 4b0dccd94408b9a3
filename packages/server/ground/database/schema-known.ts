/** Rows of lists of known material: see media/lists. */

import type { WrongReason } from '@kith/contract';
import type { MediaVerdict } from '@kith/engine';

/** Where a list stands. */
export interface KnownListRow {
  name: string;
  /** the version that is matched against; 0 before the first */
  live: number;
  entries: number;
  fresh_at: number | null;
  next_at: number;
  failures: number;
  last_error: string | null;
  cursor: string | null;
  lease: string | null;
  leased_until: number;
}

export type VersionState = 'reading' | 'live' | 'past' | 'refused';

/** An import. */
export interface KnownVersionRow {
  list: string;
  number: number;
  state: VersionState;
  started_at: number;
  finished_at: number | null;
  /** 1 where it says all that is in the list, 0 where it says what changed */
  whole: number;
  lines: number;
  bad: number;
  skipped: number;
  added: number;
  removed: number;
  entries: number;
  verified_by: string;
  checksum: string | null;
  resume: string | null;
  problems: string;
  error: string | null;
}

/** In the versions from `added_in` up to the one before `removed_in`. */
export interface KnownEntryRow {
  list: string;
  algorithm: string;
  hash: string;
  source_id: string;
  category: string;
  added_in: number;
  removed_in: number | null;
}

export type KnownStagedRow = Omit<KnownEntryRow, 'added_in' | 'removed_in'>;

/** What people here found of an entry. */
export interface KnownJudgementRow {
  list: string;
  algorithm: string;
  hash: string;
  /** of a list's entry `wrong`; of hashes of media, in the list of one's own, `confirmed` or `unlike` */
  verdict: 'confirmed' | 'wrong' | 'unlike';
  by: string;
  at: number;
  case_id: string | null;
  reason: WrongReason | null;
  note: string | null;
}

/** What a source is told. */
export interface KnownFeedbackRow {
  id: string;
  list: string;
  algorithm: string;
  hash: string;
  source_id: string;
  /** `right`: what it was told before is taken back */
  verdict: 'wrong' | 'right';
  reason: WrongReason | null;
  made_at: number;
  attempts: number;
  next_at: number;
  sent_at: number | null;
  dead_at: number | null;
  last_error: string | null;
}

/** A medium that matched something known, by who uploaded it. */
export interface KnownMediumRow {
  media: string;
  account: string;
  event: string;
  at: number;
  verdict: 'likely' | 'verified';
  now: MediaVerdict;
  hashes: string;
  matches: string;
}

export interface KnownRecords {
  known_medium: KnownMediumRow;
  known_list: KnownListRow;
  known_version: KnownVersionRow;
  known_entry: KnownEntryRow;
  known_staged: KnownStagedRow;
  known_judgement: KnownJudgementRow;
  known_feedback: KnownFeedbackRow;
}
