/** Recall at a budget of false alerts, of what a second look makes of scores. */
import { type Share, shareOf } from '../measure/wilson.ts';
import type { DayLooked, Seen } from './worlds.ts';

export interface RecallAt {
  budget: number;
  threshold: number;
  recall: Share;
  byType: Readonly<Record<string, Share>>;
}

/** Of offenders of whom a message reached a child. */
export function recallAt(
  { days, benignDays, offenders }: Seen,
  budget: number,
  score: (day: DayLooked) => number,
): RecallAt {
  const highest = new Map<string, number>();
  for (const day of days) {
    if (day.offender !== null) continue;
    highest.set(day.accountDay, Math.max(highest.get(day.accountDay) ?? Number.NEGATIVE_INFINITY, score(day)));
  }
  const falling = Float64Array.from(highest.values()).sort().reverse();
  // the first that may not be alerted
  const threshold = falling[Math.floor(benignDays * budget)] ?? 0;
  const found = new Set(days.flatMap((day) => (day.offender !== null && score(day) > threshold ? [day.offender] : [])));
  const through = offenders.flatMap(({ type, throughToChild }, i) =>
    throughToChild ? [{ type, found: found.has(i) }] : [],
  );
  const share = (some: readonly { found: boolean }[]) => shareOf(some.filter((o) => o.found).length, some.length);
  const types = [...new Set(through.map(({ type }) => type))];
  return {
    budget,
    threshold,
    recall: share(through),
    byType: Object.fromEntries(types.map((type) => [type, share(through.filter((o) => o.type === type))])),
  };
}
