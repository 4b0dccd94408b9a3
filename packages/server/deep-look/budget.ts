/** How many messages may be looked at: so many a minute, and no more than those of one minute at once. */

const MINUTE_MS = 60_000;

export class Budget {
  readonly #perMinute: number;
  /** in parts of a message, MINUTE_MS to one: whole numbers, which no adding makes inexact */
  #parts: number;
  #at_ms: number;

  constructor(perMinute: number, now_ms: number) {
    this.#perMinute = perMinute;
    this.#parts = perMinute * MINUTE_MS;
    this.#at_ms = now_ms;
  }

  /** Whole messages that may be looked at now. */
  left(now_ms: number): number {
    // a clock that was set back gives nothing, and takes nothing
    const passed_ms = Math.max(0, now_ms - this.#at_ms);
    this.#parts = Math.min(this.#perMinute * MINUTE_MS, this.#parts + passed_ms * this.#perMinute);
    this.#at_ms = now_ms;
    return Math.floor(this.#parts / MINUTE_MS);
  }

  spend(messages: number): void {
    this.#parts -= messages * MINUTE_MS;
  }

  /** Milliseconds until the next message may be looked at. */
  next_ms(): number {
    return Math.max(0, Math.ceil((MINUTE_MS - this.#parts) / this.#perMinute));
  }
}
