/** Imports every list when it is due, one after the other, for as long as Kith runs. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { type Job, keepDoing } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { ImportError } from './failure.ts';
import { importList } from './import.ts';
import type { ListSettings } from './settings.ts';

/** How often it is looked which lists are due, milliseconds. */
const LOOK_EVERY_MS = 60_000;

export interface ImportingOptions {
  db: Kysely<Records>;
  lists: readonly ListSettings[];
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

export function keepImporting(options: ImportingOptions): Job {
  const { log } = options;
  return keepDoing({
    every_ms: LOOK_EVERY_MS,
    work: (signal) => importDue(options, signal),
    failed: (error) => log.error({ err: error }, 'looking for lists that are due failed, and will be tried again'),
  });
}

/** Imports those that are due. One that fails keeps no other from being imported. */
export async function importDue(options: ImportingOptions, signal: AbortSignal): Promise<void> {
  const { db, lists, log, clock } = options;
  for (const settings of lists) {
    if (signal.aborted) return;
    if (!(await isDue(db, settings.name, clock()))) continue;
    const { name: list } = settings;
    try {
      const done = await importList(settings, { db, clock, signal });
      if (done.kind === 'unchanged') {
        log.debug({ list }, 'a list of known material is as it was');
        continue;
      }
      const { number: version, entries, added, removed, bad } = done.version;
      log.info({ list, version, entries, added, removed, bad }, 'a list of known material has a new version');
    } catch (error) {
      if (!(error instanceof ImportError)) log.error({ err: error, list }, 'a list could not be imported');
      else if (error.code === 'in_use' || error.code === 'interrupted') log.debug({ list }, error.message);
      else log.warn({ list, code: error.code }, `a list could not be imported, the one before stays: ${error.message}`);
    }
  }
}

async function isDue(db: Kysely<Records>, name: string, now_ms: number): Promise<boolean> {
  const row = await db
    .selectFrom('known_list')
    .select(['next_at', 'leased_until'])
    .where('name', '=', name)
    .executeTakeFirst();
  return row === undefined || (Number(row.next_at) <= now_ms && Number(row.leased_until) < now_ms);
}
