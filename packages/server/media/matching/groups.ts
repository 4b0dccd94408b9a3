/** Rows in the order of a key, so that those with the same key stand together: a counting sort. */

/** Writes into `starts` where the group of each key begins. `starts` has one place more than there are keys, all zero. */
export function countGroups(count: number, keyOf: (row: number) => number, starts: Uint32Array): void {
  for (let row = 0; row < count; row++) starts[keyOf(row) + 1]++;
  for (let key = 1; key < starts.length; key++) starts[key] += starts[key - 1];
}

/** Tells the place of each row in that order, row by row. */
export function placeRows(
  count: number,
  keyOf: (row: number) => number,
  starts: Uint32Array,
  tell: (row: number, place: number) => void,
): void {
  const next = starts.slice();
  for (let row = 0; row < count; row++) tell(row, next[keyOf(row)]++);
}
