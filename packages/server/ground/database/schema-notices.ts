/** What becomes of notices: see notices/. */

/** One thing that was seen of a notice, or that a child did: for two days, and by nobody's name. */
export interface NoticeNoteRow {
  id: string;
  /** a hash of the child and of whom the notice was about: tells which belong together, and no more */
  pair: string;
  what: 'shown' | 'told_enough' | 'drawn' | 'answered' | 'did';
  /** null of what a child did */
  kind: string | null;
  /** the choice, what was done, or the arm of the experiment; '' where there is none */
  value: string;
  language: string;
  risk: string;
  experiment: string;
  /** milliseconds since 1970: when it happened */
  at: number;
  /** when Kith was told */
  noted_at: number;
}

/** How many of a day: for as long as the operator keeps its figures. */
export interface NoticeDayRow {
  /** days since 1970 */
  day: number;
  kind: string;
  language: string;
  risk: string;
  /** '' where it is not of an experiment */
  experiment: string;
  arm: string;
  what: string;
  n: number;
}

export interface NoticeRecords {
  notice_note: NoticeNoteRow;
  notice_day: NoticeDayRow;
}
