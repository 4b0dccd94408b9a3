/**
 * Folding: a text as words that can be compared, however it is spelt. One pass over its UTF-16 units, each looked up in a
 * table; what is odd about a word is noted on the way, and only an odd word is looked at again.
 *
 * Always: NFKC, lower case, Latin letters without accents; zero-width and bidi controls and apostrophes left out.
 * In words of mixed script, or whole look-alike words in a mostly Latin text: the letters that were meant.
 * Only where it gives a word that a cue has: digits and signs for letters, stretched letters, letters that stand apart,
 * words cut by a sign. So a text that hides nothing stays as it is.
 */

import { joinWords } from './join.ts';
import { type Lexicon, ODD_UNITS_MAX, STRETCH_MIN } from './lexicon.ts';
import { cyrillicLookAlikes } from './look-alikes.ts';
import { boxedLetter, foldedOf, kind, kindOf, latinOf, script, scriptOf, unstable } from './units.ts';

/** The longest text that is read, UTF-16 units after NFKC: as much as a message may have. What comes after is not read. */
export const TEXT_UNITS_MAX = 20_000;

/** Share of a text's letters above which a word of look-alikes in it is taken for Latin. */
const MOSTLY_LATIN = 0.7;

/** What is odd about a word. */
const odd = { beyondAscii: 1, digit: 2, sign: 4, stretched: 8 } as const;

const DOLLAR = 0x24;
const AT_SIGN = 0x40;
/** The last unit of ASCII. */
const ASCII_MAX = 0x7f;

/** A folded text. The arrays are the folder's own, and hold it until it folds the next. */
export interface Folded {
  /** the text that was folded, after NFKC: what `origins` points into */
  text: string;
  units: Uint16Array;
  /** by unit: where in `text` it stood */
  origins: Int32Array;
  /** word w is units[starts[w]..ends[w]) */
  starts: Int32Array;
  ends: Int32Array;
  /** by word: 1 where a single sign, and no space, parts it from the word before */
  cut: Uint8Array;
  words: number;
}

