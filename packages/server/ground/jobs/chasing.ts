/** When a platform that has not said that something is done is asked again. Pure. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The first waits, each from when it was asked for first; then once a day. */
const CHASE_AFTER_MS = [15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS] as const;
/** It is asked for so often at most: a month of days. Then it stays on the list of what is not done, for people. */
export const CHASES_MAX = 33;

/** When it is asked for again, milliseconds since 1970; null when that was often enough. */
export function nextChase(requested_ms: number, chased: number): number | null {
  if (chased >= CHASES_MAX) return null;
  const first = CHASE_AFTER_MS[chased];
  if (first !== undefined) return requested_ms + first;
  return requested_ms + (chased - CHASE_AFTER_MS.length + 1) * DAY_MS;
}

/** What was asked for at this time, or before, should be done by now. */
export const overdueFrom = (now_ms: number): number => now_ms - CHASE_AFTER_MS[0];

export const isOverdue = (requested_ms: number, now_ms: number): boolean => requested_ms <= overdueFrom(now_ms);
