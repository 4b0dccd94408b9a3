/** No more calls a minute than configured: NCMEC's own limits are not documented (cybertipline.md, section 4). */

export class Pace {
  readonly #apart_ms: number;
  #next_ms = 0;

  constructor(callsAMinute: number) {
    this.#apart_ms = 60_000 / callsAMinute;
  }

  /** Takes the next place. @returns how long to wait for it, milliseconds */
  take(now_ms: number): number {
    const at = Math.max(now_ms, this.#next_ms);
    this.#next_ms = at + this.#apart_ms;
    return at - now_ms;
  }
}
