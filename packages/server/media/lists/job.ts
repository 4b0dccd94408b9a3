/**
 * Imports every list when it is due, and tells its source of wrong entries, for as long as Kith runs: each by itself, so that a slow source delays no other.
 */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { type Job, keepDoing } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { ImportError } from './failure.ts';
import { importList } from './import.ts';
import { type ListSettings, takesFeedback } from './settings.ts';
import { tellSource } from './telling.ts';

/** How often it is looked which lists are due, milliseconds. */
const LOOK_EVERY_MS = 60_000;
/** How often it is looked whether a source is to be told something, milliseconds. */
const TELL_EVERY_MS = 60_000;

export interface ImportingOptions {
  db: Kysely<Records>;
  lists: readonly ListSettings[];
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
  /** the folder that downloads lie in */
  spool: string;
}

export const keepImporting = (options: ImportingOptions): readonly Job[] =>
  options.lists.map((settings) =>
    keepDoing({
      every_ms: LOOK_EVERY_MS,
      work: (signal) => importWhenDue(settings, options, signal),
      failed: (error) =>
        options.log.error({ err: error, list: settings.name }, 'a list could not be looked at, and will be again'),
    }),
  );

export const keepTelling = (options: Omit<ImportingOptions, 'spool'>): readonly Job[] =>
  options.lists.filter(takesFeedback).map((settings) =>
    keepDoing({
      every_ms: TELL_EVERY_MS,
      work: (signal) => tellSource(settings, options, signal),
      failed: (error) =>
        options.log.error({ err: error, list: settings.name }, 'what a source is to be told could not be looked at'),
    }),
  );

async function importWhenDue(settings: ListSettings, options: ImportingOptions, signal: AbortSignal): Promise<void> {
  const { db, log, clock, spool } = options;
  const { name: list } = settings;
  if (!(await isDue(db, list, clock()))) return;
  try {
    const done = await importList(settings, { db, clock, signal, spool });
    if (done.kind === 'unchanged') {
      log.debug({ list }, 'a list of known material is as it was');
      return;
    }
    const { number: version, entries, added, removed, bad } = done.version;
    log.info({ list, version, entries, added, removed, bad }, 'a list of known material has a new version');
  } catch (error) {
    if (!(error instanceof ImportError)) log.error({ err: error, list }, 'a list could not be imported');
    else if (error.code === 'in_use' || error.code === 'interrupted') log.debug({ list }, error.message);
    else log.warn({ list, code: error.code }, `a list could not be imported, the one before stays: ${error.message}`);
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
