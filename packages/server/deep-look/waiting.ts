/** Texts that wait to be looked at: in memory alone, few, and not for long. */
import type { ToldOf } from '@kith/engine';

/** The most messages that wait. */
export const WAITING_MAX = 1_000;
/** The most bytes of text that wait: 1,000 messages of the length that is looked at. */
export const WAITING_BYTES_MAX = 4 * 1024 * 1024;
/** So much of a text is looked at, UTF-16 units: encoders read some 500 word pieces, and the rest is cut off there. */
export const TEXT_UNITS_MAX = 2_000;
/** A text that has waited longer is dropped unread, milliseconds: what it would say comes too late to help. */
export const WAIT_MAX_MS = 30_000;

/** A message, the account that it is to, and a copy of its text. */
export interface Message {
  told: ToldOf<'message.sent'>;
  other: string;
  text: string;
  language: string | undefined;
  /** milliseconds since 1970 */
  arrived_ms: number;
}

const BYTES_A_UNIT = 2;
const bytesOf = ({ text }: Message): number => text.length * BYTES_A_UNIT;

export class Waiting {
  #messages: Message[] = [];
  #bytes = 0;

  get size(): number {
    return this.#messages.length;
  }

  /** Adds one; gives how many of the oldest were dropped to make room. */
  add(message: Message): number {
    this.#messages.push(message);
    this.#bytes += bytesOf(message);
    let dropped = 0;
    while (this.#messages.length > WAITING_MAX || this.#bytes > WAITING_BYTES_MAX) {
      this.take(1);
      dropped++;
    }
    return dropped;
  }

  /** Takes the oldest. */
  take(most: number): Message[] {
    const taken = this.#messages.splice(0, most);
    for (const message of taken) this.#bytes -= bytesOf(message);
    return taken;
  }

  /** Drops those that have waited too long; gives how many. */
  expire(now_ms: number): number {
    const from = now_ms - WAIT_MAX_MS;
    const kept = this.#messages.findIndex(({ arrived_ms }) => arrived_ms >= from);
    return this.take(kept < 0 ? this.#messages.length : kept).length;
  }

  /** Drops all; gives how many. */
  clear(): number {
    return this.take(this.#messages.length).length;
  }
}
