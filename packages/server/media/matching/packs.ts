/** Known hashes on their way to where they are made ready: as words, in packs that threads hand over without copying. */
import { type Algorithm, EXACT, WORDS, writeWords } from './hash-words.ts';
import { Rows } from './rows.ts';

/** One known hash, and the number of the entry of a list that it stands in. */
export interface KnownHash {
  algorithm: Algorithm;
  /** hexadecimal digits, small or capital */
  hex: string;
  /** a whole number of 32 bits, the caller's own */
  entry: number;
}

/** Hashes of one algorithm: the words of each, then its entry, one after another. */
export interface Pack {
  algorithm: Algorithm;
  count: number;
  words: Uint32Array<ArrayBuffer>;
}

/** Hashes a pack: large enough for handing it over to cost nothing, a megabyte or two. */
const HASHES_A_PACK = 32_768;
/** Hashes of all algorithms at most: 40 million take some 5.5 GB, past what a machine for this should give to lists. */
export const HASHES_MAX = 40_000_000;
/** The largest entry: four bytes each, and no list has four milliards. */
const ENTRY_MAX = 0xffffffff;

const ALGORITHMS: readonly Algorithm[] = [...EXACT, 'pdq'];

/** Packs hashes, and hands on each pack that is full. */
export class Packer {
  readonly #open = new Map<Algorithm, Pack>();
  readonly #handOn: (pack: Pack) => void;
  readonly #max: number;
  #count = 0;

  constructor(handOn: (pack: Pack) => void, max = HASHES_MAX) {
    this.#handOn = handOn;
    this.#max = max;
  }

  /** Throws a RangeError for what is no hash of its algorithm, for an entry that is none, and for one hash too many. */
  add({ algorithm, hex, entry }: KnownHash): void {
    if (!Number.isInteger(entry) || entry < 0 || entry > ENTRY_MAX)
      throw new RangeError(`entry ${entry} is not of 32 bits`);
    if (++this.#count > this.#max) throw new RangeError(`more than ${this.#max} known hashes`);
    const width = WORDS[algorithm] + 1;
    let pack = this.#open.get(algorithm);
    if (pack === undefined) {
      pack = { algorithm, count: 0, words: new Uint32Array(HASHES_A_PACK * width) };
      this.#open.set(algorithm, pack);
    }
    const at = pack.count * width;
    if (!writeWords(algorithm, hex, pack.words, at)) throw new RangeError(`entry ${entry} has no hash of ${algorithm}`);
    pack.words[at + width - 1] = entry;
    if (++pack.count === HASHES_A_PACK) this.#close(pack);
  }

  get count(): number {
    return this.#count;
  }

  /** Hands on what is left. */
  end(): void {
    for (const pack of this.#open.values()) this.#close(pack);
  }

  #close(pack: Pack): void {
    this.#open.delete(pack.algorithm);
    this.#handOn(pack);
  }
}

/** The rows of each algorithm, as they came. The packs are let go one by one, so that hashes are hardly in memory twice. */
export function rowsOf(packs: Pack[]): Record<Algorithm, Rows> {
  const empty = (algorithm: Algorithm): Rows =>
    Rows.of(
      algorithm,
      packs.reduce((sum, pack) => sum + (pack.algorithm === algorithm ? pack.count : 0), 0),
    );
  const rows = { md5: empty('md5'), sha1: empty('sha1'), sha256: empty('sha256'), pdq: empty('pdq') };
  const next = new Map(ALGORITHMS.map((algorithm) => [algorithm, 0]));
  for (const pack of packs.splice(0)) {
    const into = rows[pack.algorithm];
    const from = next.get(pack.algorithm) ?? 0;
    const width = into.width + 1;
    for (let i = 0; i < pack.count; i++) {
      into.hashes.set(pack.words.subarray(i * width, i * width + into.width), (from + i) * into.width);
      into.entries[from + i] = pack.words[i * width + into.width];
    }
    next.set(pack.algorithm, from + pack.count);
  }
  return rows;
}
