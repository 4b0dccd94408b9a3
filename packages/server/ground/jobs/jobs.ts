/** Work that is done again and again beside the answers, until Kith stops. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Job {
  /** Resolves when what is under way has ended; a pause ends at once. */
  stop(): Promise<void>;
}

export interface JobOptions {
  /** the pause between two rounds, milliseconds */
  every_ms: number;
  /** waits before the first round, too */
  pauseFirst?: true;
  /** one round; `signal` is aborted when the job is to stop */
  work(signal: AbortSignal): Promise<unknown>;
  /** told of a round that failed; the next is tried all the same */
  failed(error: unknown): void;
}

/** Waits so many milliseconds, or until a job is to stop; keeps no process alive. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => {});

/** Begins at once, unless told to wait, and goes on until it is stopped. */
export function keepDoing({ every_ms, pauseFirst, work, failed }: JobOptions): Job {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    if (pauseFirst) await pause(every_ms, signal);
    while (!signal.aborted) {
      try {
        await work(signal);
      } catch (error) {
        failed(error);
      }
      await pause(every_ms, signal);
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
