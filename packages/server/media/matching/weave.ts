/**
 * The bits of a PDQ hash are sixteen rows of sixteen: frequencies from top to bottom, in each those from left to right. Pictures
 * with little in them (bars, text, symmetry) have whole rows or whole columns that alike pictures share by the thousand, and an
 * index by rows would have all of them in one group. So the index is of hashes whose bits are laid out anew: each half word
 * has one bit of every row and of every column. How many bits two hashes are apart is the same.
 */
const SIDE = 16;
const WORDS = 8;

const rows = new Uint32Array(SIDE);

/** Lays the bits of eight words from `at` on anew, in place: the bit of row r and column c goes to row c - r. Twice is not at all. */
export function weave(words: Uint32Array, at = 0): void {
  for (let w = 0; w < WORDS; w++) {
    rows[2 * w] = words[at + w] >>> SIDE;
    rows[2 * w + 1] = words[at + w] & 0xffff;
  }
  for (let w = 0; w < WORDS; w++) words[at + w] = (woven(2 * w) << SIDE) | woven(2 * w + 1);
}

function woven(row: number): number {
  let bits = 0;
  for (let column = 0; column < SIDE; column++) bits |= rows[(column - row) & (SIDE - 1)] & (1 << column);
  return bits;
}
