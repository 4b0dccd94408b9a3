/** The one writer: who wants to write waits in line, so that a transaction is never mixed with anything else. */
import { DatabaseError } from './errors.ts';
import type { LogBlock, QueryAnswer } from './sqlite-protocol.ts';
import type { SqliteThread } from './sqlite-thread.ts';

/** How many may wait for the writer; more than this is not a queue but a pile. */
export const WRITERS_WAITING_MAX = 1024;
/** How long one may wait, milliseconds: longer than the longest transaction, shorter than a client's patience. */
export const WRITER_WAIT_MAX_MS = 15_000;
/** How long a transaction may hold the writer, milliseconds: everybody's events wait for it meanwhile. */
export const TRANSACTION_MAX_MS = 5_000;

/** Bytes that may be committed before the checkpointer copies them back: little at a time, so that no commit waits long. */
const CHECKPOINT_BYTES = 2 * 1024 * 1024;
/** Bytes that a block takes in the WAL beyond its own: the pages of indexes that it changes. */
const BLOCK_EXTRA_BYTES = 16 * 1024;
/** Pages at which the WAL should begin again from its start: 32 MB. */
const WAL_PAGES = 8_000;

/** Gives the writer back. Twice is harmless. */
type Release = () => void;

interface InLine {
  resolve(release: Release): void;
  timer: NodeJS.Timeout;
}

export class SqliteWriter {
  readonly #thread: SqliteThread;
  readonly #checkpointer: SqliteThread;
  readonly #line: InLine[] = [];
  #held = false;
  /** committed since the last checkpoint began */
  #bytes = 0;
  #checkpointing = false;

  constructor(thread: SqliteThread, checkpointer: SqliteThread) {
    this.#thread = thread;
    this.#checkpointer = checkpointer;
  }

  /**
   * The writer for oneself, in the order of asking.
   * @throws DatabaseError `writer_busy` where too many wait, or one waited too long
   */
  hold(): Promise<Release> {
    if (!this.#held) {
      this.#held = true;
      return Promise.resolve(this.#release());
    }
    if (this.#line.length >= WRITERS_WAITING_MAX) {
      return Promise.reject(new DatabaseError('writer_busy', `${WRITERS_WAITING_MAX} wait for the database already`));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#line.splice(this.#line.indexOf(inLine), 1);
        reject(new DatabaseError('writer_busy', `waited ${WRITER_WAIT_MAX_MS} ms for the database`));
      }, WRITER_WAIT_MAX_MS);
      const inLine: InLine = { resolve, timer };
      this.#line.push(inLine);
    });
  }

  #release(): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.#line.shift();
      if (next === undefined) {
        this.#held = false;
        return;
      }
      clearTimeout(next.timer);
      next.resolve(this.#release());
    };
  }

  /** A query by whoever holds the writer. */
  async query(sql: string, parameters: readonly unknown[] = []): Promise<QueryAnswer> {
    // the thread answers a query with nothing else
    return (await this.#thread.ask({ ask: 'query', sql, parameters })) as QueryAnswer;
  }

  /** A query on its own: waits for the writer first. */
  async queryAlone(sql: string, parameters: readonly unknown[] = []): Promise<QueryAnswer> {
    const release = await this.hold();
    try {
      return await this.query(sql, parameters);
    } finally {
      release();
    }
  }

  /**
   * Makes a block of the log durable, with its outbox rows, in one transaction. The arrays' memory is handed over: they
   * are empty afterwards. Rejects with the cause where it failed; nothing of it was written then.
   */
  async commitBlock(block: LogBlock): Promise<void> {
    const [ids, body, changes] = [block.ids, block.body, block.changes].map(owned);
    const size = ids.byteLength + body.byteLength + changes.byteLength;
    const release = await this.hold();
    try {
      await this.#thread.ask({ ask: 'commitBlock', block: { ...block, ids, body, changes } }, [
        ids.buffer,
        body.buffer,
        changes.buffer,
      ]);
    } finally {
      release();
    }
    this.#bytes += size + BLOCK_EXTRA_BYTES;
    if (this.#bytes >= CHECKPOINT_BYTES && !this.#checkpointing) void this.#checkpoint();
  }

  /** Copies committed pages from the WAL to the database beside the commits: a commit that did so took up to 100 ms. */
  async #checkpoint(): Promise<void> {
    this.#bytes = 0;
    this.#checkpointing = true;
    try {
      const pages = await this.#copyBack(this.#checkpointer);
      if (pages < WAL_PAGES) return;
      // the WAL begins again only when all of it is copied: what came meanwhile, and the last bit between two commits
      await this.#copyBack(this.#checkpointer);
      await this.#copyBack(this.#thread);
    } catch {
      // nothing is lost: the WAL grows, and what stands in the way will stand in the way of a commit, which says so
    } finally {
      this.#checkpointing = false;
    }
  }

  async #copyBack(thread: SqliteThread): Promise<number> {
    // the thread answers a checkpoint with nothing else
    return (await thread.ask({ ask: 'checkpoint' })) as number;
  }

  /** Deletes up to so many of the log's blocks that come before a number, the oldest first; gives how many. */
  async deleteLogBefore(number: number, most = 1000): Promise<number> {
    const { changes } = await this.queryAlone(
      'DELETE FROM log WHERE number IN (SELECT number FROM log WHERE number < ? ORDER BY number LIMIT ?)',
      [number, most],
    );
    return changes ?? 0;
  }

  /** A consistent copy of the database as a file, made while it is used. */
  async backupTo(path: string): Promise<void> {
    await this.#thread.ask({ ask: 'backup', path });
  }
}

/** The bytes in memory that nothing else uses, so that it can be handed to another thread. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const whole = buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength;
  // a view of the whole of an ArrayBuffer, as was just seen
  return whole ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
