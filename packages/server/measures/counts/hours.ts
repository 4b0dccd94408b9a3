/** Times as histograms: how many took up to so many hours. What is added up later stays right, which medians don't. */
import { type RawBuilder, sql } from 'kysely';
import { HOURS } from './names.ts';

const HOUR_MS = 3_600_000;

/** The smallest of HOURS that a time fits into, or `more`: in SQL, of milliseconds. */
export const bucketOf = (ms: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case ${sql.join(
    HOURS.map((h) => sql`when ${ms} <= ${sql.lit(h * HOUR_MS)} then ${sql.lit(String(h))}`),
    sql` `,
  )} else 'more' end`;
