/** Rows of measures/: what a service said of itself, and what was counted. */
import type { Generated } from 'kysely';

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

/** What a block of the log adds to the counts of its day: there until it is added. */
export interface BlockCountRow {
  id: Generated<number>;
  /** when the block was committed, milliseconds since 1970 */
  at: number;
  /** JSON, see measures/counts/tally.ts */
  counts: string;
}

/** What was counted on a later day than its own, as that was finished already. */
export interface LateCountRow {
  /** days since 1970, UTC: its own, and the one that it was added to */
  day: number;
  counted_on: number;
  name: string;
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

/** A transparency report as it was published. */
export interface TransparencyReportRow {
  id: string;
  /** from 1, in the order of publishing */
  number: number;
  /** 2026-03 */
  from_month: string;
  to_month: string;
  /** from 1 */
  edition: number;
  /** milliseconds since 1970 */
  published_at: number;
  /** as in the audit log */
  published_by: string;
  /** what an edition says of what it changes; '' for the first */
  changes: string;
  sha256: string;
  /** JSON, what everybody sees */
  content: string;
  /** JSON, the sums behind it and which were shown: never published */
  kept: string;
  withdrawn_at: number | null;
  withdrawn_by: string | null;
  withdrawn_why: string | null;
}

/** The registry as it was in use; only ever added. */
export interface MeasureRegistryRow {
  /** from 1 */
  version: number;
  /** since when, milliseconds since 1970 */
  at: number;
  /** of the content, hexadecimal */
  sha256: string;
  /** JSON, see measures/registry-kept.ts */
  content: string;
}

/** A yearly duty that somebody saw to. */
export interface DutyDoneRow {
  duty: string;
  /** days since 1970, UTC: the day that it was due on; of a duty without one, the day on which it was done */
  due_day: number;
  done_at: number;
  /** of staff */
  done_by: string;
}

/** One that was marked as done by mistake: the row that was in `duty_done`, and who took it back. */
export interface DutyUndoneRow extends DutyDoneRow {
  undone_at: number;
  /** of staff */
  undone_by: string;
}

/** By which somebody's program reads the calendar. */
export interface CalendarLinkRow {
  staff: string;
  /** of its secret, hexadecimal */
  hash: string;
  made_at: number;
}

export interface MeasureRecords {
  measure_registry: MeasureRegistryRow;
  duty_done: DutyDoneRow;
  duty_undone: DutyUndoneRow;
  calendar_link: CalendarLinkRow;
  attestation: AttestationRow;
  attestation_piece: AttestationPieceRow;
  transparency_report: TransparencyReportRow;
  measure_answers: MeasureAnswersRow;
  daily_count: DailyCountRow;
  block_count: BlockCountRow;
  late_count: LateCountRow;
  count_progress: CountProgressRow;
}
