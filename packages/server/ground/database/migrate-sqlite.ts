/** Brings an SQLite database to this Kith's schema, inside one write transaction: many processes may try at once. */
import type Database from 'better-sqlite3';
import {
  MIGRATION_TABLE,
  type Migration,
  migrationsFolder,
  pending,
  type Recorded,
  readMigrations,
} from './migrations.ts';

/**
 * Runs what is missing; does nothing where nothing is.
 * @throws DatabaseError `database_newer` or `migration_changed`
 */
export function migrateSqlite(
  db: Database.Database,
  known: readonly Migration[] = readMigrations(migrationsFolder('sqlite')),
): void {
  const run = db.transaction(() => {
    db.exec(MIGRATION_TABLE);
    const recorded = db.prepare<[], Recorded>('SELECT number, name, hash FROM migration').all();
    const record = db.prepare('INSERT INTO migration (number, name, hash) VALUES (?, ?, ?)');
    for (const { number, name, hash, sql } of pending(known, recorded)) {
      db.exec(sql);
      record.run(number, name, hash);
    }
  });
  // takes the write lock before it looks: of two processes the second finds everything done
  run.immediate();
}
