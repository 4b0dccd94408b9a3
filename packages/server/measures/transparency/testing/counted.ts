/** Months of counts for tests, as if Kith had counted them: with small ones, and days that are over. */
import type { Kysely } from 'kysely';
import type { Records } from '../../../ground/database/index.ts';
import { type CountName, dayOf, keyOf } from '../../counts/index.ts';
import { setProgress } from '../../counts/progress.ts';

export const dayIn = (date: string): number => dayOf(Date.parse(date));

/** Numbers by month from January 2026, of one name and key. */
const MONTHS: readonly (readonly [CountName, readonly string[], readonly number[]])[] = [
  ['reports_received', ['asks_for_pictures', 'user'], [12, 9, 15, 8, 11, 10]],
  ['reports_received', ['asks_for_pictures', 'guardian'], [3, 0, 6, 2, 5, 1]],
  ['reports_received', ['wants_to_meet', 'user'], [2, 7, 1, 6, 0, 9]],
  ['reports_received', ['keeps_secret', 'trusted_flagger'], [20, 24, 31, 18, 22, 27]],
  ['rulings', ['disable', 'grooming', 'proactive'], [6, 5, 9, 8, 7, 6]],
  ['rulings', ['disable', 'grooming', 'reported'], [4, 6, 2, 3, 8, 5]],
  ['rulings', ['warn', 'other', 'reported'], [9, 12, 10, 7, 8, 11]],
  ['enforcements_applied', ['disable', 'ruling'], [9, 10, 11, 9, 14, 10]],
  ['enforcements_applied', ['restrict', 'automatic'], [30, 42, 28, 33, 40, 37]],
  ['enforcements_applied', ['restore', 'appeal'], [1, 0, 2, 0, 1, 0]],
  ['rulings_confirmed', ['agreed'], [9, 10, 9, 10, 12, 9]],
  ['rulings_confirmed', ['disagreed'], [5, 6, 5, 5, 7, 5]],
  ['appeals_filed', [], [3, 6, 2, 7, 5, 8]],
  ['appeals_decided', ['upheld'], [2, 5, 2, 6, 4, 7]],
  ['appeals_decided', ['overturned'], [1, 1, 0, 1, 1, 1]],
  ['appeal_time', ['24'], [1, 3, 1, 4, 2, 5]],
  ['appeal_time', ['72'], [2, 3, 1, 3, 3, 3]],
  ['referrals', ['nca', '1'], [1, 2, 0, 1, 3, 1]],
  ['referrals', ['nca', '2'], [4, 6, 5, 7, 5, 6]],
  ['case_time', ['high', '1'], [20, 22, 25, 21, 30, 24]],
  ['case_time', ['low', '24'], [8, 9, 10, 7, 9, 8]],
  ['case_time', ['low', 'more'], [1, 0, 2, 1, 0, 1]],
  ['report_time', ['24'], [30, 32, 40, 28, 33, 41]],
];

/** Writes the half-year as daily counts, and says that it is over. */
export async function countHalfYear(db: Kysely<Records>): Promise<void> {
  const rows = MONTHS.flatMap(([name, parts, months]) =>
    months.map((n, month) => ({ day: dayIn(`2026-0${month + 1}-11`), name, key: keyOf(parts), n })),
  );
  await db
    .insertInto('daily_count')
    .values(rows.filter(({ n }) => n > 0))
    .execute();
  await setProgress(db, 'finished_through', dayIn('2026-06-30'));
}
