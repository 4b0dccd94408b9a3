/**
 * Migrations: numbered SQL files, one folder a dialect, each recorded with the hash of what was run. A file that was
 * run is never edited afterwards; a database that has one we do not know belongs to a newer Kith.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from './errors.ts';

export type Dialect = 'postgres' | 'sqlite';

export interface Migration {
  number: number;
  name: string;
  sql: string;
  /** SHA-256 of the file, hexadecimal */
  hash: string;
}

/** What a database says it has had. */
export interface Recorded {
  number: number;
  name: string;
  hash: string;
}

export const migrationsFolder = (dialect: Dialect): string => join(import.meta.dirname, 'migrations', dialect);

/** Both dialects read and write this table with the same SQL. */
export const MIGRATION_TABLE =
  'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL)';

/** The migrations of a folder, in order. Throws where a name is not `0001-words.sql` or a number is missing. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).sort();
  return names.map((name, i) => {
    const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (number !== i + 1) throw new Error(`${join(folder, name)}: migrations are numbered 0001, 0002, ... with no gap`);
    const sql = readFileSync(join(folder, name), 'utf8');
    return { number, name, sql, hash: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * The migrations that a database still needs.
 * @throws DatabaseError `database_newer` or `migration_changed`; nothing was changed then
 */
export function pending(known: readonly Migration[], recorded: readonly Recorded[]): Migration[] {
  const had = new Map(recorded.map((r) => [r.number, r]));
  const newest = Math.max(0, ...had.keys());
  if (newest > known.length) {
    throw new DatabaseError(
      'database_newer',
      `The database is at version ${newest} (${had.get(newest)?.name}); this Kith knows up to ${known.length}. ` +
        'A newer Kith made it: start that one, or restore a backup from before the upgrade.',
    );
  }
  for (const { number, name, hash } of known) {
    const r = had.get(number);
    if (r === undefined || r.hash === hash) continue;
    throw new DatabaseError(
      'migration_changed',
      `Migration ${name} is not what this database was migrated with (${r.name}, sha256 ${r.hash.slice(0, 12)}…, ` +
        `here ${hash.slice(0, 12)}…). Put back the file as it was; a change of schema is a new migration.`,
    );
  }
  return known.filter((m) => !had.has(m.number));
}
