/**
 * Totals of a period as anybody can add them up from the reports that stand: from their months and their own totals, never from
 * what was counted. So whoever shows them, wherever, gives nothing away that isn't public. Pure.
 */
import type { CountName } from '../counts/index.ts';
import type { ReportContent } from './content.ts';
import { statistics } from './statistics.ts';

/** The counts that reports have. */
export const reportedCounts: readonly CountName[] = statistics.map(({ count }) => count);

/** Consecutive months with a number that a report shows. */
interface Span {
  from: string;
  /** the month after the last */
  next: string;
  n: number;
}

/**
 * The total of a count over some months, first to last; null where the reports don't show one, be it that a number is withheld or
 * that nothing was published. @param reports those that stand, a corrected one without what it corrects
 */
export function publicTotal(
  reports: readonly ReportContent[],
  name: CountName,
  months: readonly [first: string, last: string],
): number | null {
  const spans = reports.flatMap((report) => spansOf(report, name));
  const end = nextMonth(months[1]);
  // totals up to a month, each by the first way that is found: reports overlap, and add up to the same unless one was corrected
  const reached = new Map([[months[0], 0]]);
  for (let month = months[0]; month < end; month = nextMonth(month)) {
    const before = reached.get(month);
    if (before === undefined) continue;
    for (const { from, next, n } of spans)
      if (from === month && next <= end && !reached.has(next)) reached.set(next, before + n);
  }
  return reached.get(end) ?? null;
}

function spansOf({ months, statistics: all }: ReportContent, name: CountName): Span[] {
  const id = statistics.find(({ count }) => count === name)?.id;
  const said = all.find((one) => one.id === id);
  const [first, last] = [months[0], months.at(-1)];
  if (said === undefined || first === undefined || last === undefined) return [];
  const span = (from: string, to: string, n: number | null): Span[] =>
    n === null ? [] : [{ from, next: nextMonth(to), n }];
  return [
    ...span(first, last, said.total),
    ...months.flatMap((month, i) => span(month, month, said.months[i] ?? null)),
  ];
}

/** 2026-12 is followed by 2027-01. */
export function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
