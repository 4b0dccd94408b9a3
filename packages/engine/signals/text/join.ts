/** Puts together what was pulled apart: letters that stand alone ("s e c r e t", "s-e-c-r-e-t"), words cut by a sign ("sec-ret"). */
import type { Folded } from './fold.ts';
import { type Lexicon, ODD_UNITS_MAX } from './lexicon.ts';
import { kind, kindOf } from './units.ts';

/** So many letters that stand alone, one after another, may be a word pulled apart. */
const SINGLES_MIN = 3;
/** The most of them that are read as one run, so that the work on each is bounded; a longer run is read piece by piece. */
const SINGLES_MAX = 64;
/** A run is put together only where it gives a word of so many letters: shorter ones come about by chance ("u r a"). */
const PULLED_LETTERS_MIN = 4;
/** The most pieces that a word cut by signs is put together from. */
const PIECES_MAX = 5;
/** A cut word is put together from so many letters up: "at-me" should not become a word by chance. */
const CUT_LETTERS_MIN = 5;

/** Changes where words begin and end, in place. `spare` holds a word while it is read. */
export function joinWords(folded: Folded, lexicon: Lexicon, spare: Uint16Array): void {
  const { starts, ends, cut } = folded;
  const words = folded.words;
  let to = 0;
  let w = 0;
  while (w < words) {
    const singles = countSingles(folded, w, words);
    if (singles >= SINGLES_MIN) {
      to = joinSingles(folded, lexicon, spare, w, singles, to);
      w += singles;
      continue;
    }
    const pieces = joinPieces(folded, lexicon, spare, w, words);
    starts[to] = starts[w] ?? 0;
    ends[to] = pieces.end;
    cut[to++] = cut[w] ?? 0;
    w += pieces.count;
  }
  folded.words = to;
}

/** How many words of one letter stand at w, one after another. */
function countSingles({ units, starts, ends }: Folded, w: number, words: number): number {
  let count = 0;
  while (w + count < words && count < SINGLES_MAX) {
    const start = starts[w + count] ?? 0;
    if ((ends[w + count] ?? 0) - start !== 1 || kindOf[units[start] ?? 0] === kind.lone) break;
    count++;
  }
  return count;
}

/** The run's best reading: words of cues, weighed by the square of their length, so that one long word beats two short ones. */
function joinSingles(
  { units, origins, starts, ends, cut }: Folded,
  lexicon: Lexicon,
  spare: Uint16Array,
  w: number,
  count: number,
  into: number,
): number {
  // side by side first: what was shortened or left out before may have left room between them
  const first = starts[w] ?? 0;
  for (let k = 0; k < count; k++) {
    units[first + k] = units[starts[w + k] ?? 0] ?? 0;
    origins[first + k] = origins[starts[w + k] ?? 0] ?? 0;
  }
  const worth: number[] = Array.from({ length: count + 1 }, () => 0);
  const step: number[] = Array.from({ length: count + 1 }, () => 1);
  let longest = 0;
  for (let k = count - 1; k >= 0; k--) {
    worth[k] = worth[k + 1] ?? 0;
    for (const length of lexicon.wordsFrom(units, first + k, first + count)) {
      const value = length * length + (worth[k + length] ?? 0);
      if (length > 1 && value > (worth[k] ?? 0)) {
        worth[k] = value;
        step[k] = length;
      }
    }
  }
  for (let k = 0; k < count; k += step[k] ?? 1) longest = Math.max(longest, step[k] ?? 1);
  const apart = longest < PULLED_LETTERS_MIN;
  let to = into;
  for (let k = 0; k < count; ) {
    const length = apart ? 1 : (step[k] ?? 1);
    const start = first + k;
    const read = length > 1 ? lexicon.read(units, start, start + length, spare) : 0;
    for (let i = 0; i < read; i++) units[start + i] = spare[i] ?? 0;
    starts[to] = start;
    ends[to] = start + (read > 0 ? read : length);
    cut[to++] = 0;
    k += length;
  }
  return to;
}

/** The longest word of cues that the pieces at w make together; the first piece alone where there is none. */
function joinPieces(
  { units, starts, ends, cut }: Folded,
  lexicon: Lexicon,
  spare: Uint16Array,
  w: number,
  words: number,
): { count: number; end: number } {
  const start = starts[w] ?? 0;
  const alone = { count: 1, end: ends[w] ?? 0 };
  let count = 1;
  while (count < PIECES_MAX && w + count < words && cut[w + count] === 1) count++;
  for (; count > 1; count--) {
    const end = joined(units, starts, ends, w, count, spare);
    if (end < CUT_LETTERS_MIN || !lexicon.has(spare, 0, end)) continue;
    for (let i = 0; i < end; i++) units[start + i] = spare[i] ?? 0;
    return { count, end: start + end };
  }
  return alone;
}

/** Copies the pieces into `spare`, side by side; gives their length, 0 where they are too long for a word. */
function joined(
  units: Uint16Array,
  starts: Int32Array,
  ends: Int32Array,
  w: number,
  count: number,
  spare: Uint16Array,
): number {
  let length = 0;
  for (let k = 0; k < count; k++) {
    for (let i = starts[w + k] ?? 0; i < (ends[w + k] ?? 0); i++) {
      if (length === ODD_UNITS_MAX) return 0;
      spare[length++] = units[i] ?? 0;
    }
  }
  return length;
}
