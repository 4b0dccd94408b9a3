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

export interface MeasureRecords {
  measure_answers: MeasureAnswersRow;
  daily_count: DailyCountRow;
  count_progress: CountProgressRow;
}
