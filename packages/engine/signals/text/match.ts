/** Finds the cues that a folded text has: the automaton's phrases, put together as the cues ask. */
import { type CompiledCues, NOT_NEAR_WORDS, NOT_PART } from './cues.ts';
import type { Folded } from './fold.ts';
import type { TokenName } from './phrase.ts';
import { scan } from './scan.ts';

/** The most places where phrases are noted before they are put together: it bounds the work on each. */
export const HITS_MAX = 256;
/** Of a full list so many stay for what comes after them, so that no padding keeps the parts of a cue apart. */
const HITS_KEPT = 128;
/** The first addresses of a text always count: a cue may have them anywhere in it. */
const FIRST_ADDRESSES = 16;
/** Further ones count as near to a phrase as any cue can ask for, words (cue files allow 50). */
const ADDRESS_NEAR_WORDS = 64;

/** A handle, link or number, and the word that it is or that follows it. */
interface Address {
  token: TokenName;
  word: number;
}

/** A place where a part of a cue stands, in words. */
interface Hit {
  part: number;
  from: number;
  to: number;
}

export class Matcher {
  readonly #cues: CompiledCues;
  readonly #part = new Int32Array(HITS_MAX);
  readonly #from = new Int32Array(HITS_MAX);
  readonly #to = new Int32Array(HITS_MAX);
  readonly #found = new Set<number>();
  #addresses: readonly Address[] | null = null;
  #hits = 0;
  #scans = false;

  constructor(cues: CompiledCues) {
    this.#cues = cues;
  }

  /** The numbers of the cues that a text has, each once. */
  match(folded: Folded): readonly number[] {
    this.#hits = 0;
    this.#scans = false;
    this.#addresses = null;
    this.#found.clear();
    this.#find(folded);
    if (this.#hits === 0) return NONE;
    this.#together(folded);
    return [...this.#found];
  }

  #find(folded: Folded): void {
    const { units, starts, ends, words } = folded;
    const { lexicon, automaton } = this.#cues;
    automaton.begin();
    let state = 0;
    for (let w = 0; w < words; w++) {
      const word = lexicon.classOf(units, starts[w] ?? 0, ends[w] ?? 0);
      if (word === 0 && state === 0) continue;
      state = automaton.step(state, word);
      if (state === 0) continue;
      const numbers = automaton.numbersAt(state);
      if (numbers.length === 0) continue;
      const lengths = automaton.wordsAt(state);
      for (let k = 0; k < numbers.length; k++) this.#note(folded, numbers[k] ?? 0, w + 1 - (lengths[k] ?? 1), w + 1);
    }
  }

  #note(folded: Folded, number: number, from: number, to: number): void {
    if (this.#hits === HITS_MAX) {
      this.#together(folded);
      for (const list of [this.#part, this.#from, this.#to]) list.copyWithin(0, HITS_MAX - HITS_KEPT);
      this.#hits = HITS_KEPT;
    }
    const part = this.#cues.parts[number];
    if (part === undefined) return;
    if (part.part !== NOT_PART && this.#cues.cues[part.cue]?.scans) this.#scans = true;
    this.#part[this.#hits] = number;
    this.#from[this.#hits] = from;
    this.#to[this.#hits++] = to;
  }

  /** The addresses that may belong to what is noted, by the number of the part that each is. */
  *#near(folded: Folded): Iterable<readonly [number, number]> {
    this.#addresses ??= scan(folded.text).map(({ token, at }) => ({ token, word: wordAt(folded, at) }));
    const least = (this.#from[0] ?? 0) - ADDRESS_NEAR_WORDS;
    const most = (this.#to[this.#hits - 1] ?? 0) + ADDRESS_NEAR_WORDS;
    for (const [i, { token, word }] of this.#addresses.entries()) {
      if (i >= FIRST_ADDRESSES && (word < least || word > most)) continue;
      for (const number of this.#cues.tokenParts[token]) yield [number, word];
    }
  }

  /** Adds the cues that have all of their parts, near enough, and nothing that cancels them. */
  #together(folded: Folded): void {
    const byCue = new Map<number, Hit[]>();
    const add = (number: number, from: number, to: number): void => {
      const known = this.#cues.parts[number];
      if (known === undefined) return;
      const hit = { part: known.part, from, to };
      const hits = byCue.get(known.cue);
      if (hits === undefined) byCue.set(known.cue, [hit]);
      else hits.push(hit);
    };
    for (let h = 0; h < this.#hits; h++) add(this.#part[h] ?? 0, this.#from[h] ?? 0, this.#to[h] ?? 0);
    if (this.#scans) for (const [number, word] of this.#near(folded)) add(number, word, word + 1);
    for (const [number, hits] of byCue) {
      const cue = this.#cues.cues[number];
      if (cue === undefined || this.#found.has(number)) continue;
      const cancels = hits.filter(({ part }) => part === NOT_PART);
      const spans = spansOf(hits, cue.parts, cue.near);
      const stands = ({ from, to }: Hit) =>
        cancels.every((not) => not.to + NOT_NEAR_WORDS < from || not.from > to + NOT_NEAR_WORDS);
      if (spans.some(stands)) this.#found.add(number);
    }
  }
}

/** Every stretch of words that has one of each part. */
function spansOf(hits: readonly Hit[], parts: number, near: number): Hit[] {
  let spans = hits.filter(({ part }) => part === 0);
  for (let part = 1; part < parts && spans.length > 0; part++) {
    const next = hits.filter((hit) => hit.part === part);
    spans = spans
      .flatMap((span) =>
        next
          .filter((hit) => isNear(span, hit, near))
          .map((hit) => ({ part, from: Math.min(span.from, hit.from), to: Math.max(span.to, hit.to) })),
      )
      .slice(0, HITS_MAX);
  }
  return spans;
}

const NONE: readonly number[] = [];

/** What overlaps is one thing, not two: "add me" and "me on" are two, "add" and "add" are not. */
const isNear = (a: Hit, b: Hit, near: number): boolean =>
  a.to <= b.from ? b.from - a.to <= near : b.to <= a.from ? a.from - b.to <= near : false;

/** The word that stands at a place in the text, or the next one. */
function wordAt({ origins, starts, words }: Folded, at: number): number {
  let low = 0;
  let high = words;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((origins[starts[middle] ?? 0] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  // a handle's own word may begin a unit after it, and one that begins inside it belongs to it
  return low;
}
