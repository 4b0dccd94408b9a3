/** Rows of numbers of the same width, in chunks: never copied when there are more, and four bytes a number. */
const ROWS_A_CHUNK = 4096;

export class Rows {
  readonly #width: number;
  readonly #chunks: Float32Array[] = [];
  #count = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get count(): number {
    return this.#count;
  }

  /** A new row of zeros; gives its number. */
  add(): number {
    if (this.#count % ROWS_A_CHUNK === 0) this.#chunks.push(new Float32Array(ROWS_A_CHUNK * this.#width));
    return this.#count++;
  }

  /** The row itself, not a copy. */
  at(number: number): Float32Array {
    const chunk = this.#chunks[Math.floor(number / ROWS_A_CHUNK)];
    const from = (number % ROWS_A_CHUNK) * this.#width;
    if (chunk === undefined || number >= this.#count) throw new RangeError(`there is no row ${number}`);
    return chunk.subarray(from, from + this.#width);
  }
}
