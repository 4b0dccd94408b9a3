/** Rows of what people said of links between accounts: see server/returning. */

export interface LinkLabelRow {
  id: string;
  actor: string;
  other: string;
  state: 'confirmed' | 'cut';
  by_staff: string;
  at: number;
  note: string | null;
  /** how the two compared then: comparisons, JSON */
  compared: string;
}
