/** The calendar's months and years, in days since 1970 (UTC). */
import { DAY_MS, dayOf } from './counts/index.ts';

/** From what people write (2026-11-26); it must be a date. */
export const dayFrom = (date: string): number => dayOf(Date.parse(date));

/**
 * The same date so many months later. Where that month has no such date it is the month's last: a year after 29 February is
 * 28 February, before and not after the day that a law would name.
 */
export function monthsAfter(day: number, months: number): number {
  const from = new Date(day * DAY_MS);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month, Math.min(from.getUTCDate(), last)));
}
