/** Hashes pictures: exactly, and by what they show. */
import { HashingError } from './failure.ts';
import { contradicts, formatOf } from './format.ts';
import type { HashedPicture } from './hashed.ts';
import { BYTES_MAX, type HashingLimits, LIMITS, QUEUE_BYTES_MAX } from './limits.ts';
import { Reader } from './reader.ts';

interface Waiting {
  bytes: Uint8Array;
  resolve(picture: Promise<HashedPicture>): void;
  reject(error: HashingError): void;
}

/**
 * Reads pictures in so many processes, each with a core to itself; more of them wait. Nothing is kept of a picture but its
 * hashes. Every file gets its answer: hashes, or a HashingError with the reason.
 */
export class PictureHasher {
  readonly #readers: Reader[];
  readonly #limits: HashingLimits;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #isStopped = false;

  /** Processes are started when there is something to read. */
  constructor(processes: number, limits: Partial<HashingLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
    this.#readers = Array.from({ length: processes }, () => new Reader(this.#limits));
  }

  /**
   * Takes a file as it is, and the media type that it is said to be of, where something is said. The bytes must not be changed
   * until it has answered.
   */
  async hash(bytes: Uint8Array, mediaType?: string): Promise<HashedPicture> {
    if (bytes.length === 0) throw new HashingError('empty');
    if (bytes.length > BYTES_MAX) throw new HashingError('too_many_bytes');
    const format = formatOf(bytes);
    if (format === null) throw new HashingError('not_a_picture');
    if (mediaType !== undefined && contradicts(mediaType, format)) throw new HashingError('mislabelled');
    if (this.#isStopped) throw new HashingError('stopped');
    const isFull = this.#waiting.length >= this.#limits.queueFilesMax;
    if (isFull || this.#waitingBytes + bytes.length > QUEUE_BYTES_MAX) throw new HashingError('queue_full');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, resolve, reject });
      this.#waitingBytes += bytes.length;
      this.#go();
    });
  }

  #go(): void {
    for (const reader of this.#readers) {
      const next = reader.isBusy ? undefined : this.#waiting.shift();
      if (next === undefined) continue;
      this.#waitingBytes -= next.bytes.length;
      const reading = reader.read(next.bytes);
      next.resolve(reading);
      void reading.catch(() => {}).then(() => this.#go());
    }
  }

  /** Ends the processes. What waits and what is being read fails. */
  stop(): void {
    this.#isStopped = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new HashingError('stopped'));
    this.#waitingBytes = 0;
    for (const reader of this.#readers) reader.stop();
  }

  /** Files that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** How often a process had to be replaced. */
  get restarts(): number {
    return this.#readers.reduce((sum, reader) => sum + reader.restarts, 0);
  }

  /** What the processes held after their last files, MB together. */
  get memory_MB(): number {
    return this.#readers.reduce((sum, reader) => sum + reader.memory_MB, 0);
  }

  /** The processes there are, for whoever watches them from outside. */
  get pids(): number[] {
    return this.#readers.flatMap(({ pid }) => pid ?? []);
  }
}
