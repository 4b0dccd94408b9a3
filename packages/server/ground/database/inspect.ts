/** Looks at a database without changing it: for whoever asks what is wrong. */
import Database from 'better-sqlite3';
import pg from 'pg';
import { type Dialect, migrationsFolder, pending, type Recorded, readMigrations } from './migrations.ts';

/** How long a look may wait for a connection or an answer, milliseconds. */
const LOOK_TIMEOUT_MS = 10_000;

export interface Inspected {
  /** of the program that keeps it: SQLite 3.50, PostgreSQL 15.8 */
  program: string;
  /** the newest migration that it has had, and the newest that this Kith knows */
  version: number;
  newest: number;
  /** migrations that the next start runs */
  waiting: number;
}

const versionsOf = (dialect: Dialect, program: string, recorded: readonly Recorded[]): Inspected => {
  const known = readMigrations(migrationsFolder(dialect));
  return {
    program,
    version: Math.max(0, ...recorded.map((r) => r.number)),
    newest: known.length,
    waiting: pending(known, recorded).length,
  };
};

/** @throws DatabaseError `database_newer` or `migration_changed`; or what SQLite throws where it can't read the file */
export function inspectSqlite(path: string): Inspected & { lastBlockAt_ms: number | null } {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: LOOK_TIMEOUT_MS });
  try {
    const has = (table: string) =>
      db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined;
    const recorded = has('migration') ? db.prepare<[], Recorded>('SELECT number, name, hash FROM migration').all() : [];
    const last = has('log')
      ? db.prepare<[], number>('SELECT at FROM log ORDER BY number DESC LIMIT 1').pluck().get()
      : null;
    const program = `SQLite ${db.prepare<[], string>('SELECT sqlite_version()').pluck().get()}`;
    return { ...versionsOf('sqlite', program, recorded), lastBlockAt_ms: last ?? null };
  } finally {
    db.close();
  }
}

/** @throws DatabaseError `database_newer` or `migration_changed`; or what PostgreSQL throws */
export async function inspectPostgres(url: string): Promise<Inspected & { behind_ms: number }> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: LOOK_TIMEOUT_MS,
    statement_timeout: LOOK_TIMEOUT_MS,
    application_name: 'kith doctor',
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; now: Date; has: boolean }>(
      `SELECT current_setting('server_version') AS version, clock_timestamp() AS now,
              to_regclass('migration') IS NOT NULL AS has`,
    );
    const [server] = rows;
    const behind_ms = (server?.now.getTime() ?? Date.now()) - Date.now();
    const recorded = server?.has ? (await client.query<Recorded>('SELECT number, name, hash FROM migration')).rows : [];
    return { ...versionsOf('postgres', `PostgreSQL ${server?.version}`, recorded), behind_ms };
  } finally {
    await client.end();
  }
}
