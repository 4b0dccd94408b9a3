/** What people say about an account, as rows. */

/** Who reports: somebody with an account, a parent or carer, somebody without an account, a trusted flagger, the platform. */
export type ReportSource = 'user' | 'guardian' | 'nobody' | 'flagger' | 'platform';

export interface ReportRow {
  id: string;
  /** the event that it came with; null where it came without one */
  event: string | null;
  source: ReportSource;
  /** 1 where it is by a trusted flagger */
  trusted: number;
  /** the account of who reports: for nobody but those who judge it */
  reporter: string | null;
  /** 1 where that is a child */
  child: number;
  /** the account that it is about; null where what was written names none that is known */
  about: string | null;
  category: string;
  conversation: string | null;
  message: string | null;
  /** the key that its words are sealed with */
  key: string | null;
  /** the words: nonce, tag and ciphertext; null where there are none (any more) */
  sealed: Uint8Array | null;
  /** when it happened or was written */
  at: number;
  received_at: number;
  language: string;
  /** 1 where whoever reports wants no messages about it */
  opted_out: number;
  acknowledged_at: number | null;
  state: 'open' | 'closed';
  closed_at: number | null;
  outcome: 'acted' | 'no_breach' | 'unfounded' | null;
  /** the person of staff who marked it as unfounded, and why */
  unfounded_by: string | null;
  unfounded_reason: string | null;
  /** the key of the flagger who sent it */
  flagger: string | null;
  /** the case that it joined */
  case_id: string | null;
}
