/** Reading the resident store's log: through the reader's thread, or at once where the caller can't wait. */
import Database from 'better-sqlite3';
import type { QueryAnswer } from './sqlite-protocol.ts';
import type { SqliteThread } from './sqlite-thread.ts';

/** Which blocks there are; all 0 where the log is empty. */
export interface LogBounds {
  firstNumber: number;
  lastNumber: number;
  firstPlace: number;
  /** of the last event */
  lastPlace: number;
}

interface Head {
  number: number;
  firstPlace: number;
  events: number;
  /** milliseconds since 1970 */
  at: number;
}
export type BlockIds = Head & { ids: Uint8Array };
export type BlockBody = Head & { body: Uint8Array };
export type BlockChanges = Head & { changes: Uint8Array };

type Part = 'ids' | 'body' | 'changes';

const HEAD = 'number, first_place AS "firstPlace", events, at';
const BODY_OF_PLACE = `SELECT ${HEAD}, body FROM log WHERE first_place <= ? ORDER BY first_place DESC LIMIT 1`;

export class SqliteLog {
  readonly #reader: SqliteThread;
  readonly #path: string;
  #here: Database.Database | null = null;

  constructor(reader: SqliteThread, path: string) {
    this.#reader = reader;
    this.#path = path;
  }

  async #rows<R>(sql: string, parameters: readonly unknown[]): Promise<R[]> {
    // the thread answers a query with nothing else; R says what the SQL selects
    return ((await this.#reader.ask({ ask: 'query', sql, parameters })) as QueryAnswer).rows as R[];
  }

  async bounds(): Promise<LogBounds> {
    const ends = await this.#rows<Head>(
      `SELECT * FROM (SELECT ${HEAD} FROM log ORDER BY number LIMIT 1)
       UNION ALL SELECT * FROM (SELECT ${HEAD} FROM log ORDER BY number DESC LIMIT 1)`,
      [],
    );
    const [first, last] = ends;
    if (first === undefined || last === undefined)
      return { firstNumber: 0, lastNumber: 0, firstPlace: 0, lastPlace: 0 };
    return {
      firstNumber: first.number,
      lastNumber: last.number,
      firstPlace: first.firstPlace,
      lastPlace: last.firstPlace + last.events - 1,
    };
  }

  /** The last block's number and the last event's place; 0 and 0 where the log is empty. */
  async end(): Promise<{ number: number; place: number }> {
    const { lastNumber, lastPlace } = await this.bounds();
    return { number: lastNumber, place: lastPlace };
  }

  /** The blocks from a number on, one at a time, read so many at once. */
  async *#from<R extends Head>(part: Part, number: number, atOnce: number): AsyncGenerator<R> {
    const sql = `SELECT ${HEAD}, ${part} FROM log WHERE number >= ? ORDER BY number LIMIT ?`;
    for (let from = number; ; ) {
      const blocks = await this.#rows<R>(sql, [from, atOnce]);
      yield* blocks;
      const last = blocks.at(-1);
      if (last === undefined || blocks.length < atOnce) return;
      from = last.number + 1;
    }
  }

  idsFrom(number: number, atOnce: number): AsyncGenerator<BlockIds> {
    return this.#from('ids', number, atOnce);
  }

  bodiesFrom(number: number, atOnce: number): AsyncGenerator<BlockBody> {
    return this.#from('body', number, atOnce);
  }

  changesFrom(number: number, atOnce: number): AsyncGenerator<BlockChanges> {
    return this.#from('changes', number, atOnce);
  }

  /** The number of the first block that was written at or after a time; 0 where none was. */
  async numberSince(at_ms: number): Promise<number> {
    const rows = await this.#rows<Head>(`SELECT ${HEAD} FROM log WHERE at >= ? ORDER BY at LIMIT 1`, [at_ms]);
    return rows[0]?.number ?? 0;
  }

  /** The place of its first event; null where none was. */
  async placeSince(at_ms: number): Promise<number | null> {
    const rows = await this.#rows<Head>(`SELECT ${HEAD} FROM log WHERE at >= ? ORDER BY at LIMIT 1`, [at_ms]);
    return rows[0]?.firstPlace ?? null;
  }

  /** The block that holds a place, or that would come last before it; undefined where it is older than the log. */
  async blockOf(place: number): Promise<BlockBody | undefined> {
    return (await this.#rows<BlockBody>(BODY_OF_PLACE, [place]))[0];
  }

  /** The same at once, in the caller's thread: for the rare duplicate whose first decision is no longer in memory. */
  readBlockSync(place: number): BlockBody | undefined {
    this.#here ??= new Database(this.#path, { readonly: true });
    const block = this.#here.prepare<[number], BlockBody>(BODY_OF_PLACE).get(place);
    return block === undefined || place >= block.firstPlace + block.events ? undefined : block;
  }

  close(): void {
    this.#here?.close();
    this.#here = null;
  }
}
