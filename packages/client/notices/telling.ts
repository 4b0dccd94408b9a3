/** Tells the platform's server what happened to a notice, again where the network failed. */
import type { NoticeEvent } from './arrival.ts';

/** The most events that wait to be told again: a long time without a network. The oldest goes first. */
export const UNTOLD_MAX = 200;

export class Telling {
  #untold: NoticeEvent[] = [];
  #isSending = false;
  readonly #tell: (event: NoticeEvent) => unknown;

  constructor(tell: (event: NoticeEvent) => unknown) {
    this.#tell = tell;
  }

  /** How many wait to be told. */
  get untold(): number {
    return this.#untold.length;
  }

  /** In the order in which they happened; never throws. */
  async add(event: NoticeEvent): Promise<void> {
    this.#untold.push(event);
    if (this.#untold.length > UNTOLD_MAX) this.#untold.shift();
    await this.again();
  }

  /** Tells what waits, until one fails. An event keeps its id, so Kith counts it once however often it is told. */
  async again(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let [event] = this.#untold; event !== undefined; [event] = this.#untold) {
        const sent = event;
        await this.#tell(sent);
        this.#untold = this.#untold.filter((one) => one !== sent);
      }
    } catch {
      // it waits for the next event, or for whoever calls `again` when there is a network
    } finally {
      this.#isSending = false;
    }
  }
}
