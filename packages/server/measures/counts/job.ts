/** Counts while Kith runs: questions and blocks of the log every few seconds, days when they are over. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { type Job, keepDoing } from '../../ground/jobs/index.ts';
import { BLOCKS_AT_ONCE, countBlocks } from './blocks.ts';
import { dayOf } from './days.ts';
import { finishDays, lastSettled } from './finish.ts';
import { countedThrough, progressOf, setProgress } from './progress.ts';
import type { QuestionCounts } from './questions.ts';

/** How long a count of today may be behind, and how much of the questions a kill may lose. */
const EVERY_MS = 5_000;
/** How often it is looked what time it surely is, where no day is due, by the clock: looking writes, and a clock that was ahead is seen to be put right. */
const LOOK_EVERY_MS = 600_000;

export interface CountKeeping {
  db: Kysely<Records>;
  questions: QuestionCounts;
  /** milliseconds since 1970, by the machine's clock */
  clock: () => number;
  /** the time that has surely passed, milliseconds since 1970: what is finished stays, so no clock alone says that a day is over */
  surely: () => Promise<number>;
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
export function keepCountingDays({ failed, ...counting }: CountKeeping): Job {
  const { db, questions } = counting;
  const job = keepDoing({ every_ms: EVERY_MS, work: countingRounds(counting), failed });
  return {
    async stop() {
      await job.stop();
      await questions.flush(db).catch(failed);
    },
  };
}

/** What counts once what is there, and finishes what is surely over. */
export function countingRounds(counting: Omit<CountKeeping, 'failed'>): (signal?: AbortSignal) => Promise<void> {
  const { db, questions, clock, surely } = counting;
  /** by the clock; how long this Kith runs is known from its first look on */
  let looked_ms: number | null = null;
  return async (signal) => {
    await questions.flush(db);
    while ((await countBlocks(db)) === BLOCKS_AT_ONCE && !signal?.aborted);
    const now_ms = clock();
    const isDue = lastSettled(now_ms) > ((await countedThrough(db)) ?? -1);
    if (!isDue && looked_ms !== null && Math.abs(now_ms - looked_ms) < LOOK_EVERY_MS) return;
    const sure_ms = await surely();
    looked_ms = now_ms;
    await finishDays(db, sure_ms, signal);
  };
}
