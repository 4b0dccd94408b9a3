/** Whether the clock is believed, by which it is decided what evidence is destroyed. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { aheadBy } from '../retention/index.ts';
import { type Finding, good, warning } from './finding.ts';

const HOUR_MS = 3_600_000;
/** Another question than `clock`, by which the store says whether events would go back in time. */
const NAME = 'evidence clock';

export async function checkClock(records: Kysely<Records>, now_ms: number): Promise<Finding> {
  const looked = await aheadBy(records, now_ms);
  if (looked === null || looked.ahead_ms === 0) return good(NAME, new Date(now_ms).toISOString());
  const hours = Math.round(looked.ahead_ms / HOUR_MS);
  return warning(
    NAME,
    `it is ${hours} hours ahead of the time that Kith surely ran: no evidence is destroyed and no day of the counts finished by it`,
    'where it is wrong, set it; where it is right (Kith stood still for so long), kith evidence clock --believe',
  );
}
