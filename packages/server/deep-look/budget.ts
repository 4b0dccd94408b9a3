/** How many messages may be looked at: so many a minute, and no more than those of one minute at once. */

const MINUTE_MS = 60_000;

export class Budget {
  readonly #perMinute: number;
  #left: number;
  #at_ms: number;

  constructor(perMinute: number, now_ms: number) {
    this.#perMinute = perMinute;
    this.#left = perMinute;
    this.#at_ms = now_ms;
  }

  /** Whole messages that may be looked at now. */
  left(now_ms: number): number {
    // a clock that was set back gives nothing, and takes nothing
    const passed_ms = Math.max(0, now_ms - this.#at_ms);
    this.#left = Math.min(this.#perMinute, this.#left + (passed_ms * this.#perMinute) / MINUTE_MS);
    this.#at_ms = now_ms;
    return Math.floor(this.#left);
  }

  spend(messages: number): void {
    this.#left -= messages;
  }

  /** Milliseconds until the next message may be looked at. */
  next_ms(): number {
    return Math.max(0, Math.ceil(((1 - this.#left) * MINUTE_MS) / this.#perMinute));
  }
}
