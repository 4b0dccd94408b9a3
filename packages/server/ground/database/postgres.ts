/** The records database of many machines: PostgreSQL 15 or newer. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migratePostgres } from './migrate-postgres.ts';
import type { Records } from './schema.ts';

/**
 * Connections for records: a page or a courier's lease takes one for a moment. While events are decided a moment is as long as a
 * part of a block: with 4, pages of the Family Centre waited for a connection most of their time.
 */
const RECORDS_CONNECTIONS_MAX = 8;
/** How long a connection may take to open, or to become free, milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;
/** A statement that takes longer is a fault, or the database is: it is given up, milliseconds. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** A process that hangs in a transaction loses it, and the rows that it locked, milliseconds. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;

export interface PostgresRecords {
  readonly kysely: Kysely<Records>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface PoolOptions {
  max: number;
  /** several queries are sent without waiting for the first's answer */
  pipeline?: boolean;
  /** run once on every new connection */
  settings?: string;
  /** told of the failure of a connection that nobody uses: the pool has dropped it already */
  onIdleError?: (error: Error) => void;
}

/** Whole numbers of 64 bits as numbers: ours are times and places, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
};

/** A pool of connections, each with timeouts, so that nothing waits for ever. */
export function postgresPool(url: string, options: PoolOptions): pg.Pool {
  const { max, pipeline = false, settings = '', onIdleError = () => {} } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    pipeline,
    types,
    keepAlive: true,
    application_name: 'kith',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    verify: (client, done) => {
      const all = `SET statement_timeout = ${STATEMENT_TIMEOUT_MS};
        SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_TIMEOUT_MS};
        SET synchronous_commit = on;
        ${settings}`;
      client.query(all).then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  pool.on('error', onIdleError);
  return pool;
}

/**
 * Migrates the database and opens it for records.
 * @param url postgres://user:password@host:port/database, or what else libpq's URIs allow
 * @throws DatabaseError `database_unsupported`, `database_newer` or `migration_changed`; or what PostgreSQL throws
 */
export async function openPostgresRecords(url: string): Promise<PostgresRecords> {
  await migrateDatabase(url);
  const pool = postgresPool(url, { max: RECORDS_CONNECTIONS_MAX, pipeline: true });
  const kysely = new Kysely<Records>({ dialect: new PostgresDialect({ pool }) });
  return {
    kysely,
    pool,
    async close() {
      // Kysely ends the pool only where it has used it
      await kysely.destroy();
      if (!pool.ending) await pool.end();
    },
  };
}

/** Brings the database at an address to this Kith's schema, and closes its connection. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    await migratePostgres(client);
  } finally {
    await client.end();
  }
}
