/** Rows of the vault: see evidence/vault. What says something about what is in it is sealed with the key of its case. */

/** The bytes of evidence, in chunks that lie in a storage. */
export interface EvidenceBlobRow {
  /** its name in the storage */
  address: string;
  case_id: string;
  /** the id of the key that it is sealed with */
  key: string;
  /** what is in it: a keyed hash, hexadecimal; null while it is written */
  content: string | null;
  bytes: number;
  chunks: number;
  /** database, folder, s3 */
  storage: string;
  begun_at: number;
  /** when all of it was there and an item referred to it; null before */
  there_at: number | null;
}

/** One chunk of a blob that lies in the database. */
export interface EvidenceChunkRow {
  address: string;
  /** from 0 */
  place: number;
  /** nonce, tag and ciphertext */
  sealed: Uint8Array;
}

export interface EvidenceItemRow {
  id: string;
  case_id: string;
  /** the id of the key that it is sealed with */
  key: string;
  /** of the contract's evidenceKind */
  kind: string;
  /** of the contract's evidenceSource */
  source: string;
  account: string | null;
  bytes: number;
  /** where its bytes are; null when they are destroyed */
  blob: string | null;
  /** tells it from what else the case has: a keyed hash, hexadecimal */
  mark: string;
  /** name, media type, SHA-256, details: JSON, sealed; null when it is destroyed */
  sealed: Uint8Array | null;
  taken_at: number;
  destroyed_at: number | null;
}

/** A link of an item's chain of custody; only ever added. */
export interface EvidenceCustodyRow {
  item: string;
  /** from 0 */
  place: number;
  at: number;
  /** of the contract's custodyLine */
  what: string;
  /** as in the audit log */
  by: string;
  /** why, sealed; null where nothing was said */
  reason: Uint8Array | null;
  /** the number of the audit log's line that says so, and holds a hash of this one */
  audit: number;
}

export interface EvidenceRecords {
  evidence_blob: EvidenceBlobRow;
  evidence_chunk: EvidenceChunkRow;
  evidence_item: EvidenceItemRow;
  evidence_custody: EvidenceCustodyRow;
}
