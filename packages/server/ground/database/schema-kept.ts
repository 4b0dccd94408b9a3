/** Rows of what is kept of messages: see kept/. */
import type { Generated } from 'kysely';

/** A key that texts are encrypted with. The key itself is a file: see ground/sealing. */
export interface KeptKeyRow {
  /** day:2026-11-25, or case:… */
  name: string;
  /** of this very key */
  id: string;
  made_at: number;
  destroyed_at: number | null;
}

/** What is told of a message that is kept, beside its text. */
export interface KeptHead {
  message: string;
  event: string;
  conversation: string | null;
  at: number;
  actor: string;
  /** null in a group */
  other: string | null;
  /** of its decision */
  outcome: string;
  /** JSON array of ids; null where there are none */
  media: string | null;
}

/** Messages of one day that are kept for a while, their texts encrypted together with the key of the day. */
export interface KeptPack {
  /** days since 1970 */
  day: number;
  first_at: number;
  last_at: number;
  messages: number;
  /** how it is sealed: see kept/pack.ts */
  form: number;
  /** JSON of each message's head and the bytes of its text */
  heads: string;
  /** nonce, tag and ciphertext; null where none had a text */
  sealed: Uint8Array | null;
}

/** A pack as it is written: with the marks that its messages are found by. */
export interface MarkedPack extends KeptPack {
  marks: Uint8Array;
}

interface KeptPackTable extends KeptPack {
  /** rises with what is kept */
  id: Generated<number>;
}

/** A pack that is in no run yet. */
interface KeptTailRow {
  pack: number;
  day: number;
  /** null where they are still to be made */
  marks: Uint8Array | null;
}

/** Packs of a day whose marks are in order: see kept/runs.ts. */
interface KeptRunRow {
  /** the first of its packs */
  id: number;
  day: number;
  messages: number;
  /** a mark shifted to the right by this is the number of its part */
  shift: number;
}

interface KeptPartRow {
  run: number;
  part: number;
  /** marks and packs */
  entries: Uint8Array;
}

/** A message that its sender deleted on the platform. */
interface KeptDeletedRow {
  message: string;
  actor: string;
  at: number;
}

/** A message that a case needs beyond the days, encrypted with a key of the case. */
export interface CaseEvidenceRow extends KeptHead {
  case_id: string;
  /** nonce, tag and ciphertext; null where it had no text */
  sealed: Uint8Array | null;
  /** when its sender deleted it on the platform */
  deleted_at: number | null;
  preserved_at: number;
}

/** What is preserved for a case, and until when. */
export interface CaseKeepingRow {
  case_id: string;
  account: string;
  preserved_at: number;
  /** nothing of it is released before; null where nothing holds it */
  held_until: number | null;
  /** why it is held, as it was written before reasons were sealed */
  held_why: string | null;
  /** who said so, as in the audit log */
  held_by: Generated<string | null>;
  /** why it is held, sealed with the case's key */
  held_sealed: Generated<Uint8Array | null>;
  /** when its messages were first preserved; null where they are not yet */
  messages_at: Generated<number | null>;
  /** why all of it is being destroyed: see server/retention; null where it is not */
  destroying: Generated<string | null>;
  released_at: number | null;
}

/** The time that has surely passed, milliseconds since 1970: see server/retention/sure-time.ts. One row. */
interface SureTimeRow {
  id: number;
  sure_at: number;
  seen_at: number;
  doubted: number | null;
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
  kept_pack: KeptPackTable;
  kept_tail: KeptTailRow;
  kept_run: KeptRunRow;
  kept_part: KeptPartRow;
  kept_deleted: KeptDeletedRow;
  case_evidence: CaseEvidenceRow;
  case_keeping: CaseKeepingRow;
  sure_time: SureTimeRow;
}
