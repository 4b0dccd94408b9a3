/** Rows of what people said of links between accounts (server/returning), and of what operators share (server/sharing). */

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

export interface SharedHashRow {
  agreement: string;
  account: string;
  kind: string;
  hash: string;
  at: number;
}

export type SharedLeadRow = Pick<SharedHashRow, 'agreement' | 'kind' | 'hash'>;

export interface SharedStateRow {
  agreement: string;
  sent_sequence: number;
  sent_at: number;
  sent: number;
  taken_sequence: number;
  taken_at: number;
  taken: number;
  void_at: number;
}
