/** Destroys what is due beside everything else. */
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import type { Log } from '../ground/log/index.ts';
import { type Destroying, destroyDue } from './destroy.ts';

/** How often it is looked what is due, milliseconds: clocks run for months. */
const EVERY_MS = 30 * 60_000;

export interface KeepDestroying extends Omit<Destroying, 'now_ms'> {
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Goes on until it is stopped; what fails is tried again. */
export const keepDestroying = ({ log, clock, ...how }: KeepDestroying): Job =>
  keepDoing({
    every_ms: EVERY_MS,
    async work() {
      const cases = await destroyDue({ ...how, now_ms: clock() });
      if (cases.length > 0) log.info({ cases: cases.length }, 'what cases had was destroyed: its time was over');
    },
    failed: (err) => log.error({ err }, 'destroying what is due failed, and will be tried again'),
  });
