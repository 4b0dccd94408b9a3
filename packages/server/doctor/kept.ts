/** Whether what the policy wants kept of messages can be, and the keys of what is kept are there. */
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { daysIn } from '../ground/sealing/index.ts';
import { keysOf } from '../kept/index.ts';
import { readPolicy } from '../rules.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

const DAY_MS = 86_400_000;
/** Days that are named; the rest are counted. */
const NAMED_MAX = 5;

export async function checkKept(config: Config, records: Kysely<Records>, now_ms: number): Promise<Finding> {
  const { days } = readPolicy(config).policy.policy.keep.messages;
  if (days === 0) return good('kept', 'no text of messages, as the policy says');
  const keys = keysOf(config);
  if (keys === null) {
    return warning(
      'kept',
      'the policy keeps the text of messages for a while, but there is no folder for their keys: none is kept',
      'name a folder that all processes share: KITH_KEEP_KEYS; or set keep.messages.days to 0',
    );
  }
  const missing = await missingDays(records, keys.folder, Math.floor(now_ms / DAY_MS) - days);
  if (missing.length > 0) {
    const more = missing.length > NAMED_MAX ? ` and ${missing.length - NAMED_MAX} more` : '';
    return wrong(
      'kept',
      `${keys.folder} lacks the keys of ${missing.slice(0, NAMED_MAX).join(', ')}${more}: messages of these days can't be read`,
      'see that it is the folder that was used before, and that all processes have the same (KITH_KEEP_KEYS)',
    );
  }
  const beside = keys.master === null && keys.masterFile === null;
  const master = beside ? '; the master key lies beside the keys: KITH_KEEP_KEY_FILE on another disk is safer' : '';
  return good('kept', `texts for ${days} days, their keys in ${keys.folder}${master}`);
}

/** Days, from one on, whose keys were made and not destroyed, and are not in the folder. */
async function missingDays(records: Kysely<Records>, folder: string, first: number): Promise<string[]> {
  const rows = await records
    .selectFrom('kept_key')
    .select('name')
    .where('name', 'like', 'day:%')
    .where('destroyed_at', 'is', null)
    .execute();
  const there = new Set(await daysIn(folder));
  return rows
    .map(({ name }) => name.slice('day:'.length))
    .filter((day) => {
      const number = Math.floor(Date.parse(day) / DAY_MS);
      return number >= first && !there.has(number);
    })
    .sort();
}
