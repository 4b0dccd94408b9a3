/** Events of one request that are answered together. */
import type { Told } from '@kith/engine';

/**
 * Groups of one request, in order. A store that decides commits in another order than they were begun must not have
 * two of them at once.
 */
export class Sequence {
  /** events in commits that are under way */
  underWay = 0;
}

export type Settle = (error: Error | null, answers: readonly string[]) => void;

export class Group {
  readonly sequence: Sequence;
  readonly size: number;
  readonly bytes: number;
  readonly #read: (line: number) => Told | string;
  readonly #settle: Settle;
  readonly answers: string[];
  /** when it came, milliseconds of a clock that only rises */
  readonly arrived: number;
  #next = 0;
  #unanswered: number;
  settled = false;

  /**
   * @param size how many lines it has
   * @param bytes what it was sent as: its events with their texts are in memory until it is settled
   * @param read gives the event of a line, or the answer to one that is refused; asked once for each, in order
   * @param settle told once, in the turn of the last answer
   */
  constructor(
    size: number,
    bytes: number,
    read: (line: number) => Told | string,
    arrived: number,
    sequence: Sequence,
    settle: Settle,
  ) {
    this.size = size;
    this.bytes = bytes;
    this.#read = read;
    this.#settle = settle;
    this.arrived = arrived;
    this.sequence = sequence;
    this.#unanswered = size;
    this.answers = new Array<string>(size).fill('');
  }

  /** Whether nothing of it is left to take. */
  get taken(): boolean {
    return this.settled || this.#next === this.size;
  }

  /** Which line is taken next. */
  get line(): number {
    return this.#next;
  }

  /** Reads the next line: its event, or null where it was refused, which is then answered. */
  take(): Told | null {
    const line = this.#next++;
    const read = this.#read(line);
    if (typeof read !== 'string') return read;
    this.answer(line, read);
    return null;
  }

  answer(line: number, text: string): void {
    this.answers[line] = text;
    if (--this.#unanswered === 0 && !this.settled) {
      this.settled = true;
      this.#settle(null, this.answers);
    }
  }

  /** The rest of it can't be decided now: none of it is answered. */
  fail(error: Error): void {
    if (this.settled) return;
    this.settled = true;
    this.#settle(error, []);
  }
}
