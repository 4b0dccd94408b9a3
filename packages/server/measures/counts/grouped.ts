/** How many rows of a table a day has, by some of their columns: what people handled, counted in the database. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { DAY_MS } from './days.ts';
import type { CountName } from './names.ts';
import type { Sums } from './raise.ts';

/** Days that are counted together, both included. */
export interface Span {
  fromDay: number;
  toDay: number;
}

/** What is counted for days: into sums, by the name of a count. */
export interface Counting {
  db: Kysely<Records>;
  span: Span;
  sums: Sums;
}

export interface Group {
  day: number;
  n: number;
  /** the columns, in order; '' where there is nothing */
  values: string[];
}

/** Rows whose time falls into the days, by day and columns. */
export async function grouped(
  { db, span }: Pick<Counting, 'db' | 'span'>,
  table: keyof Records,
  at: string,
  columns: readonly RawBuilder<unknown>[],
  where: RawBuilder<unknown> = sql`1 = 1`,
): Promise<Group[]> {
  const time = sql.ref(at);
  const named = columns.map((column, i) => sql`, ${column} as ${sql.ref(`value${i}`)}`);
  const places = [1, ...columns.map((_, i) => i + 2)].map((place) => sql.lit(place));
  const { rows } = await sql<Record<string, string | number | null>>`
    select ${time} / ${sql.lit(DAY_MS)} as day ${sql.join(named, sql` `)}, count(*) as n from ${sql.table(table)}
    where ${time} >= ${sql.lit(span.fromDay * DAY_MS)} and ${time} < ${sql.lit((span.toDay + 1) * DAY_MS)} and ${where}
    group by ${sql.join(places)}`.execute(db);
  return rows.map((row) => ({
    ...{ day: Number(row.day), n: Number(row.n) },
    values: columns.map((_, i) => String(row[`value${i}`] ?? '')),
  }));
}

/** The same, added to the sums under a name with what a group is called. */
export async function count(
  counting: Counting,
  name: CountName,
  rows: Promise<readonly Group[]>,
  keyOf: (values: readonly string[]) => string,
): Promise<void> {
  for (const { day, n, values } of await rows) counting.sums.add(day, name, keyOf(values), n);
}

export const column = (name: string): RawBuilder<unknown> => sql.ref(name);
