/** Rows of measures/assessments: what a service must keep in writing. */

/** The version of a kind that is being written; one at a time. */
export interface AssessmentDraftRow {
  kind: string;
  /** another with each draft, so that nobody saves into one that they have not seen */
  id: string;
  /** of the version that it will be */
  number: number;
  /** how often it was saved: what is signed is what was read */
  version: number;
  /** the version that it was begun from; null where it is the first */
  based_on: number | null;
  started_by: string;
  started_at: number;
}

/** A section's answers in a draft; there from the first time that they are saved. */
export interface AssessmentSectionRow {
  draft: string;
  section: string;
  version: number;
  /** JSON, of the contract's sectionAnswers */
  answers: string;
  saved_by: string;
  saved_at: number;
}

/** A version that was signed. It never changes: the database refuses. */
export interface AssessmentVersionRow {
  kind: string;
  /** from 1 */
  number: number;
  /** JSON, of the contract's assessmentContent */
  content: string;
  /** of the content, hexadecimal */
  sha256: string;
  signed_by: string;
  signed_at: number;
  /** the day by which it must be reviewed: days since 1970 */
  due_day: number;
}

/** A significant change of the service that is planned: to be considered in a version before it is made. */
export interface AssessmentChangeRow {
  id: string;
  kind: string;
  note: string;
  /** days since 1970; null where nobody knows yet */
  planned_day: number | null;
  noted_by: string;
  noted_at: number;
  /** the version in which it is considered; null while none does */
  considered_in: number | null;
  /** it is not to be made after all */
  withdrawn_by: string | null;
  withdrawn_at: number | null;
}

export interface AssessmentRecords {
  assessment_draft: AssessmentDraftRow;
  assessment_section: AssessmentSectionRow;
  assessment_version: AssessmentVersionRow;
  assessment_change: AssessmentChangeRow;
}
