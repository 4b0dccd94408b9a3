/** For work that can wait, such as a long document: decisions go first. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long work goes on before others have their turn, milliseconds: a decision waits so much longer at most. */
const SLICE_MS = 4;
/** A pause in which it is seen whether anybody else has something to do, milliseconds. */
const PAUSE_MS = 2;
/** Above this share of a pause the thread is busy with others, and the work waits on. */
const BUSY_FROM = 0.1;
/**
 * Pauses one after another in which a thread that was busy must be calm: between two blocks of events it waits for the
 * database, which then works for others.
 */
const CALM_PAUSES = 8;
/** So many times as long as it worked, the work waits at most: of a busy thread it has a thirty-first, and goes on all the same. */
const WAITS_TIMES_MAX = 30;
/** ... and no longer than this, milliseconds: what a slice waited for itself, such as a slow database, was no work. */
const WAIT_MAX_MS = 150;

export interface Thread {
  /** milliseconds, of any beginning */
  now(): number;
  /** @returns which share of the pause the thread had something to do, 0 to 1 */
  pause(ms: number): Promise<number>;
}

const thisThread: Thread = {
  now: () => performance.now(),
  async pause(ms) {
    const before = performance.eventLoopUtilization();
    await sleep(ms);
    return performance.eventLoopUtilization(before).utilization;
  },
};

/** Several works on one thread wait one after another: together they have no more of it than one. */
const waiting = new WeakMap<Thread, Promise<void>>();

export class Turns {
  readonly #thread: Thread;
  #began_ms: number;

  constructor(thread = thisThread) {
    this.#thread = thread;
    this.#began_ms = thread.now();
  }

  /** To be awaited between two pieces of the work, as often as one likes: it pauses only where a slice has passed. */
  async next(): Promise<void> {
    const stopped_ms = this.#thread.now();
    const worked_ms = stopped_ms - this.#began_ms;
    if (worked_ms < SLICE_MS) return;
    const wait_ms = Math.min(worked_ms * WAITS_TIMES_MAX, WAIT_MAX_MS);
    const waited = (waiting.get(this.#thread) ?? Promise.resolve()).then(() => this.#wait(wait_ms));
    waiting.set(this.#thread, waited);
    await waited;
    this.#began_ms = this.#thread.now();
  }

  async #wait(most_ms: number): Promise<void> {
    const goesOn_ms = this.#thread.now() + most_ms;
    for (let calm = 1; calm > 0 && this.#thread.now() < goesOn_ms; ) {
      const busy = (await this.#thread.pause(PAUSE_MS)) > BUSY_FROM;
      calm = busy ? CALM_PAUSES : calm - 1;
    }
  }
}
