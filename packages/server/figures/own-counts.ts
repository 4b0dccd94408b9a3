/**
 * The operator's own counts, by financial year: totals that its published transparency reports show or add up to, and nothing
 * else. A second publication of the same counts would tell by its differences what the reports withhold.
 */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { type CountName, countNames, publicTotal, reportedCounts, standingReports } from '../measures/index.ts';
import { yearText } from './period.ts';

/** How long what was read is believed, ms: as long as a withdrawn report may be shown here. */
const FRESH_MS = 60_000;

export interface OwnCount {
  /** 2025/26 */
  year: string;
  name: CountName;
  title: string;
  n: number;
}

export type OwnCounts = (names: readonly string[]) => Promise<readonly OwnCount[]>;

/** @param clock milliseconds since 1970 */
export function ownCounts(db: Kysely<Records>, clock: () => number): OwnCounts {
  let read: { key: string; at_ms: number; counts: Promise<readonly OwnCount[]> } | null = null;
  return (names) => {
    const key = names.join();
    const at_ms = clock();
    if (read === null || read.key !== key || at_ms - read.at_ms > FRESH_MS) {
      read = {
        key,
        at_ms,
        counts: readOwn(
          db,
          reportedCounts.filter((name) => names.includes(name)),
        ),
      };
      read.counts.catch(() => {
        read = null;
      });
    }
    return read.counts;
  };
}

async function readOwn(db: Kysely<Records>, names: readonly CountName[]): Promise<readonly OwnCount[]> {
  if (names.length === 0) return [];
  const reports = await standingReports(db);
  const years = reports.flatMap(({ months }) => months.map((month) => Number(month.slice(0, 'YYYY'.length))));
  const counts: OwnCount[] = [];
  // a report's first months may be of the financial year that began the year before
  for (let start = Math.min(...years) - 1; start <= Math.max(...years); start++)
    for (const name of names) {
      const n = publicTotal(reports, name, [`${start}-04`, `${start + 1}-03`]);
      const title = countNames.find((one) => one.name === name)?.title ?? name;
      if (n !== null) counts.push({ year: yearText(start), name, title, n });
    }
  return counts;
}
