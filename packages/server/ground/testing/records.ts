/** The records of a fresh installation on either database, migrated: an SQLite file, or a PostgreSQL database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import {
  migrateDatabase,
  migrationsFolder,
  openPostgresRecords,
  openSqliteRecords,
  type Records,
} from '../database/index.ts';
import { freshDatabase, keyOfFolder } from './postgres.ts';

export const databases = ['SQLite', 'PostgreSQL'] as const;
export type DatabaseKind = (typeof databases)[number];

/** A PostgreSQL database with Kith's tables, for `runKith({ databaseUrl: url })`. */
export const migratedDatabase = (name: string) =>
  freshDatabase(name, { key: keyOfFolder(migrationsFolder('postgres')), migrate: migrateDatabase });

export interface TestRecords {
  kysely: Kysely<Records>;
  /** closes it and deletes the database */
  close(): Promise<void>;
}

/** @param name for the reader of a list of databases, such as the test file's */
export async function testRecords(kind: DatabaseKind, name: string): Promise<TestRecords> {
  if (kind === 'PostgreSQL') {
    const database = await migratedDatabase(name);
    const { kysely, close } = await openPostgresRecords(database.url);
    return {
      kysely,
      async close() {
        await close();
        await database.drop();
      },
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'kith-records-'));
  const { kysely, close } = await openSqliteRecords(join(folder, 'kith.db'));
  return {
    kysely,
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
