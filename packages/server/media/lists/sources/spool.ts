/**
 * What was downloaded so far, on this machine: so that a download that was broken off, by the network or by a kill, goes on.
 * Beside the bytes stands which version of the file they are of, and how many of them are on the disk for certain.
 */
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ImportError } from '../failure.ts';

/** By which a source tells versions of a file apart. */
export const validators = z.strictObject({ etag: z.string().nullable(), lastModified: z.string().nullable() });
export type Validators = z.infer<typeof validators>;

const state = z.strictObject({
  url: z.string(),
  of: validators,
  /** its validators tell it apart to the byte: a rest of it may be asked for */
  exact: z.boolean(),
  /** that are on the disk */
  bytes: z.int().min(0),
  whole: z.boolean(),
});
export type SpoolState = z.infer<typeof state>;

/** So many bytes are written before they are brought to the disk: what a power cut can cost. */
const SYNC_EVERY_BYTES = 8 * 1024 * 1024;

export class Spool {
  readonly #folder: string;
  readonly #url: string;
  readonly path: string;
  readonly #statePath: string;

  /** @param url what is downloaded: what another URL left is let go */
  constructor(folder: string, list: string, url: string) {
    this.#folder = folder;
    this.#url = url;
    this.path = join(folder, `${list}.part`);
    this.#statePath = join(folder, `${list}.json`);
  }

  /** What is there of this URL; null where that is nothing. */
  async state(): Promise<SpoolState | null> {
    try {
      const read = state.safeParse(JSON.parse(await readFile(this.#statePath, 'utf8')));
      if (!read.success || read.data.url !== this.#url) return null;
      const { size } = await stat(this.path);
      return size < read.data.bytes ? null : read.data;
    } catch {
      // not there, or half written: then all is downloaded anew
      return null;
    }
  }

  /** Lets go what is there. */
  async drop(): Promise<void> {
    await rm(this.#statePath, { force: true });
    await rm(this.path, { force: true });
  }

  /** Writes on from what is there, or anew. Whoever is given it closes it. */
  async writer(of: Pick<SpoolState, 'of' | 'exact'>, from: number): Promise<SpoolWriter> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (from === 0) await this.drop();
    const file = await open(this.path, from === 0 ? 'w' : 'r+', 0o600);
    await file.truncate(from);
    const save = (bytes: number, whole: boolean) => this.#save({ ...of, url: this.#url, bytes, whole });
    return new SpoolWriter(file, from, save);
  }

  async #save(now: SpoolState): Promise<void> {
    const beside = `${this.#statePath}.new`;
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(now));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#statePath);
  }
}

export class SpoolWriter {
  readonly #file: FileHandle;
  readonly #save: (bytes: number, whole: boolean) => Promise<void>;
  bytes: number;
  #synced: number;

  constructor(file: FileHandle, from: number, save: (bytes: number, whole: boolean) => Promise<void>) {
    this.#file = file;
    this.bytes = from;
    this.#synced = from;
    this.#save = save;
  }

  /** @throws ImportError `no_room` */
  async write(piece: Buffer): Promise<void> {
    try {
      for (let done = 0; done < piece.length; ) {
        const { bytesWritten } = await this.#file.write(piece, done, piece.length - done, this.bytes);
        done += bytesWritten;
        this.bytes += bytesWritten;
      }
      if (this.bytes - this.#synced >= SYNC_EVERY_BYTES) await this.note(false);
    } catch (error) {
      throw asNoRoom(error);
    }
  }

  /** Brings it to the disk, and says how much there is. */
  async note(whole: boolean): Promise<void> {
    try {
      await this.#file.datasync();
      await this.#save(this.bytes, whole);
      this.#synced = this.bytes;
    } catch (error) {
      throw asNoRoom(error);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function asNoRoom(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOSPC' || code === 'EDQUOT' ? new ImportError('no_room', error) : error;
}
