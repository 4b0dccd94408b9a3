/** Whether lists of known material are there, and fresh: a stale one misses what was found since. */
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { type ListStatus, listStatuses, readLists, wordsOfFailure } from '../media/index.ts';
import { RulesError } from '../rules-error.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

/** @param records null where they can't be asked as they are */
export async function checkLists(config: Config, records: Kysely<Records> | null, now_ms: number): Promise<Finding[]> {
  let lists: ReturnType<typeof readLists>;
  try {
    lists = readLists(config);
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return [wrong('lists', error.message, 'mend the file at the places named')];
  }
  if (lists.length === 0) return [good('lists', 'none are configured: no known material is recognised')];
  if (records === null) return [good('lists', `${lists.length} are configured; the first start imports them`)];
  return (await listStatuses(records, lists, now_ms)).map(findingOf);
}

function findingOf({ name, version, entries, freshAt_ms, stale, failures, lastError }: ListStatus): Finding {
  const failed =
    lastError === null
      ? ''
      : `; ${failures === 1 ? 'the last import' : `the last ${failures} imports`} failed: ${wordsOfFailure(lastError)}`;
  const mend = `see its source, then: kith lists import ${name}`;
  if (freshAt_ms === null) return warning(`list ${name}`, `was never imported${failed}`, mend);
  const says = `version ${version}, ${entries} entries, as of ${new Date(freshAt_ms).toISOString()}${failed}`;
  if (stale) return wrong(`list ${name}`, `is stale: ${says}`, mend);
  return lastError === null ? good(`list ${name}`, says) : warning(`list ${name}`, says, mend);
}
