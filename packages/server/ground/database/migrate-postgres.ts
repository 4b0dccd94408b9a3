/** Brings a PostgreSQL database to this Kith's schema. Many processes may try at once: an advisory lock lets one do it. */
import type { ClientBase } from 'pg';
import { DatabaseError } from './errors.ts';
import {
  MIGRATION_TABLE,
  type Migration,
  migrationsFolder,
  pending,
  type Recorded,
  readMigrations,
} from './migrations.ts';

/** PostgreSQL 15: what Kith is tested on, and the oldest that Citus 12 and newer run on beside 14. */
const SERVER_VERSION_MIN = 150_000;
/** Names our lock among those of the database's other users; 'kith' in ASCII. */
const MIGRATION_LOCK = 0x6b697468;

/**
 * Runs what is missing, all in one transaction; does nothing where nothing is.
 * @throws DatabaseError `database_unsupported`, `database_newer` or `migration_changed`
 */
export async function migratePostgres(
  client: ClientBase,
  known: readonly Migration[] = readMigrations(migrationsFolder('postgres')),
): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
    "SELECT current_setting('server_version_num') AS server_version_num, current_setting('server_version') AS server_version",
  );
  const [server] = rows;
  if (Number(server?.server_version_num) < SERVER_VERSION_MIN) {
    throw new DatabaseError(
      'database_unsupported',
      `The database server is PostgreSQL ${server?.server_version}; Kith needs 15 or newer.`,
    );
  }
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(MIGRATION_TABLE);
    const recorded = await client.query<Recorded>('SELECT number, name, hash FROM migration');
    for (const { number, name, hash, sql } of pending(known, recorded.rows)) {
      await client.query(sql);
      await client.query('INSERT INTO migration (number, name, hash) VALUES ($1, $2, $3)', [number, name, hash]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
