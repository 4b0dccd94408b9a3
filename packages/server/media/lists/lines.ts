/** Reads the lines of a file, however large, within bounds. */
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** The longest line, bytes: a hash with its category has 200, a link up to 2,083 and its category. */
export const LINE_BYTES_MAX = 8_192;
/** Bytes that a compressed file may become: ten million lines of the longest links that lists hold. */
export const EXPANDED_BYTES_MAX = 32 * 1024 ** 3;
/** Bytes that are read at once. */
const CHUNK_BYTES = 256 * 1024;

/** A file that can't be read as lines at all. */
export class LinesError extends Error {
  override readonly name = 'LinesError';
  readonly code: 'compressed_badly' | 'too_large' | 'unreadable';
  constructor(code: LinesError['code']) {
    super(code);
    this.code = code;
  }
}

export interface Line {
  /** from 1 */
  number: number;
  /** without its end; null where it is longer than LINE_BYTES_MAX */
  text: string | null;
}

export interface LinesOptions {
  /** told of the file's bytes as they are read */
  bytes?: (chunk: Buffer) => void;
  signal?: AbortSignal;
}

/**
 * The lines of a file, some at a time; empty ones are left out. Text is UTF-8, with LF or CRLF; gzip is seen by its first
 * bytes.
 * @throws LinesError
 */
export async function* linesOf(
  file: FileHandle,
  { bytes = () => {}, signal }: LinesOptions = {},
): AsyncGenerator<readonly Line[]> {
  const cutter = new Cutter();
  for await (const chunk of expanded(file, bytes, signal)) {
    const lines = cutter.add(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = cutter.end();
  if (last.length > 0) yield last;
}

async function* expanded(
  file: FileHandle,
  tell: (chunk: Buffer) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const head = Buffer.alloc(2);
  await file.read(head, 0, 2, 0);
  const raw = chunksOf(file, tell, signal);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* raw;
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // what fails is told by the loop
  const feeding = pipeline(Readable.from(raw), gunzip).catch(() => {});
  let total = 0;
  try {
    for await (const chunk of gunzip) {
      total += chunk.length;
      if (total > EXPANDED_BYTES_MAX) throw new LinesError('too_large');
      yield chunk;
    }
  } catch (error) {
    const zlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw zlib ? new LinesError('compressed_badly') : error;
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

/** The bytes of an open file. No stream: one that ends early would close the file, which is its opener's. */
async function* chunksOf(
  file: FileHandle,
  tell: (chunk: Buffer) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    signal?.throwIfAborted();
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    tell(chunk);
    yield chunk;
  }
}

/** Cuts chunks into lines. */
export class Cutter {
  #rest: Buffer = Buffer.alloc(0);
  /** the line under way is too long already: its bytes are let go until it ends */
  #overlong = false;
  #number = 0;

  add(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(10, from);
      if (end === -1) break;
      this.#take(chunk.subarray(from, end));
      this.#close(lines);
      from = end + 1;
    }
    this.#take(chunk.subarray(from));
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    if (this.#rest.length > 0 || this.#overlong) this.#close(lines);
    return lines;
  }

  #take(piece: Buffer): void {
    if (this.#overlong || piece.length === 0) return;
    if (this.#rest.length + piece.length > LINE_BYTES_MAX) {
      this.#overlong = true;
      this.#rest = Buffer.alloc(0);
      return;
    }
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
  }

  #close(lines: Line[]): void {
    this.#number++;
    const text = this.#overlong ? null : this.#rest.toString('utf8').replace(/\r$/, '');
    this.#overlong = false;
    this.#rest = Buffer.alloc(0);
    const plain = this.#number === 1 && text !== null ? text.replace(/^\ufeff/, '') : text;
    if (plain === null || plain.trim() !== '') lines.push({ number: this.#number, text: plain });
  }
}
