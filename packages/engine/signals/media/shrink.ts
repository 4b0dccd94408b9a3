/**
 * A picture shrunk to 64 by 64 values, as PDQ wants it: blurred by two passes of a box filter along rows and columns (which is
 * almost a tent, and costs as little at any width: W. Jarosz, Fast Image Convolutions, 2001), then read at 64 by 64 places.
 *
 * Passes and reading are linear, and those along rows have nothing to do with those along columns. So what each of the 64 places
 * has of each column (and row) is worked out beforehand, and the picture is gone through once.
 */
import type { Luminance } from './luminance.ts';

/** Places in a row and in a column of a shrunk picture. */
export const SHRUNK = 64;
/** A box is as wide as half the way from one place to the next: two passes then reach as far as the neighbours. */
const BOXES = 2 * SHRUNK;

/** What one place has of the values from `first` on. */
interface Share {
  first: number;
  weights: Float64Array;
}

/** Where the box around a value begins and ends (the last is within), in a line of so many. At the ends it is cut off. */
function boxAround(at: number, length: number, width: number): { first: number; last: number } {
  const after = Math.floor(width / 2);
  return { first: Math.max(0, at - (width - 1 - after)), last: Math.min(length - 1, at + after) };
}

/** What the 64 places have of a line of so many values. */
function sharesOf(length: number): Share[] {
  const width = Math.ceil(length / BOXES);
  return Array.from({ length: SHRUNK }, (_, place) => {
    const second = boxAround(Math.floor(((place + 0.5) * length) / SHRUNK), length, width);
    const { first } = boxAround(second.first, length, width);
    const { last } = boxAround(second.last, length, width);
    const weights = new Float64Array(last - first + 1);
    for (let at = second.first; at <= second.last; at++) {
      const box = boxAround(at, length, width);
      const weight = 1 / (second.last - second.first + 1) / (box.last - box.first + 1);
      for (let from = box.first; from <= box.last; from++) weights[from - first] += weight;
    }
    return { first, weights };
  });
}

/** 64 by 64 values, row after row. */
export function shrink({ width, height, values }: Luminance): Float64Array {
  const [columns, rows] = [sharesOf(width), sharesOf(height)];
  const narrow = new Float64Array(height * SHRUNK);
  for (let y = 0; y < height; y++) {
    for (let place = 0; place < SHRUNK; place++) {
      const { first, weights } = columns[place];
      const from = y * width + first;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * values[from + i];
      narrow[y * SHRUNK + place] = sum;
    }
  }
  const shrunk = new Float64Array(SHRUNK * SHRUNK);
  for (let place = 0; place < SHRUNK; place++) {
    const { first, weights } = rows[place];
    for (let i = 0; i < weights.length; i++) {
      const from = (first + i) * SHRUNK;
      for (let x = 0; x < SHRUNK; x++) shrunk[place * SHRUNK + x] += weights[i] * narrow[from + x];
    }
  }
  return shrunk;
}
