/**
 * Shares and medians of a report, from what it shows and from nothing else: whoever reads it could work them out, so they say
 * nothing more of what is withheld.
 */
import type { ReportContent, StatisticContent } from './content.ts';
import type { StatisticId } from './statistics.ts';

export interface Share {
  count: number;
  of: number;
}

const statisticOf = ({ statistics }: ReportContent, id: StatisticId): StatisticContent | undefined =>
  statistics.find((statistic) => statistic.id === id);

/** The share of some rows; null where any of them is withheld, or there is nothing to have a share of. */
function shareOf(
  rows: readonly { key: string | null; total: number | null }[],
  counted: readonly string[],
): Share | null {
  let [count, of] = [0, 0];
  for (const { key, total } of rows) {
    if (total === null) return null;
    of += total;
    if (key !== null && counted.includes(key)) count += total;
  }
  return of === 0 ? null : { count, of };
}

export interface Derived {
  /** of measures that were ruled (a ruling with two counts twice): began with what Kith found by itself */
  proactive: Share | null;
  /** of second looks: agreed with the first */
  agreed: Share | null;
  /** of appeals that were decided: the ruling stood */
  upheld: Share | null;
  /** the bucket of hours in which the middle one lies */
  medians: Readonly<Record<'case_time' | 'report_time' | 'appeal_time', string | null>>;
}

export function derivedOf(content: ReportContent): Derived {
  const rows = (id: StatisticId) => statisticOf(content, id)?.rows ?? [];
  const found = statisticOf(content, 'rulings')?.also.find(({ by }) => by === 'found')?.rows ?? [];
  return {
    proactive: shareOf(found, ['proactive']),
    agreed: shareOf(rows('second_looks'), ['agreed']),
    upheld: shareOf(rows('appeals_decided'), ['upheld']),
    medians: {
      case_time: medianOf(rows('case_time')),
      report_time: medianOf(rows('report_time')),
      appeal_time: medianOf(rows('appeal_time')),
    },
  };
}

/** Buckets in the order of their hours; what took longer than all is last. */
export const inOrder = <R extends { key: string | null }>(rows: readonly R[]): R[] => {
  const hours = ({ key }: R) => (key === 'more' || key === null ? Number.POSITIVE_INFINITY : Number(key));
  return [...rows].sort((a, b) => hours(a) - hours(b));
};

function medianOf(rows: readonly { key: string | null; total: number | null }[]): string | null {
  const all = shareOf(rows, []);
  if (all === null) return null;
  let sum = 0;
  for (const { key, total } of inOrder(rows)) {
    sum += total ?? 0;
    if (2 * sum >= all.of) return key;
  }
  return null;
}
