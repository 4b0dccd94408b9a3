/** The hashes of known material, in memory: which entries of the lists a file's hashes match. */
import { ExactIndex } from './exact-index.ts';
import { digitsOf, EXACT, type ExactAlgorithm, wordsOf } from './hash-words.ts';
import { checkThreshold, type Near, NearIndex, THRESHOLD_MAX } from './near-index.ts';
import type { KnownHash } from './packs.ts';
import type { SharedKnownHashes } from './prepare.ts';
import { type Parts, prepareInThread } from './prepare-thread.ts';
import { Rows } from './rows.ts';
import { scan } from './scan.ts';
import { weave } from './weave.ts';

/** An entry whose picture resembles the one that was asked about, and by how many of 256 bits they differ. */
export interface NearEntry {
  entry: number;
  /** its hash, hexadecimal, small letters */
  hex: string;
  distance: number;
}

/**
 * Nothing is added to it: lists that have changed are built anew, in a thread of their own, and whoever holds the old one puts
 * the new one in its place by an assignment. What is withdrawn meanwhile is removed at once. Several (one for the large lists,
 * one for the operator's own) cost no more memory than one, and a small one is built in no time.
 *
 * Ten million PDQ hashes take 1.3 GB (docs/BENCHMARKS.md); while a new one is built beside the old one, as much again and a
 * third more. The memory is shared: `shared` may be posted to another thread, which opens it with `KnownHashes.open`.
 */
export class KnownHashes {
  readonly shared: SharedKnownHashes;
  readonly #exact: Readonly<Record<ExactAlgorithm, ExactIndex>>;
  readonly #pdq: Rows;
  readonly #near: NearIndex | null;

  private constructor(shared: SharedKnownHashes) {
    this.shared = shared;
    const { md5, sha1, sha256 } = shared.exact;
    this.#exact = { md5: new ExactIndex(md5), sha1: new ExactIndex(sha1), sha256: new ExactIndex(sha256) };
    this.#near = 'indexed' in shared.near ? new NearIndex(shared.near.indexed) : null;
    this.#pdq = 'indexed' in shared.near ? new Rows(shared.near.indexed.rows) : new Rows(shared.near.scanned);
  }

  /**
   * Reads lists part by part, and makes them ready in a thread. The same hash may come with several entries. Rejects with a
   * RangeError for what is no hash of its algorithm, and for more than HASHES_MAX.
   */
  static async build(parts: Parts, signal?: AbortSignal): Promise<KnownHashes> {
    return new KnownHashes(await prepareInThread(parts, signal));
  }

  /** What another thread has built. */
  static open(shared: SharedKnownHashes): KnownHashes {
    return new KnownHashes(shared);
  }

  /** The entries that have exactly this hash. Throws a RangeError where it is none. */
  exact(algorithm: ExactAlgorithm, hex: string): readonly number[] {
    const { rows } = this.#exact[algorithm];
    return this.#exact[algorithm].find(wordsOf(algorithm, hex)).map((row) => rows.entries[row]);
  }

  /**
   * The entries at most `threshold` bits from a PDQ hash, the nearest first: all of them, up to MATCHES_MAX.
   * Throws a RangeError where it is no such hash, and for a threshold past THRESHOLD_MAX.
   */
  near(pdqHex: string, threshold = THRESHOLD_MAX): readonly NearEntry[] {
    checkThreshold(threshold);
    return this.#rowsNear(wordsOf('pdq', pdqHex), threshold)
      .map(({ row, distance }) => ({ entry: this.#pdq.entries[row], hex: this.#hexOf(row), distance }))
      .sort((a, b) => a.distance - b.distance || a.entry - b.entry);
  }

  /** From now on that hash doesn't match with that entry, in any thread. False where it didn't before. */
  remove({ algorithm, hex, entry }: KnownHash): boolean {
    const words = wordsOf(algorithm, hex);
    const [rows, found] =
      algorithm === 'pdq'
        ? [this.#pdq, this.#rowsNear(words, 0).map(({ row }) => row)]
        : [this.#exact[algorithm].rows, this.#exact[algorithm].find(words)];
    const removed = found.filter((row) => rows.entries[row] === entry).map((row) => rows.remove(row));
    return removed.includes(true);
  }

  /** As it was given: rows of PDQ hashes are woven. */
  #hexOf(row: number): string {
    const { hashes, width } = this.#pdq;
    const words = hashes.slice(row * width, (row + 1) * width);
    weave(words);
    return digitsOf(words);
  }

  #rowsNear(words: Uint32Array, threshold: number): readonly Near[] {
    weave(words);
    return this.#near === null ? scan(this.#pdq, words, threshold) : this.#near.find(words, threshold);
  }

  /** Hashes, those that were removed among them. */
  get count(): number {
    return this.#pdq.count + EXACT.reduce((sum, algorithm) => sum + this.#exact[algorithm].rows.count, 0);
  }

  /** Of memory that it holds, all threads together. */
  get bytes(): number {
    const near = this.#near?.bytes ?? this.#pdq.bytes;
    return near + EXACT.reduce((sum, algorithm) => sum + this.#exact[algorithm].bytes, 0);
  }
}
