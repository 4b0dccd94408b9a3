/** Rows of measures/: what a service said of itself. */

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

export interface MeasureRecords {
  measure_answers: MeasureAnswersRow;
}
