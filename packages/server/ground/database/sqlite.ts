/** The records database of one machine: an SQLite file, written and read in threads of their own. */
import { Kysely } from 'kysely';
import type { Records } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { SqliteLog } from './sqlite-log.ts';
import { SqliteThread } from './sqlite-thread.ts';
import { SqliteWriter } from './sqlite-writer.ts';

export interface SqliteRecords {
  readonly kysely: Kysely<Records>;
  /** commits the resident store's blocks, in line with everybody else who writes */
  readonly writer: SqliteWriter;
  readonly log: SqliteLog;
  close(): Promise<void>;
}

/**
 * Opens the database, makes it where there is none, and migrates it. One process at a time: see lockFolder.
 * @param path of the file; its folder must be there
 * @throws DatabaseError `database_newer` or `migration_changed`
 */
export async function openSqliteRecords(path: string): Promise<SqliteRecords> {
  const writing = await SqliteThread.open({ path, role: 'writer' });
  const others: SqliteThread[] = [];
  const open = async (role: 'reader' | 'checkpointer'): Promise<SqliteThread> => {
    const thread = await SqliteThread.open({ path, role });
    others.push(thread);
    return thread;
  };
  let reading: SqliteThread;
  let checkpointing: SqliteThread;
  try {
    reading = await open('reader');
    checkpointing = await open('checkpointer');
  } catch (error) {
    for (const thread of [...others, writing]) await thread.close();
    throw error;
  }
  const writer = new SqliteWriter(writing, checkpointing);
  const log = new SqliteLog(reading, path);
  const kysely = new Kysely<Records>({ dialect: sqliteDialect(writer, reading) });
  return {
    kysely,
    writer,
    log,
    async close() {
      await kysely.destroy();
      log.close();
      for (const thread of others) await thread.close();
      // last, so that it is the one that folds the WAL into the database
      await writing.close();
    },
  };
}
