/** Carries out erasures that were asked for, beside everything else. */
import type { Told } from '@kith/engine';
import { type Job, keepDoing } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { type ErasureOptions, workOnErasures } from './erasure.ts';

/** How often it is looked whether there is something to do, milliseconds: people wait for weeks, not for seconds. */
const EVERY_MS = 60_000;

export interface ErasingOptions extends Omit<ErasureOptions, 'now_ms'> {
  /** tells Kith an event of its own */
  tell(told: Told): Promise<void>;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Goes on until it is stopped; what fails is tried again. */
export const keepErasing = ({ tell, log, clock, ...options }: ErasingOptions): Job =>
  keepDoing({
    every_ms: EVERY_MS,
    pauseFirst: true,
    work: () => workOnErasures({ ...options, now_ms: clock() }, tell),
    failed: (error) => log.error({ err: error }, 'an erasure failed, and will be tried again'),
  });
