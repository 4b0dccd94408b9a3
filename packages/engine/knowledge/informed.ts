/**
 * Which notices that only inform a child was shown lately: what frequency limits are held against. Counted by what the
 * platform says was shown, on the child's own rows, and bounded whatever happens.
 */
import { INFORMED_MAX, type InformingKind } from '@kith/contract';
import type { Seconds } from './account.ts';

const DAY_S = 86_400;
/** Days that are told apart before they begin anew: eleven years fit into 12 bits, and the longest limit is one. */
const DAYS_APART = 4095;

/** A day in UTC, 1 to DAYS_APART; 0 where there was none. */
export type DayMark = number;
export const NEVER: DayMark = 0;

export const dayMarkOf = (at: Seconds): DayMark => 1 + (Math.floor(at / DAY_S) % DAYS_APART);
/** How many days the first lies before the second; one that lies after it counts as none. */
export function daysSince(then: DayMark, now: DayMark): number {
  const days = (now - then + DAYS_APART) % DAYS_APART;
  return days > DAYS_APART / 2 ? 0 : days;
}

/** How often on one day, up to INFORMED_MAX. */
export interface Informed extends Readonly<Record<InformingKind, number>> {
  readonly day: DayMark;
}
export const NOT_INFORMED: Informed = Object.freeze({ day: NEVER, first_message: 0, after_block: 0, after_report: 0 });

/** How often on the day of that time. */
export const informedOn = (informed: Informed, kind: InformingKind, at: Seconds): number =>
  informed.day === dayMarkOf(at) ? informed[kind] : 0;

/** Counts one that was shown. One that is told a day late counts for nothing: it must not wipe out today's. */
export function informedOnceMore(informed: Informed, kind: InformingKind, at: Seconds): Informed {
  const day = dayMarkOf(at);
  const before = informed.day === day ? informed : isLater(informed.day, day) ? null : { ...NOT_INFORMED, day };
  if (before === null || before[kind] >= INFORMED_MAX[kind]) return informed;
  return { ...before, [kind]: before[kind] + 1 };
}

const isLater = (day: DayMark, than: DayMark): boolean => day !== NEVER && day !== than && daysSince(day, than) === 0;
