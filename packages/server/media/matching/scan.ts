/** Finds what is near by looking at every row: quicker than an index where there are few, and what the index is held against. */
import { bitsOf } from './hash-words.ts';
import type { Near } from './near-index.ts';
import type { Rows } from './rows.ts';

/** Every row of PDQ hashes at most `threshold` bits from these words that was not removed, in their order. */
export function scan(rows: Rows, words: Uint32Array, threshold: number): Near[] {
  const { count, width, hashes } = rows;
  const found: Near[] = [];
  for (let row = 0; row < count; row++) {
    const from = row * width;
    let distance = 0;
    for (let w = 0; w < width && distance <= threshold; w++) distance += bitsOf(hashes[from + w] ^ words[w]);
    if (distance <= threshold && !rows.isRemoved(row)) found.push({ row, distance });
  }
  return found;
}
