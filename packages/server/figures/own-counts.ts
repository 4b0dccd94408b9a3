/** The operator's own counts, by financial year: only where it chose them, and only of years that are over. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import {
  type CountName,
  countedThrough,
  countNames,
  dayName,
  dayOf,
  isCountName,
  sumCounts,
} from '../measures/index.ts';
import { yearText } from './period.ts';

/** Numbers of people below this are not shown: a small one may tell who it was. */
export const SHOWN_MIN = 5;
/** How long what was read is believed, ms: years that are over don't change. */
const FRESH_MS = 10 * 60_000;
/** Months of a year before its first of April. */
const MONTHS_BEFORE_APRIL = 3;

export interface OwnCount {
  /** 2025/26 */
  year: string;
  name: CountName;
  title: string;
  /** null where it is of people and below SHOWN_MIN */
  n: number | null;
  /** the day from which on it was counted, where that is later than the year's beginning */
  from: string | null;
}

export type OwnCounts = (names: readonly string[]) => Promise<readonly OwnCount[]>;

/** @param clock milliseconds since 1970 */
export function ownCounts(db: Kysely<Records>, clock: () => number): OwnCounts {
  let read: { key: string; at_ms: number; counts: Promise<readonly OwnCount[]> } | null = null;
  return (names) => {
    const key = names.join();
    const at_ms = clock();
    if (read === null || read.key !== key || at_ms - read.at_ms > FRESH_MS) {
      read = { key, at_ms, counts: readOwn(db, names.filter(isCountName)) };
      read.counts.catch(() => {
        read = null;
      });
    }
    return read.counts;
  };
}

/** The calendar year in which the financial year of a month (2026-03) begins. */
const startOfMonth = (month: string): number =>
  Number(month.slice(0, 4)) - (Number(month.slice(5)) <= MONTHS_BEFORE_APRIL ? 1 : 0);

async function readOwn(db: Kysely<Records>, names: readonly CountName[]): Promise<readonly OwnCount[]> {
  const through = await countedThrough(db);
  if (through === null || names.length === 0) return [];
  const over = dayName(through + 1);
  const first = await db
    .selectFrom('daily_count')
    .select(({ fn }) => fn.min('day').as('day'))
    .executeTakeFirst();
  if (first?.day == null) return [];
  const fromDay = Number(first.day);
  // a year that goes on would change from day to day, and tell by its differences what is too small to be shown
  const isOver = (start: number): boolean => `${start + 1}-04-01` <= over;
  const sums = new Map<string, { start: number; name: CountName; n: number }>();
  for (const { period, name, n } of await sumCounts(db, { names, fromDay, toDay: through, by: 'month' })) {
    const start = startOfMonth(period);
    const sum = sums.get(`${start} ${name}`) ?? { start, name, n: 0 };
    sum.n += n;
    sums.set(`${start} ${name}`, sum);
  }
  const begins = startOfMonth(dayName(fromDay).slice(0, 'YYYY-MM'.length));
  const ends = startOfMonth(over.slice(0, 'YYYY-MM'.length));
  const counts: OwnCount[] = [];
  for (let start = begins; start <= ends; start++) {
    if (!isOver(start)) continue;
    for (const name of names) {
      const count = countNames.find((one) => one.name === name);
      // how things stood on one day is no number of a year
      if (count === undefined || count.standing === true) continue;
      const n = sums.get(`${start} ${name}`)?.n ?? 0;
      const from = start === begins && fromDay > dayOf(Date.UTC(start, MONTHS_BEFORE_APRIL)) ? dayName(fromDay) : null;
      const shown = count.people && n < SHOWN_MIN ? null : n;
      counts.push({ ...{ year: yearText(start), name, title: count.title, from }, n: shown });
    }
  }
  return counts;
}
