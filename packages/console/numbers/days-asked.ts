/** Which days can be asked for at once. Pure. */

/** The longest period, days, both ends counted: contract/numbers.ts, which a test compares. */
export const DAYS_MAX = 366;
const DAY_MS = 86_400_000;

/** Calendar days in UTC, both included: `2026-11-26`. */
export type Period = Record<'from' | 'to', string>;

export const dayOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10);
const later = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY_MS);

export type Refusal =
  | { why: 'backwards' }
  /** what each end could be if the other stays */
  | { why: 'tooLong'; earliest: string; latest: string };

/** What is wrong with it; null where its numbers can be asked for. */
export function refusalOf({ from, to }: Period): Refusal | null {
  if (to < from) return { why: 'backwards' };
  if (Date.parse(to) - Date.parse(from) < DAYS_MAX * DAY_MS) return null;
  return { why: 'tooLong', earliest: later(to, 1 - DAYS_MAX), latest: later(from, DAYS_MAX - 1) };
}

/** A day as the address says it; null where it is none. */
export function dayIn(said: string | null): string | null {
  if (said === null || !/^\d{4}-\d\d-\d\d$/.test(said)) return null;
  const at_ms = Date.parse(said);
  return Number.isNaN(at_ms) || dayOf(at_ms) !== said ? null : said;
}
