/** When and how long to wait before the next try. */

/** The first wait is at most this long; each further one at most twice the one before. */
export const BACKOFF_FIRST_MS = 200;
/** No wait that we choose ourselves is longer: a decision that late helps nobody. */
export const BACKOFF_MAX_MS = 10_000;
/** A Retry-After beyond this is not waited for: the caller gets the error and decides. */
export const RETRY_AFTER_MAX_MS = 60_000;

/** Whether the same request may succeed later. What the request itself got wrong (other 4xx) never does. */
export function isWorthRetrying(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * Exponential backoff with full jitter, in milliseconds: anything between nothing and the ceiling, so that callers
 * that failed together don't come back together. `tries` is how many were made; `random` gives 0 to 1.
 */
export function backoff(tries: number, random: () => number): number {
  return Math.floor(random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (tries - 1)));
}

/** Retry-After in milliseconds from now: seconds or an HTTP date (RFC 9110, 10.2.3). 0 where there is none. */
export function retryAfter(header: string | null, now_ms: number): number {
  if (header === null) return 0;
  const value = header.trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now_ms);
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it is aborted. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
