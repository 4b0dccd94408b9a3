/** Counting as an operator sets alarms on it. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { Level } from '../../ground/telemetry/index.ts';
import { countsChecked } from './checked.ts';
import { lastSettled } from './finish.ts';
import { countedThrough } from './progress.ts';

export async function countLevels(db: Kysely<Records>, now_ms: number): Promise<readonly Level[]> {
  const [through, checked] = await Promise.all([countedThrough(db), countsChecked(db)]);
  const days = { name: 'kith_count_days_behind', help: 'Days that are over and not finished in the daily counts.' };
  const differing = { name: 'kith_counts_differing', help: 'Daily counts that are not what they were counted from.' };
  return [
    ...(through === null ? [] : [{ ...days, unit: '', value: Math.max(0, lastSettled(now_ms) - through) } as const]),
    ...(checked === null ? [] : [{ ...differing, unit: '', value: checked.differing } as const]),
  ];
}
