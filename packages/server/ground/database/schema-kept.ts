/** Rows of what is kept of messages: see kept/. */
/** A key that texts are encrypted with. The key itself is a file: see kept/keys. */
export interface KeptKeyRow {
  /** day:2026-11-25, or case:… */
  name: string;
  /** of this very key */
  id: string;
  made_at: number;
  destroyed_at: number | null;
}

/** A message that is kept for a while, encrypted with the key of its day. */
export interface KeptMessageRow {
  message: string;
  event: string;
  conversation: string | null;
  at: number;
  actor: string;
  /** null in a group */
  other: string | null;
  /** days since 1970 of `at`: whose key it is */
  day: number;
  /** of its decision */
  outcome: string;
  /** nonce, tag and ciphertext; null where it had no text */
  sealed: Uint8Array | null;
  /** JSON array of ids; null where there are none */
  media: string | null;
  /** when its sender deleted it on the platform */
  deleted_at: number | null;
}

/** A message that a case needs beyond the days, encrypted with a key of the case. */
export interface CaseEvidenceRow extends Omit<KeptMessageRow, 'day'> {
  case_id: string;
  preserved_at: number;
}

/** What is preserved for a case, and until when. */
export interface CaseKeepingRow {
  case_id: string;
  account: string;
  preserved_at: number;
  /** nothing of it is released before; null where nothing holds it */
  held_until: number | null;
  /** why it is held */
  held_why: string | null;
  released_at: number | null;
}

/** Somebody asked for the erasure of an account's data. */
export interface ErasureRequestRow {
  id: string;
  account: string;
  asked_at: number;
  /** when Kith was told that the account is gone */
  told_at: number | null;
  done_at: number | null;
}

export interface KeptRecords {
  erasure_request: ErasureRequestRow;
  kept_key: KeptKeyRow;
  kept_message: KeptMessageRow;
  case_evidence: CaseEvidenceRow;
  case_keeping: CaseKeepingRow;
}
