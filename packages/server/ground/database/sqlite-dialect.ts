/**
 * Kysely on SQLite in other threads: what only reads goes to the reader, everything else to the writer, and a
 * transaction holds the writer to itself until it ends.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { DatabaseError } from './errors.ts';
import type { QueryAnswer } from './sqlite-protocol.ts';
import type { SqliteThread } from './sqlite-thread.ts';
import { type SqliteWriter, TRANSACTION_MAX_MS } from './sqlite-writer.ts';

export function sqliteDialect(writer: SqliteWriter, reader: SqliteThread): Dialect {
  return {
    createDriver: () => new ThreadsDriver(writer, reader),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new ThreadsAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Kysely would give one connection at a time for SQLite; here writer and reader keep their own order. */
class ThreadsAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class ThreadsDriver implements Driver {
  readonly #writer: SqliteWriter;
  readonly #reader: SqliteThread;

  constructor(writer: SqliteWriter, reader: SqliteThread) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ThreadsConnection> {
    return new ThreadsConnection(this.#writer, this.#reader);
  }

  async beginTransaction(connection: ThreadsConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: ThreadsConnection): Promise<void> {
    await connection.end('COMMIT');
  }

  async rollbackTransaction(connection: ThreadsConnection): Promise<void> {
    await connection.end('ROLLBACK');
  }

  async releaseConnection(): Promise<void> {}

  /** The threads belong to whoever opened them. */
  async destroy(): Promise<void> {}
}

class ThreadsConnection implements DatabaseConnection {
  readonly #writer: SqliteWriter;
  readonly #reader: SqliteThread;
  /** gives the writer back, while a transaction has it */
  #release: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #expired = false;

  constructor(writer: SqliteWriter, reader: SqliteThread) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async begin(): Promise<void> {
    const release = await this.#writer.hold();
    try {
      await this.#writer.query('BEGIN IMMEDIATE');
    } catch (error) {
      release();
      throw error;
    }
    this.#release = release;
    this.#timer = setTimeout(() => this.#expire(), TRANSACTION_MAX_MS);
  }

  #expire(): void {
    this.#expired = true;
    const release = this.#release;
    this.#release = null;
    // a failed ROLLBACK means that there is no transaction any more
    const rolledBack = this.#writer.query('ROLLBACK').catch(() => {});
    rolledBack.then(release);
  }

  async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#expired) {
      if (how === 'ROLLBACK') return;
      throw expired();
    }
    const release = this.#release;
    try {
      await this.#writer.query(how);
      this.#release = null;
      release?.();
    } catch (error) {
      // Kysely rolls back after a failed COMMIT: only then is the writer free
      if (how === 'ROLLBACK') {
        this.#release = null;
        release?.();
      }
      throw error;
    }
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.#run(compiled);
    // R is what Kysely worked out from the query
    const result = rows as R[];
    return changes === null ? { rows: result } : { rows: result, numAffectedRows: BigInt(changes) };
  }

  async #run({ sql, parameters, query }: CompiledQuery): Promise<QueryAnswer> {
    if (this.#expired) throw expired();
    if (this.#release !== null) return this.#writer.query(sql, parameters);
    // the thread answers a query with nothing else
    if (query.kind === 'SelectQueryNode') {
      return (await this.#reader.ask({ ask: 'query', sql, parameters })) as QueryAnswer;
    }
    return this.#writer.queryAlone(sql, parameters);
  }

  // biome-ignore lint/correctness/useYield: it refuses
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('queries of records are not streamed: ask for bounded pages');
  }
}

const expired = () =>
  new DatabaseError(
    'transaction_expired',
    `a transaction took longer than ${TRANSACTION_MAX_MS} ms and was rolled back`,
  );
