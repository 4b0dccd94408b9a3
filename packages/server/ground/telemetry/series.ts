/** Decisions a second, by outcome, over the last two minutes. */
import type { Outcome } from '@kith/contract';
import { OUTCOMES } from './outcomes.ts';

/** How many seconds are remembered. */
const SERIES_S = 120;
/** A rate is the mean over so many whole seconds: steady enough to read, quick enough to follow. */
const RATE_S = 10;

export class Series {
  readonly #counts = new Uint32Array(SERIES_S * OUTCOMES.length);
  /** which second each slot holds */
  readonly #seconds = new Float64Array(SERIES_S).fill(-1);

  add(outcome: number, second: number): void {
    const slot = second % SERIES_S;
    const from = slot * OUTCOMES.length;
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second;
      this.#counts.fill(0, from, from + OUTCOMES.length);
    }
    this.#counts[from + outcome] = (this.#counts[from + outcome] ?? 0) + 1;
  }

  #at(outcome: number, second: number): number {
    const slot = second % SERIES_S;
    return this.#seconds[slot] === second ? (this.#counts[slot * OUTCOMES.length + outcome] ?? 0) : 0;
  }

  /** SERIES_S numbers an outcome, oldest first; the last is the whole second before `second`. */
  last(second: number): Record<Outcome, number[]> {
    const of = (outcome: number) =>
      Array.from({ length: SERIES_S }, (_, i) => this.#at(outcome, second - SERIES_S + i));
    const [allow, notice, confirm, hold, block] = OUTCOMES.map((_, outcome) => of(outcome));
    return { allow: allow ?? [], notice: notice ?? [], confirm: confirm ?? [], hold: hold ?? [], block: block ?? [] };
  }

  /** Decisions a second, lately. `since` is the second from which there is anything to count. */
  rate(second: number, since: number): number {
    const seconds = Math.min(RATE_S, Math.max(1, second - since));
    let sum = 0;
    for (let s = second - seconds; s < second; s++) for (const o of OUTCOMES.keys()) sum += this.#at(o, s);
    return sum / seconds;
  }
}
