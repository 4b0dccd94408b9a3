/**
 * The words of all cues as one table (a trie): finds a folded word's class with one look-up a letter, and the words that an
 * oddly spelt one could be.
 *
 * A class is what the phrases see of a word: which of their words and stems it satisfies. Class 0 satisfies none.
 */
import { leetLetters } from './look-alikes.ts';

/** The most cells of the table: 8 MB. The shipped cues take a sixth of it. */
export const LEXICON_CELLS_MAX = 4_000_000;
/** The most nodes: what a cell of two bytes can name. Smaller cells stay in the processor's cache. */
const NODES_MAX = 0xffff;
/** The longest word that is looked up when it is oddly spelt, units: longer ones are no words. */
export const ODD_UNITS_MAX = 40;
/** The most steps that are tried to read one oddly spelt word: some 30 microseconds. A hostile one ends there, as it is. */
const TRIES_MAX = 2_000;
/** So many of the same letter in a row are stretched: no word that cues hold has three. */
export const STRETCH_MIN = 3;

export class Lexicon {
  /** column of a unit in the table; 0 for units that no cue has */
  readonly #column = new Uint16Array(0x10000);
  readonly #width: number;
  readonly #next: Uint16Array;
  /** by node: the class of a word that ends here */
  readonly #ends: Int32Array;
  /** by node: the class of a word that goes on where the table doesn't: that of the longest stem that it begins with */
  readonly #goesOn: Int32Array;
  /** by node: 1 where a word or a stem ends */
  readonly #isWord: Uint8Array;
  /** by class: the words and stems (with their star) that it satisfies */
  readonly classes: readonly (readonly string[])[];
  #tries = 0;

