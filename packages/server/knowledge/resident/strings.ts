/**
 * The characters of identifiers, in byte arrays: a million strings as objects would stop the world at every major
 * garbage collection. A string of Latin-1 takes one byte a code unit, any other two.
 */
import { HASH_SEED, hashUnit, mix } from './hash-index.ts';

/** Bytes in a chunk; no string lies across two. Far above the longest identifier (2 x 128 bytes). */
const CHUNK_SHIFT = 20;
export const STRING_CHUNK_BYTES = 1 << CHUNK_SHIFT;
const CHUNK_MASK = STRING_CHUNK_BYTES - 1;

/** Where a string is: its first byte, and its length in code units times two, plus one where it is wide. */
export interface Place {
  offset: number;
  size: number;
}

export class Strings {
  readonly chunks: Uint8Array[] = [];
  readonly dirty: boolean[] = [];
  /** where the next string goes */
  end = 0;

  reach(end: number): void {
    while (this.chunks.length * STRING_CHUNK_BYTES < end) {
      this.chunks.push(new Uint8Array(STRING_CHUNK_BYTES));
      this.dirty.push(false);
    }
    if (end > this.end) this.end = end;
  }

  add(s: string): Place {
    const wide = !isLatin1(s);
    const bytes = wide ? s.length * 2 : s.length;
    if ((this.end & CHUNK_MASK) + bytes > STRING_CHUNK_BYTES) this.end = (this.end | CHUNK_MASK) + 1;
    const offset = this.end;
    this.reach(offset + bytes);
    const chunk = this.chunks[offset >>> CHUNK_SHIFT];
    this.dirty[offset >>> CHUNK_SHIFT] = true;
    let at = offset & CHUNK_MASK;
    for (let i = 0; i < s.length; i++) {
      const unit = s.charCodeAt(i);
      chunk[at++] = unit & 0xff;
      if (wide) chunk[at++] = unit >>> 8;
    }
    return { offset, size: s.length * 2 + Number(wide) };
  }

  /** Reads a string's first byte: its memory is then near. */
  touch(offset: number): number {
    return this.chunks[offset >>> CHUNK_SHIFT][offset & CHUNK_MASK];
  }

  equals(offset: number, size: number, s: string): boolean {
    if (size >>> 1 !== s.length) return false;
    const chunk = this.chunks[offset >>> CHUNK_SHIFT];
    let at = offset & CHUNK_MASK;
    if ((size & 1) === 0) {
      for (let i = 0; i < s.length; i++) if (chunk[at++] !== s.charCodeAt(i)) return false;
      return true;
    }
    for (let i = 0; i < s.length; i++, at += 2)
      if ((chunk[at] | (chunk[at + 1] << 8)) !== s.charCodeAt(i)) return false;
    return true;
  }

  /** The hash of the string that is there (hashString), without making it. */
  hash(offset: number, size: number): number {
    const chunk = this.chunks[offset >>> CHUNK_SHIFT];
    let at = offset & CHUNK_MASK;
    let h = HASH_SEED;
    const end = at + bytesOf(size);
    const wide = (size & 1) === 1;
    while (at < end) {
      const low = chunk[at++];
      h = hashUnit(h, wide ? low | (chunk[at++] << 8) : low);
    }
    return mix(h);
  }

  get(offset: number, size: number): string {
    const chunk = this.chunks[offset >>> CHUNK_SHIFT];
    const at = offset & CHUNK_MASK;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset + at, bytesOf(size));
    return bytes.toString((size & 1) === 0 ? 'latin1' : 'utf16le');
  }

  /** The bytes of a string, for the log of changes. */
  raw(offset: number, size: number): Uint8Array {
    const at = offset & CHUNK_MASK;
    return this.chunks[offset >>> CHUNK_SHIFT].subarray(at, at + bytesOf(size));
  }

  /** Puts bytes back where they were. */
  put(offset: number, bytes: Uint8Array): void {
    this.reach(offset + bytes.length);
    this.chunks[offset >>> CHUNK_SHIFT].set(bytes, offset & CHUNK_MASK);
    this.dirty[offset >>> CHUNK_SHIFT] = true;
  }

  get bytes(): number {
    return this.chunks.length * STRING_CHUNK_BYTES;
  }
}

export const bytesOf = (size: number): number => (size >>> 1) << (size & 1);

function isLatin1(s: string): boolean {
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 0xff) return false;
  return true;
}
