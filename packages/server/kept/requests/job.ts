/** Carries out erasures that were asked for, beside everything else. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Told } from '@kith/engine';
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

export interface Erasing {
  stop(): Promise<void>;
}

/** Goes on until it is stopped; what fails is tried again. */
export function keepErasing({ tell, log, clock, ...options }: ErasingOptions): Erasing {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        await workOnErasures({ ...options, now_ms: clock() }, tell);
      } catch (error) {
        log.error({ err: error }, 'an erasure failed, and will be tried again');
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