/** Folds texts, one after another, into the same buffers. */
export class Folder {
  readonly #lexicon: Lexicon;
  readonly #out: Folded = {
    text: '',
    units: new Uint16Array(TEXT_UNITS_MAX + 1),
    origins: new Int32Array(TEXT_UNITS_MAX + 1),
    starts: new Int32Array(TEXT_UNITS_MAX + 1),
    ends: new Int32Array(TEXT_UNITS_MAX + 1),
    cut: new Uint8Array(TEXT_UNITS_MAX + 1),
    words: 0,
  };
  readonly #odd = new Uint16Array(ODD_UNITS_MAX + 2);
  /** share of Latin letters in the text; below 0 until it is asked for */
  #latin = -1;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /** The folded text, which holds until the next call. */
  fold(raw: string): Folded {
    const out = this.#out;
    const { units, origins } = out;
    const text = needsNfkc(raw) ? normalized(raw) : raw;
    const length = Math.min(text.length, TEXT_UNITS_MAX);
    out.text = text;
    out.words = 0;
    this.#latin = -1;
    let n = 0;
    let start = 0;
    let oddity = 0;
    /** signs since the last word, and whether there was white space */
    let signs = 0;
    let apart = true;
    let singles = 0;
    let join = false;

    for (let i = 0; i <= length; i++) {
      const unit = i < length ? text.charCodeAt(i) : 0x20;
      const what = kindOf[unit];
      if (what === kind.letter) {
        const letter = foldedOf[unit] ?? 0;
        if (n - start >= STRETCH_MIN - 1 && units[n - 1] === letter && units[n - 2] === letter) oddity |= odd.stretched;
        if (unit > ASCII_MAX) oddity |= odd.beyondAscii;
        units[n] = letter;
        origins[n++] = i;
        continue;
      }
      if (what === kind.nothing) continue;
      if (what === kind.digit) {
        oddity |= odd.digit;
        units[n] = unit;
        origins[n++] = i;
        continue;
      }
      if (what !== kind.gap && what !== kind.sign) {
        if (what === kind.leet) {
          const next = i + 1 < length ? kindOf[text.charCodeAt(i + 1)] : kind.gap;
          const before = n > start;
          const inside = next === kind.letter || (before && (next === kind.digit || next === kind.leet));
          const opens = !before && (unit === DOLLAR || unit === AT_SIGN);
          if ((inside && (before || opens)) || (before && unit === DOLLAR)) {
            oddity |= odd.sign;
            units[n] = unit;
            origins[n++] = i;
            continue;
          }
        } else if (what === kind.mark) {
          // on a Latin letter it only decorates; elsewhere it spells
          if (n > start && (units[n - 1] ?? 0) > ASCII_MAX) {
            units[n] = unit;
            origins[n++] = i;
          }
          continue;
        } else if (what === kind.joiner) {
          if (n > start && scriptOf[units[n - 1] ?? 0] === script.other && (units[n - 1] ?? 0) > ASCII_MAX) {
            units[n] = unit;
            origins[n++] = i;
          }
          continue;
        } else if (what === kind.pair && i + 1 < length) {
          units[n] = unit;
          origins[n++] = i;
          units[n] = text.charCodeAt(++i);
          origins[n++] = i;
          continue;
        } else if (what === kind.boxed && i + 1 < length) {
          const letter = boxedLetter(unit, text.charCodeAt(++i));
          if (letter !== 0) {
            units[n] = letter;
            origins[n++] = i - 1;
            continue;
          }
        } else if (what === kind.lone) {
          if (n > start) {
            n = this.#endWord(start, n, oddity, !apart && signs === 1);
            oddity = 0;
          }
          // its marks are still to come: the next one, or whatever else is no letter, ends it
          start = n;
          units[n] = foldedOf[unit] ?? 0;
          origins[n++] = i;
          while (i + 1 < length && kindOf[text.charCodeAt(i + 1)] === kind.mark) {
            units[n] = text.charCodeAt(++i);
            origins[n++] = i;
          }
          n = this.#endWord(start, n, 0, false);
          start = n;
          singles = 0;
          signs = 0;
          apart = true;
          continue;
        }
      }
      // what is left parts words
      if (n > start) {
        const cut = !apart && signs === 1;
        singles = n - start === 1 ? singles + 1 : 0;
        if (singles > 2 || cut) join = true;
        n = oddity === 0 ? this.#push(start, n, cut) : this.#endWord(start, n, oddity, cut);
        start = n;
        oddity = 0;
        signs = 0;
        apart = false;
      }
      if (what === kind.gap) apart = true;
      else signs++;
    }
    if (join) joinWords(out, this.#lexicon, this.#odd);
    return out;
  }

  #push(start: number, end: number, cut: boolean): number {
    const out = this.#out;
    const w = out.words++;
    out.starts[w] = start;
    out.ends[w] = end;
    out.cut[w] = cut ? 1 : 0;
    return end;
  }

  /** Ends an odd word; gives where the next one begins. */
  #endWord(start: number, end: number, oddity: number, cut: boolean): number {
    const { units } = this.#out;
    if (oddity & odd.beyondAscii) this.#meant(start, end);
    if ((oddity & (odd.digit | odd.sign | odd.stretched)) === 0) return this.#push(start, end, cut);
    if (oddity !== odd.digit || !isNumber(units, start, end)) {
      if (!this.#lexicon.has(units, start, end)) {
        const length = this.#lexicon.read(units, start, end, this.#odd);
        if (length > 0) {
          for (let i = 0; i < length; i++) units[start + i] = this.#odd[i] ?? 0;
          return this.#push(start, start + length, cut);
        }
      }
    }
    return oddity & odd.sign ? this.#split(start, end, cut) : this.#push(start, end, cut);
  }

  /** A word that its signs belong to after all not: the words between them. */
  #split(start: number, end: number, cut: boolean): number {
    const { units } = this.#out;
    let from = start;
    let first = true;
    for (let i = start; i <= end; i++) {
      if (i < end && kindOf[units[i] ?? 0] !== kind.leet) continue;
      if (i > from) {
        this.#push(from, i, first ? cut : true);
        first = false;
      }
      from = i + 1;
    }
    return end;
  }

  /** Puts the letters that were meant for look-alikes of another script. */
  #meant(start: number, end: number): void {
    const { units, origins, text } = this.#out;
    /** letters by script, and how many of them look like the other */
    let latin = 0;
    let foreign = 0;
    let likeLatin = 0;
    let likeCyrillic = 0;
    let cyrillic = 0;
    for (let i = start; i < end; i++) {
      const written = text.charCodeAt(origins[i] ?? 0);
      const by = scriptOf[written];
      if (by === script.latin) {
        latin++;
        if (cyrillicLookAlikes.has(written)) likeCyrillic++;
      } else if (by === script.cyrillic || by === script.alike) {
        foreign++;
        if (by === script.cyrillic) cyrillic++;
        if ((latinOf[written] ?? 0) !== 0) likeLatin++;
      }
    }
    if (foreign === 0) return;
    const asLatin = likeLatin === foreign;
    const asCyrillic = cyrillic === foreign && likeCyrillic === latin;
    if (latin === 0) {
      if (asLatin && this.#latinShare() >= MOSTLY_LATIN) this.#put(start, end, latinOf);
    } else if (asLatin !== asCyrillic ? asLatin : latin >= foreign || this.#latinShare() >= MOSTLY_LATIN) {
      this.#put(start, end, latinOf);
    } else if (cyrillic > 0) {
      for (let i = start; i < end; i++) {
        units[i] = cyrillicLookAlikes.get(text.charCodeAt(origins[i] ?? 0)) ?? units[i] ?? 0;
      }
    }
  }

  #put(start: number, end: number, table: Uint16Array): void {
    const { units, origins, text } = this.#out;
    for (let i = start; i < end; i++) units[i] = table[text.charCodeAt(origins[i] ?? 0)] || (units[i] ?? 0);
  }

  #latinShare(): number {
    if (this.#latin >= 0) return this.#latin;
    const { text } = this.#out;
    let latin = 0;
    let letters = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (kindOf[unit] !== kind.letter && kindOf[unit] !== kind.lone) continue;
      letters++;
      if (scriptOf[unit] === script.latin) latin++;
    }
    this.#latin = letters === 0 ? 0 : latin / letters;
    return this.#latin;
  }
}

