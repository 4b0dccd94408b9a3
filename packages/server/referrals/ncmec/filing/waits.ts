/** How long to wait after a failure, and how long a report stays open. Pure. */

/** The wait after the first failure is at most this; each further one at most twice the one before. */
const FIRST_MS = 5_000;
/** NCMEC is back within the hour, or it is no matter of minutes; an open report lasts an hour at least. */
const LONGEST_MS = 3_600_000;
/** Until a person has mended the credentials, as alarms ask them to. */
export const BARRED_MS = 600_000;
/** How long it is tried to open a report: a week and a weekend of an outage on either side. */
export const OPENING_FOR_MS = 14 * 86_400_000;
/** So often a report may be taken back and opened anew without waiting: answers that were lost come in runs. */
const RESTARTS_AT_ONCE = 8;

/** An unfinished report is deleted so long after it was opened (grade S), or … */
const OPEN_MS = 24 * 3_600_000;
/** … so long after a file or its details were last added, whichever is later. */
const CHANGED_MS = 3_600_000;
/** We stop that long before: NCMEC's clock is not ours, and a large file takes its time. */
const MARGIN_MS = 15 * 60_000;

/** @param random 0 to 1: full jitter, so that what failed together does not come back together */
export function waitAfter(failures: number, retryAfter_ms: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.max(Math.min(LONGEST_MS, retryAfter_ms), Math.ceil(random * ceiling));
}

export const waitBeforeRestart = (restarts: number, random: number): number =>
  restarts <= RESTARTS_AT_ONCE ? 0 : waitAfter(restarts - RESTARTS_AT_ONCE, 0, random);

export const isOld = (openedAt_ms: number, changedAt_ms: number, now_ms: number): boolean =>
  now_ms >= Math.max(openedAt_ms + OPEN_MS, changedAt_ms + CHANGED_MS) - MARGIN_MS;
