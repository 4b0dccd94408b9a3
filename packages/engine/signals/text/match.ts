/** Finds the cues that a folded text has: the automaton's phrases, put together as the cues ask. */
import { type CompiledCues, NOT_NEAR_WORDS, NOT_PART } from './cues.ts';
import type { Folded } from './fold.ts';
import { scan } from './scan.ts';

/** The most places in one text where phrases are noted: a text of nothing but cues says no more by its length. */
export const HITS_MAX = 256;

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
  #hits = 0;
  #scans = false;

  constructor(cues: CompiledCues) {
    this.#cues = cues;
  }

  /** The numbers of the cues that a text has, each once. */
  match(folded: Folded): readonly number[] {
    this.#find(folded);
    if (this.#hits === 0) return NONE;
    if (this.#scans) this.#scan(folded);
    return this.#together();
  }

  #find({ units, starts, ends, words }: Folded): void {
    const { lexicon, automaton } = this.#cues;
    this.#hits = 0;
    this.#scans = false;
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
      for (let k = 0; k < numbers.length; k++) this.#note(numbers[k] ?? 0, w + 1 - (lengths[k] ?? 1), w + 1);
    }
  }

  #note(number: number, from: number, to: number): void {
    if (this.#hits === HITS_MAX) return;
    const part = this.#cues.parts[number];
    if (part === undefined) return;
    if (part.part !== NOT_PART && this.#cues.cues[part.cue]?.scans) this.#scans = true;
    this.#part[this.#hits] = number;
    this.#from[this.#hits] = from;
    this.#to[this.#hits++] = to;
  }

  #scan(folded: Folded): void {
    for (const { token, at } of scan(folded.text)) {
      const w = wordAt(folded, at);
      for (const number of this.#cues.tokenParts[token]) this.#note(number, w, w + 1);
    }
  }

  /** Which cues have all of their parts, near enough, and nothing that cancels them. */
  #together(): number[] {
    const byCue = new Map<number, Hit[]>();
    for (let h = 0; h < this.#hits; h++) {
      const known = this.#cues.parts[this.#part[h] ?? 0];
      if (known === undefined) continue;
      const hit = { part: known.part, from: this.#from[h] ?? 0, to: this.#to[h] ?? 0 };
      const hits = byCue.get(known.cue);
      if (hits === undefined) byCue.set(known.cue, [hit]);
      else hits.push(hit);
    }
    const found: number[] = [];
    for (const [number, hits] of byCue) {
      const cue = this.#cues.cues[number];
      if (cue === undefined) continue;
      const cancels = hits.filter(({ part }) => part === NOT_PART);
      const spans = spansOf(hits, cue.parts, cue.near);
      const stands = ({ from, to }: Hit) =>
        cancels.every((not) => not.to + NOT_NEAR_WORDS < from || not.from > to + NOT_NEAR_WORDS);
      if (spans.some(stands)) found.push(number);
    }
    return found;
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
