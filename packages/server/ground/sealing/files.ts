/**
 * Small secret files that several processes make, read and destroy in one folder, perhaps over a network. What is made is
 * whole or not there: it is written under another name, and linked, which fails where somebody was first.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Ends the names of files that are being made. */
const UNFINISHED = '.new';

/** Node's code of an error, such as ENOENT; '' where it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The text of a file; null where it is not there. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Makes a file, durably; false where there is one already, which stays as it is. */
export async function makeFile(path: string, text: string): Promise<boolean> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `${randomBytes(8).toString('hex')}${UNFINISHED}`);
  await writeNew(unfinished, text);
  try {
    await link(unfinished, path);
  } catch (error) {
    // nobody's key: it is never used
    await destroyFile(unfinished);
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  // the same file under its first name: where a crash leaves that, overwriting one overwrites both
  await unlink(unfinished);
  await syncFolder(folder);
  return true;
}

/**
 * Overwrites a file, takes its name away and makes that durable; false where it was not there. What a disk keeps of old
 * blocks by itself (flash memory, snapshots, copy-on-write) is out of anybody's reach from here.
 */
export async function destroyFile(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r+');
    try {
      const size = await overwrite(handle, 0);
      await unlink(path);
      // who wrapped it anew meanwhile had it open, too
      await overwrite(handle, size);
    } finally {
      await handle.close();
    }
  } catch (error) {
    // another process was first
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
}

/** From there on; gives how long it is. */
async function overwrite(handle: FileHandle, from: number): Promise<number> {
  const { size } = await handle.stat();
  if (size > from) await handle.write(randomBytes(size - from), 0, size - from, from);
  await handle.sync();
  return size;
}

/** The names of files in a folder, none that is being made; empty where there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.endsWith(UNFINISHED));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Makes durable which names are in a folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a file, durably, in the place of the one that is there. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomBytes(8).toString('hex')}${UNFINISHED}`;
  await writeNew(unfinished, text);
  await rename(unfinished, path);
  await syncFolder(dirname(path));
}

async function writeNew(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
