/** The one error of this package. */
import type { Problem, Receipt } from '@kith/contract';

/** Codes that this package gives by itself. Beside them, `code` is the code of the problem that Kith answered with. */
export type ClientCode =
  /** the options of `new Kith` are wrong */
  | 'bad_options'
  /** an identifier that no URL can carry ("." or "..") */
  | 'bad_id'
  /** one event alone is larger than a request may be */
  | 'event_too_large'
  /** the network failed on every try */
  | 'unreachable'
  /** no answer within `timeout_ms` on the last try */
  | 'timeout'
  /** the caller's signal was aborted */
  | 'aborted'
  /** Kith, or a proxy in front of it, could not answer (429, 5xx) on every try */
  | 'unavailable'
  /** an answer of 3xx: `url` isn't Kith's own address */
  | 'redirected'
  /** a 4xx that doesn't say what is wrong */
  | 'refused'
  /** an answer that isn't Kith's */
  | 'bad_answer'
  /** the queue holds `maxQueued` events; wait for `room()` */
  | 'queue_full'
  /** the queue was closed */
  | 'queue_closed'
  | 'webhook_secret_invalid'
  | 'webhook_header_missing'
  | 'webhook_timestamp_invalid'
  | 'webhook_too_old'
  | 'webhook_too_new'
  | 'webhook_signature_mismatch'
  | 'webhook_body_invalid';

export interface KithErrorDetails {
  /** the HTTP status of the answer, where there was one */
  status?: number | undefined;
  /** what Kith said is wrong, and in which field */
  problem?: Problem | undefined;
  /** in a `tell` of many events: the receipts of those that were answered before the failure, in order */
  receipts?: readonly Receipt[] | undefined;
  cause?: unknown;
}

/** Whatever goes wrong in this package. `code` is stable; `message` is for the person who can mend it. */
export class KithError extends Error {
  override readonly name = 'KithError';
  readonly code: ClientCode | (string & {});
  readonly status: number | undefined;
  readonly problem: Problem | undefined;
  readonly receipts: readonly Receipt[];

  constructor(code: KithError['code'], message: string, details: KithErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.problem = details.problem;
    this.receipts = details.receipts ?? [];
  }
}