  /** Words, and stems with a star behind (`secret*`), folded. Throws a RangeError where they are too many. */
  constructor(symbols: Iterable<string>) {
    const all = [...new Set(symbols)].sort();
    let width = 1;
    let units = 1;
    for (const symbol of all) {
      units += symbol.length;
      for (let i = 0; i < symbol.length; i++) {
        const unit = symbol.charCodeAt(i);
        if (this.#column[unit] === 0) this.#column[unit] = width++;
      }
    }
    this.#width = width;
    const next = new Uint16Array(boundedCells(sharedNodes(all, units), width));
    let nodes = 1;
    const found: { node: number; symbol: string }[] = [];
    for (const symbol of all) {
      const word = symbol.endsWith('*') ? symbol.slice(0, -1) : symbol;
      let node = 0;
      for (let i = 0; i < word.length; i++) {
        const cell = node * width + at(this.#column, word.charCodeAt(i));
        if (next[cell] === 0) next[cell] = nodes++;
        node = at(next, cell);
      }
      found.push({ node, symbol });
    }
    this.#next = next;
    this.#ends = new Int32Array(nodes);
    this.#goesOn = new Int32Array(nodes);
    this.#isWord = new Uint8Array(nodes);
    this.classes = this.#classify(nodes, found);
  }

  /** Every node's classes, from the root down: a node has all stems of the one above. */
  #classify(nodes: number, found: readonly { node: number; symbol: string }[]): string[][] {
    const words = new Map<number, string>();
    const stems = new Map<number, string>();
    for (const { node, symbol } of found) (symbol.endsWith('*') ? stems : words).set(node, symbol);
    const classes: string[][] = [[]];
    const inherited: string[][] = Array.from({ length: nodes }, () => []);
    // a child's number is above its parent's, as it was made later
    for (let node = 0; node < nodes; node++) {
      const stem = stems.get(node);
      const word = words.get(node);
      const held = at(inherited, node);
      const own = stem === undefined ? held : [...held, stem];
      if (stem !== undefined) {
        this.#goesOn[node] = classes.push(own) - 1;
        inherited[node] = own;
      }
      this.#ends[node] = word === undefined ? at(this.#goesOn, node) : classes.push([...own, word]) - 1;
      this.#isWord[node] = word === undefined && stem === undefined ? 0 : 1;
      for (let column = 1; column < this.#width; column++) {
        const child = at(this.#next, node * this.#width + column);
        if (child === 0) continue;
        inherited[child] = own;
        this.#goesOn[child] = at(this.#goesOn, node);
      }
    }
    return classes;
  }

  /** The class of the folded word units[from..to). */
  classOf(units: Uint16Array, from: number, to: number): number {
    const next = this.#next;
    const column = this.#column;
    const width = this.#width;
    let node = 0;
    for (let i = from; i < to; i++) {
      const here = next[node * width + (column[units[i] ?? 0] ?? 0)] ?? 0;
      if (here === 0) return this.#goesOn[node] ?? 0;
      node = here;
    }
    return this.#ends[node] ?? 0;
  }

  /** Whether a cue has this very word, or it is a stem of one. */
  has(units: Uint16Array, from: number, to: number): boolean {
    return this.classOf(units, from, to) !== 0;
  }

  /**
   * Reads units[from..to) as a word that a cue has, with digits and signs for letters and stretched letters shortened.
   * Writes it into `out`; gives its length, 0 where it is none.
   */
  read(units: Uint16Array, from: number, to: number, out: Uint16Array): number {
    if (to - from > ODD_UNITS_MAX) return 0;
    this.#tries = 0;
    return this.#step(units, from, to, 0, out, 0);
  }

  #step(units: Uint16Array, i: number, to: number, node: number, out: Uint16Array, length: number): number {
    if (++this.#tries > TRIES_MAX) return 0;
    if (i === to) return (this.#ends[node] ?? 0) === 0 ? 0 : length;
    const unit = units[i] ?? 0;
    const found = this.#take(unit, units, i, to, node, out, length);
    if (found !== 0) return found;
    for (const letter of leetLetters.get(unit) ?? []) {
      const read = this.#take(letter, units, i, to, node, out, length);
      if (read !== 0) return read;
    }
    return 0;
  }

  /** One letter, taken for units[i]; where that begins a stretched run, the run is taken for one of it, or for two. */
  #take(
    letter: number,
    units: Uint16Array,
    i: number,
    to: number,
    node: number,
    out: Uint16Array,
    length: number,
  ): number {
    const child = this.#next[node * this.#width + (this.#column[letter] ?? 0)] ?? 0;
    if (child === 0) {
      // what a stem begins goes on as it is
      if ((this.#goesOn[node] ?? 0) === 0 || letter !== units[i]) return 0;
      for (let k = i; k < to; k++) out[length + k - i] = units[k] ?? 0;
      return length + to - i;
    }
    out[length] = letter;
    let run = 1;
    while (i + run < to && units[i + run] === units[i]) run++;
    if (run < STRETCH_MIN) return this.#step(units, i + 1, to, child, out, length + 1);
    // two first: "meeet" is meet rather than met, and "seeecret" no word with two
    const double = this.#next[child * this.#width + (this.#column[letter] ?? 0)] ?? 0;
    if (double !== 0) {
      out[length + 1] = letter;
      const twice = this.#step(units, i + run, to, double, out, length + 2);
      if (twice !== 0) return twice;
    }
    return this.#step(units, i + run, to, child, out, length + 1);
  }

  /**
   * The lengths of the words that begin at units[from] and end before `to`, spelt one unit a letter (signs for letters
   * allowed): how letters that stand apart are put together again. Longest last.
   */
  wordsFrom(units: Uint16Array, from: number, to: number): number[] {
    const lengths: number[] = [];
    let nodes = [0];
    for (let i = from; i < to && nodes.length > 0; i++) {
      const unit = units[i] ?? 0;
      const letters = [unit, ...(leetLetters.get(unit) ?? [])];
      nodes = nodes.flatMap((node) =>
        letters.flatMap((letter) => this.#next[node * this.#width + (this.#column[letter] ?? 0)] || []),
      );
      if (nodes.some((node) => this.#isWord[node] === 1)) lengths.push(i + 1 - from);
    }
    return lengths;
  }
}

/** How many nodes words in alphabetic order need: each shares what it begins with with the one before. */
function sharedNodes(sorted: readonly string[], most: number): number {
  let nodes = most;
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [at(sorted, i - 1), at(sorted, i)];
    let same = 0;
    while (same < a.length && same < b.length && a[same] === b[same]) same++;
    nodes -= same;
  }
  return nodes;
}

function boundedCells(nodes: number, width: number): number {
  if (nodes <= NODES_MAX && nodes * width <= LEXICON_CELLS_MAX) return nodes * width;
  throw new RangeError(
    `the cues have too many different words and letters (${nodes} x ${width}; the most is ${LEXICON_CELLS_MAX})`,
  );
}

/** An element that is there, as its index came from the same list. */
function at<T>(list: { readonly [index: number]: T }, index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
