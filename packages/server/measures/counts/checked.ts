/** What the last checks of the counts found, kept for people to see: what once differed stays until that day is found right. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { keepFact, type Records, readFact } from '../../ground/database/index.ts';
import { isCountName } from './names.ts';
import type { CountsVerified } from './verify.ts';

const FACT = 'counts_checked';
/** Differences that are kept; all of them are given by `kith measures verify`. */
const KEPT_MAX = 100;

const day = z.int().min(0);
const n = z.int().min(0);
const checked = z.object({
  /** milliseconds since 1970 */
  at: z.int(),
  /** the last day that was ever checked */
  through: day,
  /** the days of the last check, both included, and the first of them that the log still had */
  from: day,
  logFrom: day.nullable(),
  compared: n,
  /** so many days, names and keys differ, of which some are named */
  differing: n,
  differences: z.array(z.object({ day, name: z.string().refine(isCountName), key: z.string(), counted: n, found: n })),
});
export type CountsChecked = z.infer<typeof checked>;

/** The last check; null before the first. */
export async function countsChecked(db: Kysely<Records>): Promise<CountsChecked | null> {
  const value = await readFact(db, FACT);
  return value === null ? null : checked.parse(JSON.parse(value));
}

export async function noteChecked(db: Kysely<Records>, verified: CountsVerified, now_ms: number): Promise<void> {
  const { days, logFrom, compared } = verified;
  if (days === null) return;
  const before = await countsChecked(db);
  const others = before?.differences.filter((one) => one.day < days.from || one.day > days.to) ?? [];
  const all = [...others, ...verified.differences];
  const value = JSON.stringify({
    ...{ at: now_ms, through: Math.max(days.to, before?.through ?? 0), from: days.from, logFrom, compared },
    ...{ differing: all.length, differences: all.slice(0, KEPT_MAX) },
  } satisfies CountsChecked);
  await keepFact(db, FACT, value);
}
