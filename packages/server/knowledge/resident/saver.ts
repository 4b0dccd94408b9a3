/**
 * Saves knowledge in rotation while events go on: chunk by chunk, each copied in about a millisecond, paced so that
 * what a start has to put back after a kill stays bounded, and the disk is left to the log.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { changedChunks, type Haste, Room, type Saveable, writeChunk, writeManifest } from './saved.ts';
import type { ResidentState } from './state.ts';

/** How quickly knowledge is saved. */
export interface Pace {
  /** a rotation is spread over so many events: a start after a kill puts back at most about twice as many */
  events: number;
  /** ... or over so much time, whichever ends first */
  within_ms: number;
  /** from the end of one rotation to the next */
  rest_ms: number;
}

const USUAL_PACE: Pace = { events: 2_000_000, within_ms: 120_000, rest_ms: 1_000 };
/** Saving is behind when so many chunks more than were saved should have been. */
const BEHIND_CHUNKS = 2;
/** How often the pace is looked at. */
const TICK_MS = 25;
/** How long to wait after a failed write (a full disk) before trying again. */
const RETRY_MS = 5_000;

export interface SaverDuties {
  /** the number of the block that takes events now */
  openBlock(): number;
  /** resolves when all that was decided so far is durable */
  durable(): Promise<void>;
  /** events so far */
  events(): number;
  now_ms(): number;
  /** told after each whole rotation: the log before this block is no longer needed to start */
  saved(redoFrom: number): Promise<void>;
  /** told when a write failed; saving goes on trying */
  failing(error: unknown): void;
}

export class Saver {
  readonly #folder: string;
  readonly #state: ResidentState;
  readonly #duties: SaverDuties;
  readonly #pace: Pace;
  #running: Promise<void> | null = null;
  #stopping = false;
  readonly #room = new Room();
  savedAt_ms: number;

  constructor(folder: string, state: ResidentState, duties: SaverDuties, savedAt_ms: number, pace = USUAL_PACE) {
    this.#folder = folder;
    this.#state = state;
    this.#duties = duties;
    this.#pace = pace;
    this.savedAt_ms = savedAt_ms;
  }

  start(): void {
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#rotate(true);
        await this.#pause(this.#pace.rest_ms);
      } catch (error) {
        this.#duties.failing(error);
        await this.#pause(RETRY_MS);
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    // not the clock on the wall: that may be set back
    const until = performance.now() + ms;
    while (!this.#stopping && performance.now() < until) await sleep(TICK_MS, undefined, { ref: false });
  }

  async #rotate(paced: boolean): Promise<void> {
    const chunks = changedChunks(this.#state);
    if (chunks.length === 0) return;
    const redoFrom = this.#duties.openBlock();
    const events = this.#duties.events();
    const began = performance.now();
    const pace = this.#pace;
    /** whether so many of the chunks should have been saved by now */
    const due = (done: number): boolean => {
      const share = done / chunks.length;
      const sinceThen = this.#duties.events() - events;
      return sinceThen >= share * pace.events || performance.now() - began >= share * pace.within_ms;
    };
    for (const [i, chunk] of chunks.entries()) {
      const gently = paced && !this.#stopping;
      await this.#save(chunk, !gently ? 'alone' : due(i + BEHIND_CHUNKS) ? 'behind' : 'gently');
      while (paced && !this.#stopping && !due(i + 1)) await sleep(TICK_MS, undefined, { ref: false });
    }
    await writeManifest(this.#folder, redoFrom, this.#duties.now_ms());
    this.savedAt_ms = this.#duties.now_ms();
    await this.#duties.saved(redoFrom);
  }

  async #save(chunk: Saveable, haste: Haste): Promise<void> {
    const words = chunk.copy(this.#room);
    try {
      // the copy may hold what the open block changed: it must not reach the disk before the log does
      await this.#duties.durable();
      await writeChunk(this.#folder, chunk.file, words, haste);
    } catch (error) {
      chunk.again();
      throw error;
    }
  }

  /** Saves whatever has changed, at once. */
  async saveAll(): Promise<void> {
    await this.abandon();
    await this.#rotate(false);
    this.#stopping = false;
    this.start();
  }

  /** Stops the rotation and saves whatever has changed. */
  async stop(): Promise<void> {
    await this.abandon();
    await this.#rotate(false);
  }

  /** Stops the rotation and saves nothing more. */
  async abandon(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }
}
