/**
 * A table of fixed-size rows in typed arrays: what a row holds is said by whoever owns the table (rows.ts).
 * It grows by whole chunks, so that growing never copies what is there, and a chunk is what is saved at once.
 */

/** Rows in a chunk: 32,768 rows of 84 bytes are 2.75 MB, copied in about a millisecond when the chunk is saved. */
const CHUNK_SHIFT = 15;
export const CHUNK_ROWS = 1 << CHUNK_SHIFT;
const CHUNK_MASK = CHUNK_ROWS - 1;
/**
 * Chunks that are made together share memory up to so many bytes: above what malloc ever keeps for itself (32 MB), so that
 * it comes fresh from the system, in huge pages where there are some, and nobody touches it before it is used.
 */
const SLAB_BYTES_MAX = 256 * 1024 * 1024;

export class Table {
  readonly name: string;
  /** 32-bit words in a row */
  readonly width: number;
  readonly chunks: Uint32Array[] = [];
  /** whether a chunk has changed since it was last copied for saving */
  readonly dirty: boolean[] = [];
  /** rows in use: slots 0 to count - 1 */
  count = 0;

  constructor(name: string, width: number) {
    this.name = name;
    this.width = width;
  }

  /** Makes room up to a slot, and counts it in. */
  reach(slot: number): void {
    const needed = (slot >>> CHUNK_SHIFT) + 1;
    while (this.chunks.length < needed) this.#addChunks(needed - this.chunks.length);
    if (slot >= this.count) this.count = slot + 1;
  }

  #addChunks(wanted: number): void {
    const words = CHUNK_ROWS * this.width;
    const chunks = Math.max(1, Math.min(wanted, Math.floor(SLAB_BYTES_MAX / (words * 4))));
    const { buffer } = new Uint32Array(chunks * words);
    for (let i = 0; i < chunks; i++) {
      this.chunks.push(new Uint32Array(buffer, i * words * 4, words));
      this.dirty.push(false);
    }
  }

  /** A new row of zeros. */
  add(): number {
    const slot = this.count;
    this.reach(slot);
    return slot;
  }

  chunkOf(slot: number): Uint32Array {
    return this.chunks[slot >>> CHUNK_SHIFT];
  }

  /** Where the row begins in its chunk. */
  offsetOf(slot: number): number {
    return (slot & CHUNK_MASK) * this.width;
  }

  get(slot: number, word: number): number {
    return this.chunks[slot >>> CHUNK_SHIFT][(slot & CHUNK_MASK) * this.width + word];
  }

  set(slot: number, word: number, value: number): void {
    this.chunks[slot >>> CHUNK_SHIFT][(slot & CHUNK_MASK) * this.width + word] = value;
  }

  touch(slot: number): void {
    this.dirty[slot >>> CHUNK_SHIFT] = true;
  }

  get bytes(): number {
    return this.chunks.length * CHUNK_ROWS * this.width * 4;
  }
}
