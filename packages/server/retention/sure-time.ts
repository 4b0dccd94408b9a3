/**
 * Which time it surely is. What is destroyed can't be had back, and a machine may be wrong about the time: after a start without a
 * battery, a restored snapshot, a slip of whoever set it. So what is due is due by the time that has surely passed: as long as
 * Kith ran, by a counter that nobody can set. Where the clock is ahead of that, nothing is destroyed that would not be due
 * anyhow, until the clock has gone on steadily for days, or a person says that it is right
 * (docs/decisions/0021-time-that-has-surely-passed.md). Pure.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What nobody asks about, milliseconds: a restart, two machines that are not quite of one mind. Between two looks it is more than enough. */
export const TOLERANCE_MS = HOUR_MS;
/** How long a clock that is ahead must have gone steadily until it is believed, milliseconds of running: a weekend, and somebody looks. */
export const STEADY_MS = 3 * DAY_MS;
/** How far ahead it may be to be believed by that, milliseconds: Kith stood still for no longer than a month. */
export const LEAP_MS = 30 * DAY_MS;

/** Times are milliseconds since 1970. */
export interface SureTime {
  /** it is this late at least */
  sure_ms: number;
  /** what the clock said at the last look */
  seen_ms: number;
  /** how long it has run steadily since it was found ahead, milliseconds; null where it is believed */
  doubted_ms: number | null;
}

/**
 * What is known after a look at the clock.
 * @param ran_ms how long this process has run since its last look, milliseconds, by what can't be set; null at its first
 */
export function look(before: SureTime, now_ms: number, ran_ms: number | null): SureTime {
  const passed_ms = now_ms - before.seen_ms;
  // another process may have looked since, and counted some of it
  const ran = Math.max(0, Math.min(ran_ms ?? 0, passed_ms));
  const sure_ms = before.sure_ms + ran;
  if (now_ms <= sure_ms + TOLERANCE_MS) {
    return { sure_ms: Math.max(before.sure_ms, now_ms), seen_ms: now_ms, doubted_ms: null };
  }
  const isSteady = passed_ms >= 0 && passed_ms - (ran_ms ?? 0) <= TOLERANCE_MS;
  const doubted_ms = isSteady && before.doubted_ms !== null ? before.doubted_ms + ran : 0;
  const isBelieved = doubted_ms >= STEADY_MS && now_ms - sure_ms <= LEAP_MS;
  return isBelieved ? believed(now_ms) : { sure_ms, seen_ms: now_ms, doubted_ms };
}

/** The clock is right. */
export const believed = (now_ms: number): SureTime => ({ sure_ms: now_ms, seen_ms: now_ms, doubted_ms: null });

/** By which it is decided what is due: never later than the clock says. */
export const dueBy = ({ sure_ms }: SureTime, now_ms: number): number => Math.min(sure_ms, now_ms);
