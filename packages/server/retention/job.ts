/** Destroys what is due beside everything else: by the time that has surely passed (sure-time.ts). */
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import type { Log } from '../ground/log/index.ts';
import { type Destroying, destroyDue } from './destroy.ts';
import { destroyReturned } from './returned-keys.ts';
import { SureClock } from './sure-clock.ts';

/** How often it is looked what is due, milliseconds: clocks run for months. */
const EVERY_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;

export interface KeepDestroying extends Omit<Destroying, 'now_ms'> {
  log: Log;
  /** what has a clock of its own, and ends by the same time */
  also?: readonly ((due_ms: number) => Promise<unknown>)[];
  /** milliseconds since 1970 */
  clock: () => number;
  /** milliseconds that only ever go on */
  counter?: () => number;
}

/** Goes on until it is stopped; what fails is tried again. */
export function keepDestroying({ clock, counter, ...how }: KeepDestroying): Job {
  const { log } = how;
  const sure = new SureClock({ db: how.db, clock, ...(counter !== undefined && { counter }) });
  return keepDoing({
    every_ms: EVERY_MS,
    work: () => destroySurely(how, sure),
    failed: (err) => log.error({ err }, 'destroying what is due failed, and will be tried again'),
  });
}

/** One round. */
export async function destroySurely(
  { log, also = [], ...how }: Omit<KeepDestroying, 'clock' | 'counter'>,
  sure: SureClock,
): Promise<void> {
  const { due_ms, ahead_ms } = await sure.look();
  if (ahead_ms > 0) {
    const says =
      'the clock is ahead of the time that has surely passed: nothing is destroyed by it until it has gone on steadily for days, or you say that it is right (kith evidence clock)';
    log.error({ ahead_h: Math.round(ahead_ms / HOUR_MS) }, says);
  }
  for (const end of also) await end(due_ms);
  const again = await destroyReturned(how.db, how.folder, due_ms);
  if (again.length > 0) {
    const says =
      'keys of cases that had been destroyed were there again, and are destroyed: see what keeps older generations of them';
    log.warn({ cases: again.length }, says);
  }
  const cases = await destroyDue({ ...how, now_ms: due_ms });
  if (cases.length > 0) log.info({ cases: cases.length }, 'what cases had was destroyed: its time was over');
}
