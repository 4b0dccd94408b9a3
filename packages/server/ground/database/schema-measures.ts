/** Rows of measures/: what a service said of itself, and what was counted. */

/** A version of the answers to the questions that decide which measures apply; only ever added. */
export interface MeasureAnswersRow {
  /** from 1 */
  version: number;
  /** milliseconds since 1970 */
  at: number;
  /** as in the audit log */
  by: string;
  /** JSON, of the contract's measureAnswers */
  answers: string;
}

/** How many of what a day had: for as long as the operator keeps its database. */
export interface DailyCountRow {
  /** days since 1970, UTC */
  day: number;
  /** of countNames */
  name: string;
  /** what tells the counts of one name apart, joined by /; '' where nothing does */
  key: string;
  n: number;
}

/** How far counting has come. */
export interface CountProgressRow {
  what: string;
  value: number;
}

/** What somebody of the service said of a measure: never edited, only replaced or withdrawn. */
export interface AttestationRow {
  id: string;
  code: string;
  measure: string;
  /** what is attested, in the registry's words of that day */
  statement: string;
  words: string;
  /** people of staff: who answers for it, and who wrote it down */
  owner: string;
  made_by: string;
  made_at: number;
  valid_until: number;
  /** null where there is no file */
  file_name: string | null;
  file_bytes: number | null;
  /** SHA-256, hexadecimal */
  file_hash: string | null;
  ended_at: number | null;
  ended_by: string | null;
  ended_how: 'replaced' | 'withdrawn' | null;
}

export interface AttestationPieceRow {
  attestation: string;
  /** from 0 */
  place: number;
  bytes: Uint8Array;
}

export interface MeasureRecords {
  attestation: AttestationRow;
  attestation_piece: AttestationPieceRow;
  measure_answers: MeasureAnswersRow;
  daily_count: DailyCountRow;
  count_progress: CountProgressRow;
}
