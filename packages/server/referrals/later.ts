/** What failed is not tried again at once, whatever the rows say: a fault that stays would fill the log. In memory alone. */

/** Names that are remembered at most: past it the oldest are tried at once. */
const NAMES_MAX = 10_000;

export class Later {
  readonly #until = new Map<string, number>();

  isNow(name: string, now_ms: number): boolean {
    return (this.#until.get(name) ?? 0) <= now_ms;
  }

  /** Not before then. */
  put(name: string, until_ms: number): void {
    const [oldest] = this.#until.keys();
    if (this.#until.size >= NAMES_MAX && oldest !== undefined) this.#until.delete(oldest);
    this.#until.set(name, until_ms);
  }

  done(name: string): void {
    this.#until.delete(name);
  }
}
