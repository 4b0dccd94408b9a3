/** What people handled on days that aren't finished: written when they are, and partial till then. What comes from the log is written as it comes. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { dayOf } from './days.ts';
import { isCountName } from './names.ts';
import { countedThrough } from './progress.ts';
import type { DayCount } from './read.ts';
import { countRecords } from './records.ts';

/** How long what was counted of today is shown again, however many look, milliseconds. */
const SHOWN_FOR_MS = 30_000;
/** Days that aren't finished and are counted for a look; more were never written, and are not hurried by somebody who looks. */
const DAYS_MAX = 3;

export class PartialCounts {
  readonly #db: Kysely<Records>;
  readonly #clock: () => number;
  #shown: { at_ms: number; counts: Promise<DayCount[]> } | null = null;

  constructor(db: Kysely<Records>, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Counts so far of today, and of days before it that aren't finished yet. They will rise. */
  read(): Promise<DayCount[]> {
    const now_ms = this.#clock();
    if (this.#shown === null || Math.abs(now_ms - this.#shown.at_ms) >= SHOWN_FOR_MS) {
      const counts = this.#count(now_ms);
      this.#shown = { at_ms: now_ms, counts };
      // who looks next tries again
      counts.catch(() => {
        this.#shown = null;
      });
    }
    return this.#shown.counts;
  }

  async #count(now_ms: number): Promise<DayCount[]> {
    const toDay = dayOf(now_ms);
    const fromDay = Math.max(((await countedThrough(this.#db)) ?? toDay - 1) + 1, toDay - DAYS_MAX + 1);
    const records = await countRecords(this.#db, { fromDay, toDay });
    return records.flatMap(({ name, ...row }) => (isCountName(name) ? [{ ...row, name }] : []));
  }
}
