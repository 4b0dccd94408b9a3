/** One process a folder: a lock of the operating system, which vanishes with the process, however that ends. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DatabaseError } from './errors.ts';

const LOCK_FILE = 'lock';
const PID_FILE = 'pid';

export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process. The lock is a write transaction on an SQLite file of its own that is never ended:
 * SQLite's locks are the operating system's, so there is no stale lock to clear after a kill. The holder's process id
 * stands beside it, only to be named in the message.
 * @throws DatabaseError `folder_locked`
 */
export function lockFolder(folder: string): FolderLock {
  const db = new Database(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    db.exec('BEGIN IMMEDIATE');
  } catch (error) {
    db.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    throw new DatabaseError(
      'folder_locked',
      `${folder} is in use by another Kith (${holderOf(folder)}). One process uses a folder: ` +
        'stop that one first, or name another folder.',
    );
  }
  writeFileSync(join(folder, PID_FILE), `${process.pid}\n`);
  return { release: () => void db.close() };
}

function holderOf(folder: string): string {
  try {
    return `process ${readFileSync(join(folder, PID_FILE), 'utf8').trim()}`;
  } catch {
    return 'process unknown';
  }
}
