/** Bytes of a request as they come, and what they are by themselves. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ProblemError } from '../../ground/http/index.ts';

/** The first bytes of a file, by which it is told what it is: what the library asks for. */
const SNIFFED_BYTES = 4_100;
/** What can't be told by its first bytes. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** What is cut off on its way is no file. @throws ProblemError `bad_request` */
export async function* piecesOf(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of stream) yield piece;
  } catch {
    throw new ProblemError('bad_request', 'the request ended before its body');
  }
}

/** A stream whose first bytes are looked at before the rest is read, and whose hash is known at its end. */
export class Sniffed implements AsyncIterable<Buffer> {
  readonly #from: AsyncIterator<Buffer>;
  readonly #hash = createHash('sha256');
  #head: Buffer[] = [];
  bytes = 0;

  constructor(body: AsyncIterable<Buffer>) {
    this.#from = body[Symbol.asyncIterator]();
  }

  /** @throws ProblemError `empty_body` */
  async type(): Promise<string> {
    for (let has = 0; has < SNIFFED_BYTES; ) {
      const next = await this.#from.next();
      if (next.done) break;
      this.#head.push(next.value);
      has += next.value.length;
    }
    const head = Buffer.concat(this.#head);
    if (head.length === 0) throw new ProblemError('empty_body', 'the body is empty; the bytes of a file were expected');
    return typeOf(head.subarray(0, SNIFFED_BYTES));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (const piece of this.#head) yield this.#seen(piece);
    this.#head = [];
    for (let next = await this.#from.next(); !next.done; next = await this.#from.next()) yield this.#seen(next.value);
  }

  #seen(piece: Buffer): Buffer {
    this.#hash.update(piece);
    this.bytes += piece.length;
    return piece;
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }
}

async function typeOf(head: Buffer): Promise<string> {
  try {
    const { fileTypeFromBuffer } = await import('file-type');
    return (await fileTypeFromBuffer(head))?.mime ?? UNKNOWN_TYPE;
  } catch {
    // cut off in the middle of what would say it
    return UNKNOWN_TYPE;
  }
}
