/** Opens the store that the configuration names, or only the records that go with it. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Config } from './ground/config/index.ts';
import {
  inspectPostgres,
  inspectSqlite,
  openPostgresRecords,
  openSqliteRecords,
  type Records,
} from './ground/database/index.ts';
import type { KnowledgeStore, LogBlocks, StoreDuties } from './knowledge/index.ts';

/** Loaded where a store is opened: commands that want the records alone do without all that decides. */
const knowledge = () => import('./knowledge/index.ts');

export interface OpenStore {
  store: KnowledgeStore;
  records: Kysely<Records>;
}

/** Closing the store finishes what it accepted, saves, and closes the records. */
export async function openStore({ store: settings }: Config, duties: StoreDuties): Promise<OpenStore> {
  const { folder, logDays, databaseUrl } = settings;
  const { openPostgresStore, openResidentStore } = await knowledge();
  const store =
    databaseUrl === null
      ? await openResidentStore({ folder, logDays, duties })
      : await openPostgresStore({ url: databaseUrl.reveal(), logDays, duties });
  return { store, records: store.records.kysely };
}

export interface OpenRecords {
  records: Kysely<Records>;
  close(): Promise<void>;
}

export const DATABASE_FILE = 'kith.db';

/** Whether there is a database: a folder that was never used has none. PostgreSQL's is asked for, not looked for. */
export const hasDatabase = ({ store }: Config): boolean =>
  store.databaseUrl !== null || existsSync(join(store.folder, DATABASE_FILE));

/** Opens the records alone, beside a Kith that may be running on them. They are made where there are none. */
export async function openRecords({ store: { folder, databaseUrl } }: Config): Promise<OpenRecords> {
  if (databaseUrl !== null) {
    const { kysely, close } = await openPostgresRecords(databaseUrl.reveal());
    return { records: kysely, close };
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { kysely, close } = await openSqliteRecords(join(folder, DATABASE_FILE));
  return { records: kysely, close };
}

/** Opens records and log, beside a Kith that may be running on them. */
export async function openLog({
  store: { folder, databaseUrl },
}: Config): Promise<OpenRecords & { blocks: LogBlocks }> {
  const { postgresBlocks, sqliteBlocks } = await knowledge();
  const opened =
    databaseUrl === null
      ? await openSqliteRecords(join(folder, DATABASE_FILE))
      : await openPostgresRecords(databaseUrl.reveal());
  const blocks = 'log' in opened ? sqliteBlocks(opened) : postgresBlocks(opened);
  return { records: opened.kysely, blocks, close: () => opened.close() };
}

/** Migrations that the next start runs on the database that is there. */
export async function recordsWaiting({ store: { folder, databaseUrl } }: Config): Promise<number> {
  if (databaseUrl !== null) return (await inspectPostgres(databaseUrl.reveal())).waiting;
  return inspectSqlite(join(folder, DATABASE_FILE)).waiting;
}
