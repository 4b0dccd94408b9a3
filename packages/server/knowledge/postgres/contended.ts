/**
 * Whose rows were written by several blocks at once, lately. Blocks don't wait for each other: one that wrote what
 * another had written since it looked is refused, and tried again. Where that would happen again and again (a group in
 * which everybody talks), the blocks take turns: before they look, they take an advisory lock for each account and
 * conversation that is contended. That only saves tries: what is right never depends on it.
 */
import { hash } from 'node:crypto';

/** For so long after a block was refused, those whose rows it writes are contended, milliseconds. */
const KEPT_MS = 10_000;
/** Remembered at most: the oldest are forgotten first. */
const REMEMBERED_MAX = 10_000;
/**
 * Different locks. PostgreSQL has room for 64 a connection, in all: so many can't fill it, however many processes there
 * are. Two accounts that share one wait for each other without need.
 */
const TURNS = 2_048;
/** Of blocks that add lines to the audit log, which all continue the same chain: the last, as turns are taken in order. */
export const AUDIT_TURN = TURNS;

export class Contended {
  readonly #until = new Map<string, number>();

  /** A block that writes the rows of these was refused. */
  note(keys: Iterable<string>, now_ms: number): void {
    for (const key of keys) {
      this.#until.delete(key);
      this.#until.set(key, now_ms + KEPT_MS);
    }
    for (const key of this.#until.keys()) {
      if (this.#until.size <= REMEMBERED_MAX) break;
      this.#until.delete(key);
    }
  }

  /** The locks that a block takes which writes the rows of these, in the order in which every process takes them. */
  turns(keys: Iterable<string>, now_ms: number): number[] {
    if (this.#until.size === 0) return [];
    const turns = new Set<number>();
    for (const key of keys) {
      const until = this.#until.get(key);
      if (until === undefined) continue;
      if (until > now_ms) turns.add(turnOf(key));
      else this.#until.delete(key);
    }
    return [...turns].sort((a, b) => a - b);
  }
}

const turnOf = (key: string): number => hash('sha256', key, 'buffer').readUInt32BE() % TURNS;
