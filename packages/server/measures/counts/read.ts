/** Daily counts as others read them: as they are, or added up by period. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { byCodePoint } from './code-points.ts';
import { dayName } from './days.ts';
import { type CountName, countNames, isCountName } from './names.ts';

export interface DayCount {
  /** days since 1970, UTC */
  day: number;
  name: CountName;
  /** see partsOf; '' where nothing tells its counts apart */
  key: string;
  n: number;
}

export interface CountsAsked {
  /** all of them where it is left out */
  names?: readonly CountName[];
  /** both days included */
  fromDay: number;
  toDay: number;
}

export type Period = 'day' | 'month' | 'year' | 'all';

export interface PeriodCount {
  /** `2026-11-26`, `2026-11`, `2026`; `all` */
  period: string;
  name: CountName;
  key: string;
  n: number;
}

/** In the order of days, names and keys. A day that isn't finished (see countedThrough) has what is counted of it so far. */
export async function readCounts(db: Kysely<Records>, asked: CountsAsked): Promise<DayCount[]> {
  const { rows } = await sql<Row & { day: number }>`
    select day, name, key, n from daily_count where ${within(asked)}`.execute(db);
  return rows
    .flatMap((row) => ofKnown(row).map((known) => ({ ...known, day: Number(row.day) })))
    .sort((a, b) => a.day - b.day || byCodePoint(a.name, b.name) || byCodePoint(a.key, b.key));
}

interface Row {
  name: string;
  key: string;
  /** PostgreSQL gives sums as text */
  n: number | string;
}

/** A name that another version of Kith counted is left where it is. */
const ofKnown = ({ name, key, n }: Row) => (isCountName(name) ? [{ name, key, n: Number(n) }] : []);

const within = ({ names, fromDay, toDay }: CountsAsked): RawBuilder<unknown> => {
  const days = sql`day between ${sql.lit(fromDay)} and ${sql.lit(toDay)}`;
  if (names === undefined) return days;
  return names.length === 0 ? sql`1 = 0` : sql`${days} and name in (${sql.join(names)})`;
};

/** What says how things stood when a day ended. */
const STANDING: readonly CountName[] = countNames.flatMap(({ name, standing }) => (standing ? [name] : []));

/**
 * Added up by period (UTC), in the order of periods, names and keys. How things stood when a day ended (`standing`) isn't added
 * up: the last day of the period that was counted stands for it.
 */
export async function sumCounts(db: Kysely<Records>, asked: CountsAsked & { by: Period }): Promise<PeriodCount[]> {
  if (asked.by === 'day') {
    const days = await readCounts(db, asked);
    return days.map(({ day, ...count }) => ({ period: dayName(day), ...count }));
  }
  const periods = periodsOf(asked);
  if (periods.length === 0) return [];
  const list = sql.join(
    periods.map(({ period, first, last }) => sql`(${sql.lit(period)}, ${sql.lit(first)}, ${sql.lit(last)})`),
  );
  const [summed, stood] = await Promise.all([
    sql<Row & { period: string }>`
      with period (period, first_day, last_day) as (values ${list})
      select period, name, key, sum(n) as n from period join daily_count on day between first_day and last_day
      where name not in (${sql.join(STANDING)}) and ${within(asked)} group by period, name, key`.execute(db),
    readCounts(db, { ...asked, names: STANDING.filter((name) => asked.names?.includes(name) ?? true) }),
  ]);
  const last = new Map<string, PeriodCount>();
  for (const { day, name, key, n } of stood) {
    const period = periodOf(day, asked.by);
    last.set(JSON.stringify([period, name, key]), { period, name, key, n });
  }
  const sums = summed.rows.flatMap((row) => ofKnown(row).map((known) => ({ period: row.period, ...known })));
  return [...sums, ...last.values()].sort(
    (a, b) => byCodePoint(a.period, b.period) || byCodePoint(a.name, b.name) || byCodePoint(a.key, b.key),
  );
}

const LENGTHS = { month: 7, year: 4, all: 0 } as const;

const periodOf = (day: number, by: Exclude<Period, 'day'>): string => dayName(day).slice(0, LENGTHS[by]) || 'all';

/** The periods that the days fall into, in order, each with its first and its last day. */
function periodsOf({ fromDay, toDay, by }: CountsAsked & { by: Period }) {
  const periods: { period: string; first: number; last: number }[] = [];
  if (by === 'day') return periods;
  for (let day = fromDay; day <= toDay; day++) {
    const period = periodOf(day, by);
    const current = periods.at(-1);
    if (current?.period === period) current.last = day;
    else periods.push({ period, first: day, last: day });
  }
  return periods;
}
