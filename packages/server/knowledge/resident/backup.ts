/**
 * A copy of a resident store's folder that can be opened as it is, made while Kith runs or not; and back again.
 * The saved knowledge is copied before the log: the log then holds whatever the knowledge holds, and more, and a start
 * puts the rest back. (The log is never cut within an hour of its end, so what the older manifest needs is there.)
 */
import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Journal } from './journal.ts';
import { checkLogGoesOn, MANIFEST, readSaved } from './saved.ts';
import { ResidentState } from './state.ts';
import { KNOWLEDGE_FOLDER } from './store.ts';

const DATABASE = 'kith.db';

export class BackupError extends Error {
  readonly code: 'not_a_folder_of_kith' | 'target_not_empty' | 'backup_damaged';
  constructor(code: BackupError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** What was copied. */
export interface Copied {
  files: number;
  bytes: number;
}
/** Told after each file, with how many there are. */
export type CopyProgress = (done: number, of: number) => void;

/** Makes `target` a copy of the folder. It must be empty or not be there. */
export async function backupFolder(
  folder: string,
  target: string,
  onProgress: CopyProgress = () => {},
): Promise<Copied> {
  const files = await listing(folder);
  if (!files.includes(DATABASE)) {
    throw new BackupError('not_a_folder_of_kith', `${folder} holds no ${DATABASE}: name the folder that Kith runs on`);
  }
  const knowledge = (await listing(join(folder, KNOWLEDGE_FOLDER))).filter((f) => !f.endsWith('.new'));
  // the manifest first: it may be older than the chunks, never younger
  knowledge.sort((a, b) => Number(b === MANIFEST) - Number(a === MANIFEST));
  await emptyFolder(target);
  await mkdir(join(target, KNOWLEDGE_FOLDER), { mode: 0o700 });
  let done = 0;
  for (const file of knowledge) {
    await copyDurably(join(folder, KNOWLEDGE_FOLDER, file), join(target, KNOWLEDGE_FOLDER, file));
    onProgress(++done, knowledge.length + 1);
  }
  const db = new Database(join(folder, DATABASE), { readonly: true });
  try {
    // the rest in one step: between steps, a write elsewhere makes SQLite begin again
    await db.backup(join(target, DATABASE), { progress: () => Number.MAX_SAFE_INTEGER });
  } finally {
    db.close();
  }
  onProgress(++done, done);
  return verifyFolder(target);
}

/** Makes `folder` what the backup is. It must be empty or not be there: nothing is overwritten. */
export async function restoreFolder(
  backup: string,
  folder: string,
  onProgress: CopyProgress = () => {},
): Promise<Copied> {
  // reading a folder's knowledge would make it where there is none
  if (!(await listing(backup)).includes(DATABASE)) {
    throw new BackupError(
      'not_a_folder_of_kith',
      `there is no backup in ${backup}: name a folder that kith backup made`,
    );
  }
  await verifyFolder(backup);
  await emptyFolder(folder);
  await mkdir(join(folder, KNOWLEDGE_FOLDER), { mode: 0o700 });
  const knowledge = (await listing(join(backup, KNOWLEDGE_FOLDER))).map((f) => join(KNOWLEDGE_FOLDER, f));
  const files = [...knowledge, DATABASE];
  for (const [i, file] of files.entries()) {
    await copyDurably(join(backup, file), join(folder, file));
    onProgress(i + 1, files.length);
  }
  return verifyFolder(folder);
}

/**
 * Reads all of a folder: every chunk with its checksum, the database's own check, and that the log goes on from there.
 * Changes nothing.
 * @throws BackupError `backup_damaged`
 */
export async function verifyFolder(folder: string): Promise<Copied> {
  try {
    const { redoFrom } = await readSaved(join(folder, KNOWLEDGE_FOLDER), new ResidentState(new Journal()));
    const db = new Database(join(folder, DATABASE), { readonly: true });
    try {
      const check = db.pragma('quick_check', { simple: true });
      if (check !== 'ok') throw new Error(`the database says: ${check}`);
      const log = db
        .prepare<[], { first: number; last: number }>(
          'SELECT coalesce(min(number), 0) AS first, coalesce(max(number), 0) AS last FROM log',
        )
        .get();
      checkLogGoesOn(redoFrom, log ?? { first: 0, last: 0 });
    } finally {
      db.close();
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BackupError('backup_damaged', `${folder} is not a whole copy of a Kith folder: ${why}`, cause);
  }
  const files = [...(await listing(join(folder, KNOWLEDGE_FOLDER))).map((f) => join(KNOWLEDGE_FOLDER, f)), DATABASE];
  let bytes = 0;
  for (const file of files) {
    const handle = await open(join(folder, file), 'r');
    bytes += (await handle.stat()).size;
    await handle.close();
  }
  return { files: files.length, bytes };
}

async function listing(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    throw new BackupError('target_not_empty', `${folder} is not empty: nothing is overwritten; name a new folder`);
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
