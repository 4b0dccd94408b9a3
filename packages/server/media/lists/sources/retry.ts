/** Asks a source again where that may help, a limited number of times. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ImportError, type ImportFailure } from '../failure.ts';
import type { FetchLimits } from './limits.ts';

/** What may be otherwise a moment later. */
const PASSING: ReadonlySet<ImportFailure> = new Set<ImportFailure>([
  ...(['unreachable', 'timed_out', 'too_slow', 'cut_off', 'source_failed', 'changed_meanwhile'] as const),
]);

/** A failure after which the source asks for a pause, milliseconds. */
export class SourceBusy extends ImportError {
  readonly after_ms: number;
  constructor(after_ms: number) {
    super('source_failed');
    this.after_ms = after_ms;
  }
}

/** @param work one try, its number from 1. @throws ImportError the last try's, or one that no further try helps */
export async function persist<T>(
  work: (attempt: number) => Promise<T>,
  limits: Pick<FetchLimits, 'tries' | 'retryFirst_ms' | 'retryMost_ms'>,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      const passing = error instanceof ImportError && PASSING.has(error.code);
      if (!passing || attempt >= limits.tries || signal.aborted) throw error;
      const asked_ms = error instanceof SourceBusy ? error.after_ms : 0;
      const pause_ms = Math.max(asked_ms, limits.retryFirst_ms * 2 ** (attempt - 1));
      await sleep(Math.min(pause_ms, limits.retryMost_ms), undefined, { signal }).catch(() => {});
      signal.throwIfAborted();
    }
  }
}
