/**
 * PDQ: a hash of 256 bits that stays nearly the same when a picture is scaled, compressed or recoloured a little. By the paper
 * "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm" (Facebook, 2019): the luminance is shrunk to
 * 64 by 64, its lowest frequencies are taken, and each of those gives a bit: whether it is above their median.
 */
import type { Luminance } from './luminance.ts';
import { qualityOf } from './quality.ts';
import { shrink } from './shrink.ts';
import { FREQUENCIES, transform } from './transform.ts';

/** Under it a hash is not to be compared with others: pictures of so little content are alike by chance. */
export const QUALITY_MIN = 50;

export interface Pdq {
  /** 64 hexadecimal digits, small; the highest frequencies first */
  hash: string;
  /** how much there is to tell it by, 0 to 100 */
  quality: number;
}

/** A way to lay a picture on its place: turned by quarters and mirrored, as whoever evades a list may do. */
export type Turn = (typeof TURNS)[number];
export const TURNS = [
  'as_is',
  'mirrored',
  'upside_down',
  'half_turn',
  'transposed',
  'left',
  'right',
  'anti_transposed',
] as const;

/** The hash of a picture, of at least one pixel. */
export function pdqOf(picture: Luminance): Pdq {
  const shrunk = shrink(picture);
  return { hash: hashOf(transform(shrunk)), quality: qualityOf(shrunk) };
}

/**
 * The hashes of the picture turned and mirrored in all eight ways, by one transform: to mirror a picture turns the sign of every
 * other frequency, to transpose it transposes them.
 */
export function pdqsOf(picture: Luminance): { hashes: Record<Turn, string>; quality: number } {
  const shrunk = shrink(picture);
  const coefficients = transform(shrunk);
  const turned = (transposed: boolean, mirrored: boolean, flipped: boolean): string =>
    hashOf(laid(coefficients, transposed, mirrored, flipped));
  const hashes = {
    as_is: hashOf(coefficients),
    mirrored: turned(false, true, false),
    upside_down: turned(false, false, true),
    half_turn: turned(false, true, true),
    transposed: turned(true, false, false),
    // a quarter turn to the left: transposed, then upside down
    left: turned(true, false, true),
    right: turned(true, true, false),
    anti_transposed: turned(true, true, true),
  };
  return { hashes, quality: qualityOf(shrunk) };
}

/** The coefficients of the picture transposed where asked, then mirrored left to right, then top to bottom. */
function laid(coefficients: Float64Array, transposed: boolean, mirrored: boolean, flipped: boolean): Float64Array {
  const other = new Float64Array(coefficients.length);
  for (let row = 0; row < FREQUENCIES; row++) {
    for (let column = 0; column < FREQUENCIES; column++) {
      const from = transposed ? column * FREQUENCIES + row : row * FREQUENCIES + column;
      // index 0 is frequency 1, which is odd: mirroring turns its sign
      const turns = (mirrored && column % 2 === 0) !== (flipped && row % 2 === 0);
      other[row * FREQUENCIES + column] = turns ? -coefficients[from] : coefficients[from];
    }
  }
  return other;
}

const BITS_A_DIGIT = 4;

function hashOf(coefficients: Float64Array): string {
  const median = coefficients.toSorted()[coefficients.length / 2 - 1];
  let hash = '';
  for (let from = coefficients.length - BITS_A_DIGIT; from >= 0; from -= BITS_A_DIGIT) {
    let digit = 0;
    for (let bit = 0; bit < BITS_A_DIGIT; bit++) if (coefficients[from + bit] > median) digit |= 1 << bit;
    hash += digit.toString(16);
  }
  return hash;
}
