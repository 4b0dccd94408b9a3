/** Asks the platform to preserve, in its own time. Any number of these may run, in any number of processes. */
import { type Job, keepDoing, lease, Overtaken } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { type AskingOptions, takeStep } from './steps.ts';

/** How long it sleeps at most, milliseconds: so late it sees what another process wrote. */
const POLL_MS = 500;
/** Rows that are taken at once: all are done well within their lease. */
const TAKEN_MAX = 20;

export interface PreservingOptions extends AskingOptions {
  log: Log;
}

export function keepPreserving(options: PreservingOptions): Job {
  const { db, clock, log } = options;
  return keepDoing({
    every_ms: POLL_MS,
    async work(signal) {
      for (let taken = TAKEN_MAX; taken === TAKEN_MAX && !signal.aborted; ) {
        const rows = await lease(db, 'preservation', TAKEN_MAX, clock());
        taken = rows.length;
        for (const row of rows) await step(options, row);
      }
    },
    failed: (error) => log.error({ err: error }, 'requests to preserve could not be looked at, and will be again'),
  });
}

/** What fails is due again when its lease ends. */
async function step(options: PreservingOptions, row: Parameters<typeof takeStep>[1]): Promise<void> {
  try {
    await takeStep(options, row);
  } catch (error) {
    if (error instanceof Overtaken) return;
    options.log.error({ err: error, preservation: row.id }, 'a request to preserve failed, and will be tried again');
  }
}
