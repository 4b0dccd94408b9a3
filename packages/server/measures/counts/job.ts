/** Counts while Kith runs: questions and blocks of the log every few seconds, days when they are over. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { type Job, keepDoing } from '../../ground/jobs/index.ts';
import { BLOCKS_AT_ONCE, countBlocks } from './blocks.ts';
import { dayOf } from './days.ts';
import { finishDays } from './finish.ts';
import { progressOf, setProgress } from './progress.ts';
import type { QuestionCounts } from './questions.ts';

/** How long a count of today may be behind, and how much of the questions a kill may lose. */
const EVERY_MS = 5_000;

export interface CountKeeping {
  db: Kysely<Records>;
  questions: QuestionCounts;
  /** milliseconds since 1970 */
  clock: () => number;
  failed: (error: unknown) => void;
}

/**
 * Says from which day on all events are counted, where that was not said yet: of a log that began before, the day after.
 * @param events that the store had before
 */
export async function beginCounting(db: Kysely<Records>, events: number, now_ms: number): Promise<void> {
  if ((await progressOf(db, 'log_from')) !== null) return;
  await setProgress(db, 'log_from', dayOf(now_ms) + (events > 0 ? 1 : 0));
}

/** Begins at once; stopping counts what was asked until then. */
export function keepCountingDays({ db, questions, clock, failed }: CountKeeping): Job {
  const job = keepDoing({
    every_ms: EVERY_MS,
    async work(signal) {
      await questions.flush(db);
      while ((await countBlocks(db)) === BLOCKS_AT_ONCE && !signal.aborted);
      await finishDays(db, clock(), signal);
    },
    failed,
  });
  return {
    async stop() {
      await job.stop();
      await questions.flush(db).catch(failed);
    },
  };
}
