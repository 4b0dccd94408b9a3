/** The form that uploads a file, as a stream: a large file is never there twice, and it is known how much of it was sent. */
import { randomUUID } from 'node:crypto';

/** Pieces of this many bytes: what a socket's buffer takes. */
const PIECE_BYTES = 256 * 1024;

export class UploadForm {
  readonly contentType: string;
  readonly contentLength: number;
  readonly #head: Buffer;
  readonly #file: Uint8Array;
  readonly #tail: Buffer;
  #whole = false;

  /** @param name goes into a header: a plain name of ours, never the platform's */
  constructor(reportId: string, name: string, file: Uint8Array) {
    if (!/^[\w.-]{1,80}$/.test(name)) throw new TypeError('no plain name for a file');
    const boundary = `kith-${randomUUID()}`;
    this.contentType = `multipart/form-data; boundary=${boundary}`;
    this.#head = Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="id"\r\n\r\n${reportId}\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    );
    this.#file = file;
    this.#tail = Buffer.from(`\r\n--${boundary}--\r\n`);
    this.contentLength = this.#head.length + file.length + this.#tail.length;
  }

  /** Whether the last piece was given away: before that, nobody can have the file. */
  get whole(): boolean {
    return this.#whole;
  }

  *pieces(): Generator<Uint8Array> {
    yield this.#head;
    for (let at = 0; at < this.#file.length; at += PIECE_BYTES) yield this.#file.subarray(at, at + PIECE_BYTES);
    this.#whole = true;
    yield this.#tail;
  }
}
