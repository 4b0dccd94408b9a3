/** Takes the snapshots that are wanted, one after the other, in their own time. */
import type { SnapshotRow } from '../../ground/database/index.ts';
import { type Job, keepDoing, lease } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { type TakingOptions, takeSnapshot } from './take.ts';

/** How often it is looked whether one is wanted, milliseconds. */
const POLL_MS = 1_000;
/** How long somebody has one, milliseconds: reading the log of two weeks takes minutes at most. Whoever dies gives it back so. */
const LEASE_MS = 30 * 60_000;
/** After one that failed, milliseconds. */
const AGAIN_MS = 60 * 60_000;
/** One is tried so often, which is some weeks: then a person must look. */
const TRIES_MAX = 500;

export interface SnapshotOptions extends TakingOptions {
  log: Log;
}

export function keepTaking(options: SnapshotOptions): Job {
  const { store, clock, log } = options;
  return keepDoing({
    every_ms: POLL_MS,
    async work(signal) {
      for (let [row] = await next(); row !== undefined && !signal.aborted; [row] = await next()) {
        await take(options, row, signal);
      }
    },
    failed: (error) => log.error({ err: error }, 'snapshots could not be looked at, and will be again'),
  });

  function next(): Promise<readonly SnapshotRow[]> {
    return lease(store.records.kysely, 'snapshot', 1, clock(), LEASE_MS);
  }
}

async function take(options: SnapshotOptions, row: SnapshotRow, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = options;
  const put = (set: Partial<SnapshotRow>) =>
    store.records.kysely.updateTable('snapshot').set(set).where('id', '=', row.id).where('item', 'is', null).execute();
  try {
    await put({ item: await takeSnapshot(options, row, signal), due_at: null });
  } catch (error) {
    // begun again by whoever comes next
    if (signal.aborted) return void (await put({ due_at: clock() }));
    const tries = row.tries + 1;
    await put({ tries, due_at: tries >= TRIES_MAX ? null : clock() + AGAIN_MS });
    log.error({ err: error, snapshot: row.id, tries }, 'a snapshot could not be taken, and will be tried again');
  }
}