/** U+1F100 to U+1F265, by the second halves of their pairs: what NFKC takes apart among the emoji. */
const ENCLOSED_HIGH = 0xd83c;
const ENCLOSED_FIRST = 0xdd00;
const ENCLOSED_LAST = 0xde65;
const FLAGS_FIRST = 0xdde6;
const FLAGS_LAST = 0xddff;

/** Whether NFKC may change a text: quick, and never no where it would. */
function needsNfkc(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= ASCII_MAX || unstable[unit] === 0) continue;
    if (unit !== ENCLOSED_HIGH) return true;
    const low = text.charCodeAt(i + 1);
    if (low >= ENCLOSED_FIRST && low <= ENCLOSED_LAST && (low < FLAGS_FIRST || low > FLAGS_LAST)) return true;
  }
  return false;
}

/**
 * NFKC. Where that is longer than what is read, what unfolds to more units than it has becomes a space: a text padded with
 * signs that stand for whole sentences must not push the rest of itself out of sight.
 */
function normalized(raw: string): string {
  const whole = raw.normalize('NFKC');
  if (whole.length <= TEXT_UNITS_MAX) return whole;
  return raw.slice(0, TEXT_UNITS_MAX).replace(/./gsu, (sign) => {
    const one = sign.normalize('NFKC');
    return one.length > sign.length ? ' ' : one;
  });
}

function isNumber(units: Uint16Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (kindOf[units[i] ?? 0] !== kind.digit) return false;
  return true;
}

/** The folded words of a text, for people and for compiling cues. */
export function wordsOf({ units, starts, ends, words }: Folded): string[] {
  const out: string[] = [];
  for (let w = 0; w < words; w++) out.push(String.fromCharCode(...units.subarray(starts[w], ends[w])));
  return out;
}
