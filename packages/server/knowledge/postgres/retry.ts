/** Which failures of a transaction pass by themselves, and how long to wait before the next try. */
import { DatabaseError } from 'pg';

/** Tries of one block or question, with waits of 10 ms to 2.5 s between them: some 7 seconds in all. */
export const TRIES_MAX = 10;
/** The wait after the first try, milliseconds: about as long as a block takes. It doubles with every try. */
const FIRST_WAIT_MS = 10;
/** The longest wait, milliseconds: a database that starts again is tried soon after it is there. */
const WAIT_MAX_MS = 2_000;

/**
 * A block that wrote what another had written since it looked: nothing of it is there, and its connection is as it was.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** an event of it was committed before */
  readonly repeats: boolean;

  constructor(cause: Error, repeats: boolean) {
    super('another block wrote the same rows first', { cause });
    this.repeats = repeats;
  }
}

/** Tables with rows that two blocks may want to make at once. */
const MADE_AT_ONCE: ReadonlySet<string> = new Set([
  'account',
  'contact',
  'conduct',
  'approach',
  'conversation',
  'member',
  'seen',
  'cases',
  'case_event',
]);

/** What PostgreSQL's error means, where it means that; else null. */
export function refusal(error: unknown): Refused | null {
  if (!(error instanceof DatabaseError)) return null;
  if (error.code === '40001' || error.code === '40P01') return new Refused(error, false);
  if (error.code !== '23505' || !MADE_AT_ONCE.has(error.table ?? '')) return null;
  return new Refused(error, error.table === 'seen');
}

/** https://www.postgresql.org/docs/15/errcodes-appendix.html */
const PASSING: ReadonlySet<string> = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '25P03', // idle_in_transaction_session_timeout
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
]);
const LOST: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
]);
/** node-postgres gives these no code. */
const LOST_WORDS =
  /^Connection terminated|^Client has encountered a connection error|^timeout exceeded when trying to connect/;

/** Whether the same may work when it is tried again. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Refused) return true;
  const code = 'code' in error ? String(error.code) : '';
  return PASSING.has(code) || LOST.has(code) || code.startsWith('08') || LOST_WORDS.test(error.message);
}

/**
 * Whether the answer to what was sent may have been lost. An error that the server sent for a statement means that the
 * transaction was rolled back; anything else leaves it open.
 */
export function isUnknown(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('08') || code.startsWith('57P');
}

/** How long to wait after the try of a number, from 1; `random` is in [0, 1): two that met are kept from meeting again. */
export function wait_ms(tried: number, random: number): number {
  return Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 2 ** (tried - 1)) * (0.5 + random);
}
