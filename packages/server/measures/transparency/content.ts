/** What a published report says: numbers by month and row, and nothing where one is withheld. Frozen when it is published. */
import { z } from 'zod';
import { statisticIds } from './statistics.ts';

/** Months of one report at most: two years, more than any report is of. */
export const MONTHS_MAX = 24;
/** Rows of one table: more kinds or authorities than there are, and more categories than anybody reads; further ones are one row. */
export const ROWS_MAX = 200;
/** Numbers of one table by row and month: what protects them takes seconds for so many, and for ten times as many hours. */
const CELLS_MAX = 600;

/** Rows of a table with so many months: by what everybody sees, never by the numbers in it. */
export const rowsMaxOf = (months: number): number => Math.min(ROWS_MAX, Math.floor(CELLS_MAX / Math.max(1, months)));

export const monthName = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-03');

/** null: withheld, so that nobody finds out a number from 1 to 4 */
const count = z.int().min(0).nullable();
const months = z.array(count).max(MONTHS_MAX);
/** null: all that have no row of their own, together */
const key = z.string().nullable();
const row = z.strictObject({ key, total: count, months });

export const statisticContent = z.strictObject({
  id: z.enum(statisticIds),
  total: count,
  /** as many as the report has, or none where months aren't shown */
  months,
  rows: z.array(row).max(ROWS_MAX),
  /** told apart by something else, for the whole period */
  also: z.array(z.strictObject({ by: z.string(), rows: z.array(z.strictObject({ key, total: count })).max(ROWS_MAX) })),
});
export type StatisticContent = z.infer<typeof statisticContent>;

export const reportContent = z.strictObject({
  months: z.array(monthName).min(1).max(MONTHS_MAX),
  statistics: z.array(statisticContent),
});
export type ReportContent = z.infer<typeof reportContent>;
