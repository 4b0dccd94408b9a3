/**
 * What each UTF-16 unit is to folding, as tables: one look-up a unit, whatever the script. Made once from what the
 * language itself knows of Unicode (\p{…}, toLowerCase, normalize).
 */
import { latinLookAlikes, leetLetters, plainLatin } from './look-alikes.ts';

/** What a unit does in a text. */
export const kind = {
  /** white space */
  gap: 0,
  letter: 1,
  digit: 2,
  /** left out: zero-width and bidi controls, apostrophes, variation selectors, strokes laid over letters */
  nothing: 3,
  /** a combining mark: left out on Latin, else part of its word */
  mark: 4,
  /** punctuation and symbols */
  sign: 5,
  /** a sign that can stand for a letter inside a word */
  leet: 6,
  /** a letter of a script that is written without spaces: a word of its own */
  lone: 7,
  /** zero-width joiner and non-joiner: spelling in Persian or Hindi, a trick elsewhere */
  joiner: 8,
  /** the first half of a letter beyond U+FFFF */
  pair: 9,
  /** the first half of an emoji, or of a letter in a box */
  boxed: 10,
} as const;

/** The scripts that can be mistaken for each other. */
export const script = { other: 0, latin: 1, cyrillic: 2, alike: 3 } as const;

const UNITS = 0x10000;

export const kindOf = new Uint8Array(UNITS).fill(kind.sign);
export const scriptOf = new Uint8Array(UNITS);
/** the unit as it is compared: lower case, Latin without accents */
export const foldedOf = new Uint16Array(UNITS);
/** the Latin letter that a unit of another script looks like; 0 where none */
export const latinOf = new Uint16Array(UNITS);
/** 1: NFKC may change a text that has this unit */
export const unstable = new Uint8Array(UNITS);

/** white space; U+FEFF, which the language counts as such, has no width */
const GAP = /(?!\uFEFF)\s/;
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
const MARK = /\p{M}/u;
const LATIN = /\p{Script=Latin}/u;
const CYRILLIC = /\p{Script=Cyrillic}/u;
const ALIKE = /[\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const LONE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** controls and format characters (zero-width, bidi, soft hyphen), apostrophes, variation selectors, overlays */
const NOTHING = /[\p{Cc}\p{Cf}'’‘ʼ`´\u115F\u1160\u3164\u2800]|[\uFE00-\uFE0F]|\u034F|[\u0334-\u0338]/u;
/** Hangul vowels and finals are no marks, and compose all the same */
const JAMO = /[\u1161-\u11FF]/;
const JOINER = /[\u200C\u200D]/;

const HIGH_FIRST = 0xd800;
const HIGH_LAST = 0xdbff;
const SURROGATE_LAST = 0xdfff;
/** first halves of musical, mathematical and enclosed signs and emoji: U+1D000 to U+1FBFF */
const SYMBOLS_FIRST = 0xd834;
const SYMBOLS_LAST = 0xd83e;
const ADLAM = 0xd83a;

/** Whole blocks that need no look at each unit: most of the 65,536, and most of the time that this takes. */
const HAN = { first: 0x3400, last: 0x9fff };
const HANGUL = { first: 0xac00, last: 0xd7a3 };
const PRIVATE = { first: 0xe000, last: 0xf8ff };
const within = (unit: number, { first, last }: { first: number; last: number }) => unit >= first && unit <= last;

for (let unit = 0; unit < UNITS; unit++) {
  foldedOf[unit] = unit;
  if (unit >= HIGH_FIRST && unit <= SURROGATE_LAST) setSurrogate(unit);
  else if (within(unit, HAN)) kindOf[unit] = kind.lone;
  else if (within(unit, HANGUL)) kindOf[unit] = kind.letter;
  else if (!within(unit, PRIVATE)) setUnit(unit, String.fromCharCode(unit));
}

function setSurrogate(unit: number): void {
  if (unit > HIGH_LAST) return;
  const symbols = unit >= SYMBOLS_FIRST && unit <= SYMBOLS_LAST && unit !== ADLAM;
  kindOf[unit] = symbols ? kind.boxed : kind.pair;
  // emoji and the further Han are as they are; the mathematical letters and whatever else is rare, NFKC looks at
  unstable[unit] = unit >= 0xd83d && unit <= 0xd87d ? 0 : 1;
}

function setUnit(unit: number, c: string): void {
  if (unit >= 0x80) {
    const changes = c.normalize('NFKC') !== c || (MARK.test(c) && !NOTHING.test(c)) || JAMO.test(c);
    unstable[unit] = changes ? 1 : 0;
  }
  if (GAP.test(c)) kindOf[unit] = kind.gap;
  else if (JOINER.test(c)) kindOf[unit] = kind.joiner;
  else if (NOTHING.test(c)) kindOf[unit] = kind.nothing;
  else if (MARK.test(c)) kindOf[unit] = kind.mark;
  else if (DIGIT.test(c)) kindOf[unit] = kind.digit;
  else if (LETTER.test(c)) setLetter(unit, c);
  else if (leetLetters.has(unit)) kindOf[unit] = kind.leet;
}

function setLetter(unit: number, c: string): void {
  kindOf[unit] = LONE.test(c) ? kind.lone : kind.letter;
  const lower = c.toLowerCase();
  // the small final sigma is the same letter; what becomes two units in lower case (İ) loses its mark
  const small = lower === 'ς' ? 'σ' : lower.charAt(0);
  foldedOf[unit] = small.charCodeAt(0);
  latinOf[unit] = latinLookAlikes.get(unit) ?? 0;
  if (CYRILLIC.test(c)) scriptOf[unit] = script.cyrillic;
  else if (ALIKE.test(c)) scriptOf[unit] = script.alike;
  else if (LATIN.test(c)) {
    scriptOf[unit] = script.latin;
    const base = small.normalize('NFD').charCodeAt(0);
    if (base < 0x80) foldedOf[unit] = base;
    else foldedOf[unit] = plainLatin.get(base) ?? base;
  }
}

/** From U+1F130, U+1F150, U+1F170: letters in boxes and circles, 26 of each, by the second half of their pair. */
const BOXES = [0xdd30, 0xdd50, 0xdd70];
const BOXED_HIGH = 0xd83c;
const LETTERS = 26;
const SMALL_A = 0x61;

/** The letter in a box or a circle that a surrogate pair is (those that NFKC leaves); 0 where it is something else. */
export function boxedLetter(high: number, low: number): number {
  if (high !== BOXED_HIGH) return 0;
  for (const first of BOXES) {
    if (low >= first && low < first + LETTERS) return SMALL_A + low - first;
  }
  return 0;
}
