/**
 * Finds all phrases in a folded text in one pass over its words, however many phrases there are. The graph of phrases is
 * walked from every word at once; a state is the set of places that may have been reached, and is worked out the first time
 * a text leads there (as RE2 and others do): then each word costs one look-up in an open-addressing table. Nearly every
 * word leads back to the beginning.
 */
import type { PhraseGraph } from './graph.ts';
import type { Lexicon } from './lexicon.ts';

/** The most states that are remembered: ordinary talk needs a few thousand. Past it all are forgotten, and begun again. */
const STATES_MAX = 30_000;
/** The most transitions that are remembered; a table more than half full is slow. */
const TRANSITIONS_MAX = 100_000;
/** Slots that the table of transitions begins with: what ordinary talk needs stays in the processor's cache. */
const SLOTS_FIRST = 2 ** 12;
/** The most places a state has: a text that stands in more phrases at once than this is made for nothing else. */
const PLACES_MAX = 2_000;

/** Odd, and without a pattern in binary: Knuth's multiplicative hashing. */
const SPREAD = 0x9e3779b1;

interface State {
  places: readonly number[];
  /** numbers of the phrases that end here, and how many words each has at least */
  numbers: readonly number[];
  words: readonly number[];
  /** it goes on over words that no cue has */
  overAny: boolean;
}

interface Place {
  /** what leads on: symbol by symbol, and where to; -1 for any word */
  symbols: readonly number[];
  targets: readonly number[];
  numbers: readonly number[];
  words: readonly number[];
}

const ANY = -1;
const BEGINNING: State = { places: [], numbers: [], words: [], overAny: false };

export class Automaton {
  readonly #places: readonly Place[];
  /** by symbol: where it leads from the beginning */
  readonly #fromRoot: readonly (readonly number[])[];
  /** by class: its symbols */
  readonly #symbols: readonly (readonly number[])[];
  readonly #classes: number;
  #states: State[] = [BEGINNING];
  #byPlaces = new Map<string, number>([['', 0]]);
  /** slot by slot: a key (state x classes + class + 1; 0: free), and the state that it leads to */
  #table = new Int32Array(SLOTS_FIRST * 2);
  #transitions = 0;

  constructor(graph: PhraseGraph, lexicon: Lexicon) {
    const symbols = new Map<string, number>();
    for (const { symbol } of graph.edges)
      if (symbol !== null && !symbols.has(symbol)) symbols.set(symbol, symbols.size);
    this.#symbols = lexicon.classes.map((names) => names.flatMap((name) => symbols.get(name) ?? []));
    this.#classes = lexicon.classes.length + 1;
    if (STATES_MAX * this.#classes >= 2 ** 31) throw new RangeError('the cues have too many different words');
    const places = Array.from({ length: graph.nodes }, () => ({
      symbols: [] as number[],
      targets: [] as number[],
      numbers: [] as number[],
      words: [] as number[],
    }));
    const fromRoot = Array.from({ length: symbols.size }, () => [] as number[]);
    for (const { from, to, symbol } of graph.edges) {
      const id = symbol === null ? ANY : (symbols.get(symbol) ?? ANY);
      if (from === 0 && id !== ANY) fromRoot[id]?.push(to);
      else {
        places[from]?.symbols.push(id);
        places[from]?.targets.push(to);
      }
    }
    for (const { node, number, words } of graph.endings) {
      places[node]?.numbers.push(number);
      places[node]?.words.push(words);
    }
    this.#places = places;
    this.#fromRoot = fromRoot;
  }

  /** The state after a word of this class. 0 is the beginning. States hold within one text: ask `begin` before each. */
  step(state: number, word: number): number {
    if (word === 0 && (state === 0 || this.#states[state]?.overAny !== true)) return 0;
    const key = state * this.#classes + word + 1;
    const table = this.#table;
    const mask = table.length - 1;
    let slot = slotOf(key, mask);
    for (let found = table[slot]; found !== 0; found = table[slot]) {
      if (found === key) return table[slot + 1] ?? 0;
      slot = (slot + 2) & mask;
    }
    const next = this.#work(state, word);
    this.#remember(key, next);
    return next;
  }

  #remember(key: number, next: number): void {
    if (++this.#transitions * 4 > this.#table.length) this.#grow();
    put(this.#table, key, next);
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Int32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += 2) {
      const key = before[slot] ?? 0;
      if (key !== 0) put(this.#table, key, before[slot + 1] ?? 0);
    }
  }

  /** Before a text: makes room where much is remembered. A text of the longest kind can't fill what is left. */
  begin(): void {
    if (this.#states.length < STATES_MAX / 2 && this.#transitions < TRANSITIONS_MAX) return;
    this.#states = [BEGINNING];
    this.#byPlaces = new Map([['', 0]]);
    this.#table = new Int32Array(SLOTS_FIRST * 2);
    this.#transitions = 0;
  }

  /** The phrases that end in a state. */
  numbersAt(state: number): readonly number[] {
    return this.#states[state]?.numbers ?? [];
  }

  /** How many words each of them has at least. */
  wordsAt(state: number): readonly number[] {
    return this.#states[state]?.words ?? [];
  }

  #work(state: number, word: number): number {
    const reached = new Set<number>();
    const symbols = this.#symbols[word] ?? [];
    for (const symbol of symbols) for (const target of this.#fromRoot[symbol] ?? []) reached.add(target);
    for (const at of this.#states[state]?.places ?? []) {
      const place = this.#places[at];
      if (place === undefined) continue;
      for (let e = 0; e < place.symbols.length; e++) {
        const symbol = place.symbols[e] ?? ANY;
        if (symbol === ANY || symbols.includes(symbol)) reached.add(place.targets[e] ?? 0);
      }
    }
    if (reached.size > PLACES_MAX) return 0;
    const places = [...reached].sort((a, b) => a - b);
    const name = places.join(',');
    const known = this.#byPlaces.get(name);
    if (known !== undefined) return known;
    const here = places.flatMap((at) => this.#places[at] ?? []);
    const next =
      this.#states.push({
        places,
        numbers: here.flatMap(({ numbers }) => numbers),
        words: here.flatMap(({ words }) => words),
        overAny: here.some(({ symbols: leads }) => leads.includes(ANY)),
      }) - 1;
    this.#byPlaces.set(name, next);
    return next;
  }
}

/** Into the first free slot from where a key belongs. */
function put(table: Int32Array, key: number, value: number): void {
  const mask = table.length - 1;
  let slot = slotOf(key, mask);
  while (table[slot] !== 0) slot = (slot + 2) & mask;
  table[slot] = key;
  table[slot + 1] = value;
}

const slotOf = (key: number, mask: number): number => (Math.imul(key, SPREAD) >>> 13) & mask & ~1;
