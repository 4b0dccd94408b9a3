/** Whole months that a report can be of, both included; `2026-03`. Pure: the time of now comes in. */
export interface Period {
  from: string;
  to: string;
}

/** Months of one report at most: content.ts at the server. */
export const MONTHS_MAX = 24;
/** Months that are offered: a report of two years may be made up for a year late. */
const OFFERED = 36;
/** What is chosen at first: half a year, as reports usually are. */
const USUAL = 6;

const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const nameOf = (index: number): string => `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;

/** Months that are over (UTC, as Kith counts), the newest first. */
export function monthsOver(now_ms: number): string[] {
  const now = indexOf(new Date(now_ms).toISOString().slice(0, 7));
  return Array.from({ length: OFFERED }, (_, i) => nameOf(now - 1 - i));
}

export function usualPeriod(now_ms: number): Period {
  const months = monthsOver(now_ms);
  return { from: months[USUAL - 1] ?? '', to: months[0] ?? '' };
}

/** What is wrong with it; null where a report can be asked for. */
export function refusalOf({ from, to }: Period): 'backwards' | 'tooLong' | null {
  if (to < from) return 'backwards';
  return indexOf(to) - indexOf(from) >= MONTHS_MAX ? 'tooLong' : null;
}

export const toDraft = ({ from, to }: Period): string => `/transparency/draft?${new URLSearchParams({ from, to })}`;
