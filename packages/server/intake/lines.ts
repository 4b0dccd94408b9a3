/** Cuts a stream of bytes into lines, holding no more than one that is not whole. */

const NEWLINE = 0x0a;

export class Lines {
  readonly #max: number;
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** the line was longer than the limit: what follows up to its end is thrown away */
  #skipping = false;
  /** bytes of the line that is being thrown away */
  #skipped = 0;

  /** `max`: bytes of a line */
  constructor(max: number) {
    this.#max = max;
  }

  /** The lines that end in this piece; null for one that is too long. Lines of white space alone are left out. */
  cut(piece: Buffer): (Uint8Array | null)[] {
    const lines: (Uint8Array | null)[] = [];
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      this.#keep(piece.subarray(from, end));
      this.#end(lines);
      from = end + 1;
    }
    this.#keep(piece.subarray(from));
    return lines;
  }

  /** Bytes so far of a line that is too long and has not ended; 0 where there is none. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The last line, where no newline ends it. */
  end(): (Uint8Array | null)[] {
    const lines: (Uint8Array | null)[] = [];
    this.#end(lines);
    return lines;
  }

  #keep(part: Buffer): void {
    if (this.#skipping) this.#skipped += part.length;
    if (this.#skipping || part.length === 0) return;
    if (this.#restBytes + part.length > this.#max) {
      this.#skipping = true;
      this.#skipped = this.#restBytes + part.length;
      this.#rest = [];
      return;
    }
    this.#restBytes += part.length;
    this.#rest.push(part);
  }

  #end(lines: (Uint8Array | null)[]): void {
    if (this.#skipping) lines.push(null);
    else {
      const [only] = this.#rest;
      const line = this.#rest.length === 1 && only !== undefined ? only : Buffer.concat(this.#rest);
      if (!isBlank(line)) lines.push(line);
    }
    this.#rest = [];
    this.#restBytes = 0;
    this.#skipped = 0;
    this.#skipping = false;
  }
}

const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
