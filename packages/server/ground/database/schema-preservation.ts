/** Rows of what the platform is asked to keep and to give, and of what it gave: see evidence/preservation. */

/** One request to preserve. */
export interface PreservationRow {
  id: string;
  /** null where there is no case: what is given then has nowhere to go */
  case_id: string | null;
  account: string;
  /** removal, referral, person */
  why: string;
  ruling: string | null;
  /** a person of staff who wants it; null where nobody asked by name */
  asked_by: string | null;
  /** JSON lists: before it is asked for, what is named beside what Kith finds; from then on all that is asked for */
  accounts: string;
  messages: string;
  media: string;
  from_at: number;
  to_at: number;
  /** waiting, asked, done, withdrawn */
  state: string;
  created_at: number;
  /** when it is to be looked at next; null where nothing is to be done any more */
  due_at: number | null;
  asked_at: number | null;
  /** when an endpoint took it, or the platform gave the first of it */
  delivered_at: number | null;
  /** by when it should be done */
  answer_by: number | null;
  chased: number;
  /** 1 where no endpoint took it */
  by_hand: number;
  done_at: number | null;
  given_accounts: number;
  given_messages: number;
  given_media: number;
  /** what names and contents are marked with, sealed with the key of the case; null before anything was given */
  secret: Uint8Array | null;
  /** why a person wants it, sealed with the key of the case, base64; null where it follows from a ruling, or nothing can be sealed */
  reason: string | null;
}

/** That something was given. Names and contents are keyed hashes: who has the table alone learns neither. */
export interface PreservationGivenRow {
  preservation: string;
  /** account, message, media, media_details */
  kind: string;
  /** of its name, hexadecimal */
  name: string;
  /** of its content, hexadecimal */
  print: string;
  /** the item of the vault */
  item: string;
  given_at: number;
}

/** What Kith held at a moment, to be written down as evidence. */
export interface SnapshotRow {
  id: string;
  case_id: string;
  preservation: string;
  created_at: number;
  due_at: number | null;
  tries: number;
  /** the item of the vault; null before it is taken */
  item: string | null;
}

export interface PreservationRecords {
  preservation: PreservationRow;
  preservation_given: PreservationGivenRow;
  snapshot: SnapshotRow;
}
