/**
 * A folder as the storage: a disk of its own, or a share that all processes have. A blob is a folder, a chunk a file in it,
 * which is whole or not there: it is written under another name, synced, and linked to its own.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, syncFolder } from '../../ground/sealing/index.ts';
import type { EvidenceStorage } from './storage.ts';

/** The folders of blobs lie in 256 folders, by what their addresses end with: some file systems are slow with many in one. */
const SHELF_LENGTH = 2;
const ADDRESS = /^blb_[0-9a-f]{32}$/;

export class FolderStorage implements EvidenceStorage {
  readonly name = 'folder';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(address: string, place: number, sealed: Uint8Array): Promise<void> {
    const folder = this.#folderOf(address);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unfinished = join(folder, `.${randomBytes(8).toString('hex')}`);
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(sealed);
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      await link(unfinished, join(folder, String(place)));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    await unlink(unfinished);
    await syncFolder(folder);
    // the first chunk makes the folder, and perhaps the one that it lies in
    if (place > 0) return;
    await syncFolder(dirname(folder));
    await syncFolder(this.#folder);
  }

  async get(address: string, place: number): Promise<Uint8Array | null> {
    try {
      return await readFile(join(this.#folderOf(address), String(place)));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async delete(address: string): Promise<void> {
    await rm(this.#folderOf(address), { recursive: true, force: true });
  }

  async *list(): AsyncGenerator<string> {
    for (const shelf of await namesIn(this.#folder)) {
      if (shelf.length !== SHELF_LENGTH) continue;
      for (const address of await namesIn(join(this.#folder, shelf))) if (ADDRESS.test(address)) yield address;
    }
  }

  #folderOf(address: string): string {
    if (!ADDRESS.test(address)) throw new RangeError(`${address} is no address of a blob`);
    return join(this.#folder, address.slice(-SHELF_LENGTH), address);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
