/** What follows a try: delivered, once more later, or given up. Pure. */
import type { OutboxRow } from '../ground/database/index.ts';

/** The wait after the first failure is at most this; each further one at most twice the one before. */
export const RETRY_FIRST_MS = 5_000;
/** An endpoint that is back is told within the hour. */
export const RETRY_MAX_MS = 3_600_000;
/** A day of tries: long enough for an outage over night, short enough that a notice still means something. */
export const TRY_FOR_MS = 86_400_000;

/** What came of one try: an HTTP status, or the code of the error that kept us from one. */
export type Attempt = { status: number; retryAfter_ms: number } | { error: string };

export type Verdict =
  | { outcome: 'delivered' }
  | { outcome: 'retry'; error: string; next_at: number }
  | { outcome: 'dead'; error: string };

/**
 * 2xx is delivered. 410 Gone is the endpoint's way to say never again, and given up at once. Everything else, redirects
 * too, is tried again: exponentially, with full jitter so that what failed together does not come back together, never
 * before the endpoint's Retry-After, and not beyond `give_up_at`.
 * @param row `attempts` counts this try
 * @param random 0 to 1
 */
export function judge(
  row: Pick<OutboxRow, 'attempts' | 'give_up_at'>,
  attempt: Attempt,
  now_ms: number,
  random: number,
): Verdict {
  const error = 'error' in attempt ? attempt.error : `HTTP_${attempt.status}`;
  if ('status' in attempt) {
    if (attempt.status >= 200 && attempt.status < 300) return { outcome: 'delivered' };
    if (attempt.status === 410) return { outcome: 'dead', error };
  }
  const ceiling = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.max(0, row.attempts - 1));
  const asked = 'status' in attempt ? Math.min(RETRY_MAX_MS, attempt.retryAfter_ms) : 0;
  const next_at = now_ms + Math.max(asked, Math.floor(random * ceiling));
  return next_at > row.give_up_at ? { outcome: 'dead', error } : { outcome: 'retry', error, next_at };
}
