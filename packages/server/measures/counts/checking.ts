/** Checks each day's counts once it is finished, while Kith runs. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { type Job, keepDoing, Turns } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import type { LogBlocks } from '../../knowledge/index.ts';
import { countsChecked, noteChecked } from './checked.ts';
import { dayName } from './days.ts';
import { countedThrough } from './progress.ts';
import { verifyCounts } from './verify.ts';

/** How often it is looked whether a day is to be checked: it is done once a day. */
const EVERY_MS = 900_000;
/** After a long pause so many days are checked, the last ones: the others by `kith measures verify`. */
const DAYS_MAX = 31;

export interface Checking {
  db: Kysely<Records>;
  blocks: LogBlocks;
  log: Log;
  clock: () => number;
}

/** Checks what is finished and was not checked yet. */
export async function checkNewDays({ db, blocks, log, clock }: Checking, signal?: AbortSignal): Promise<void> {
  const last = await countedThrough(db);
  if (last === null) return;
  const before = await countsChecked(db);
  const fromDay = Math.max((before?.through ?? -1) + 1, last - DAYS_MAX + 1);
  if (fromDay > last) return;
  // a day's log is read whole, in the process that decides
  const turns = new Turns();
  const verified = await verifyCounts({ db, blocks, fromDay, toDay: last, turns, ...(signal && { signal }) });
  await noteChecked(db, verified, clock());
  const [first] = verified.differences;
  if (first === undefined) return;
  log.error(
    { differing: verified.differences.length, day: dayName(first.day), name: first.name },
    'daily counts are not what they were counted from: kith measures verify says which',
  );
}

export const keepCheckingCounts = (checking: Checking, failed: (error: unknown) => void): Job =>
  keepDoing({
    every_ms: EVERY_MS,
    work: (signal) => checkNewDays(checking, signal),
    failed: (error) => {
      // Kith stops in the midst of it
      if (!(error instanceof DOMException && error.name === 'AbortError')) failed(error);
    },
  });
