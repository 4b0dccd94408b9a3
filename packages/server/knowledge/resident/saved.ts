/**
 * Knowledge as it is saved: one file a chunk in `<folder>/knowledge/`, each replaced as a whole, and a manifest that
 * says from which block of the log on the changes have to be put back. A chunk may be younger than the manifest says:
 * putting changes back twice does no harm. It must never be older, nor hold anything that the log does not: so a chunk
 * is written only when the block that was open when it was copied is durable.
 */

import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { ResidentState } from './state.ts';
import { STRING_CHUNK_BYTES } from './strings.ts';
import { CHUNK_ROWS } from './table.ts';

export const MANIFEST = 'manifest.json';
/** Rises when the meaning of a saved byte changes; another version is refused. */
const FORMAT = 1;
/** Words before the rows: format, words in a row, rows or bytes in use, CRC-32 of what follows. */
const HEADER_WORDS = 4;

interface Manifest {
  format: number;
  /** the first block whose changes may be missing */
  redoFrom: number;
  savedAt: number;
  /** the chunks that there were: each must be there from then on. Absent where an earlier Kith saved */
  chunks?: string[];
}

const chunkFile = (name: string, chunk: number): string => `${name.replaceAll(' ', '-')}.${chunk}.chunk`;

/** One chunk to save: what it is called and how to copy it. */
export interface Saveable {
  file: string;
  /** header and content, copied into the room, which holds it until the next; clears the chunk's mark of change */
  copy(room: Room): Uint32Array;
  /** marks it as changed again, where saving failed */
  again(): void;
}

/** Memory that copies of chunks take turns in: fresh memory for each cost three times as much as the copying. */
export class Room {
  #words = new Uint32Array(0);

  words(count: number): Uint32Array {
    if (count > this.#words.length) this.#words = new Uint32Array(count);
    return this.#words.subarray(0, count);
  }
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

function withHeader(room: Room, width: number, used: number, content: Uint8Array): Uint32Array {
  const words = room.words(HEADER_WORDS + ((content.length + 3) >>> 2));
  words[words.length - 1] = 0;
  bytesOf(words).set(content, HEADER_WORDS * 4);
  words[0] = FORMAT;
  words[1] = width;
  words[2] = used;
  return words;
}

/** The chunks that changed since they were last copied. */
export function changedChunks(state: ResidentState): Saveable[] {
  const changed: Saveable[] = [];
  for (const table of state.tables) {
    table.dirty.forEach((dirty, i) => {
      if (!dirty) return;
      changed.push({
        file: chunkFile(table.name, i),
        copy: (room) => {
          table.dirty[i] = false;
          const used = Math.min(table.count - i * CHUNK_ROWS, CHUNK_ROWS);
          const { buffer, byteOffset } = table.chunks[i];
          return withHeader(room, table.width, used, new Uint8Array(buffer, byteOffset, used * table.width * 4));
        },
        again: () => {
          table.dirty[i] = true;
        },
      });
    });
  }
  const { strings } = state;
  strings.dirty.forEach((dirty, i) => {
    if (!dirty) return;
    changed.push({
      file: chunkFile('strings', i),
      copy: (room) => {
        strings.dirty[i] = false;
        const used = Math.min(strings.end - i * STRING_CHUNK_BYTES, STRING_CHUNK_BYTES);
        return withHeader(room, 1, used, strings.chunks[i].subarray(0, used));
      },
      again: () => {
        strings.dirty[i] = true;
      },
    });
  });
  return changed;
}

/**
 * Bytes that go to the disk at once while events are committed: a commit waits behind what was given to the disk before,
 * which behind whole chunks took up to 100 ms, behind 256 kB twice as long as behind 64 kB.
 */
const PIECE_BYTES = { gently: 64 * 1024, behind: 256 * 1024 } as const;
/** `gently`: the disk is the log's; `behind`: saving must catch up, or a start after a kill would take long; else nobody else uses it. */
export type Haste = keyof typeof PIECE_BYTES | 'alone';
/** Between two pieces, milliseconds: the disk's turn for the log. */
const PIECE_PAUSE_MS = 1;

/**
 * Replaces a file as a whole: after a power cut there is the old one or the new one.
 * @param haste unless `alone`, a piece at a time, each on the disk before the next, with pauses
 */
async function replaceFile(folder: string, file: string, content: Uint8Array, haste: Haste = 'alone'): Promise<void> {
  const path = join(folder, file);
  const piece = haste === 'alone' ? content.length : PIECE_BYTES[haste];
  const handle = await open(`${path}.new`, 'w');
  try {
    for (let at = 0; at < content.length; at += piece) {
      if (at > 0) await sleep(PIECE_PAUSE_MS);
      await handle.writeFile(content.subarray(at, at + piece));
      await handle.datasync();
    }
  } finally {
    await handle.close();
  }
  await rename(`${path}.new`, path);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeChunk(folder: string, file: string, words: Uint32Array, haste: Haste): Promise<void> {
  const bytes = bytesOf(words);
  words[3] = crc32(bytes.subarray(HEADER_WORDS * 4));
  await replaceFile(folder, file, bytes, haste);
}

/** Says that every chunk holds all that came before a block. Whoever calls has written them. */
export async function writeManifest(folder: string, redoFrom: number, savedAt: number): Promise<void> {
  const chunks = (await readdir(folder)).filter((f) => f.endsWith('.chunk')).sort();
  const manifest: Manifest = { format: FORMAT, redoFrom, savedAt, chunks };
  await syncFolder(folder);
  await replaceFile(folder, MANIFEST, Buffer.from(JSON.stringify(manifest)));
  await syncFolder(folder);
}

export class SavedKnowledgeError extends Error {
  readonly code = 'saved_knowledge_damaged';
}

/**
 * Reads what was saved into an empty state. Gives the block of the log from which changes have to be put back.
 * Throws SavedKnowledgeError where a file is damaged or of another format.
 */
export async function readSaved(folder: string, state: ResidentState): Promise<Manifest> {
  await mkdir(folder, { recursive: true });
  const files = await readdir(folder);
  if (!files.includes(MANIFEST)) return { format: FORMAT, redoFrom: 1, savedAt: 0 };
  const manifest = parseManifest(join(folder, MANIFEST), await readFile(join(folder, MANIFEST), 'utf8'));
  const missing = manifest.chunks?.find((file) => !files.includes(file));
  if (missing !== undefined) {
    throw new SavedKnowledgeError(`${join(folder, missing)} is missing; restore the folder from a backup`);
  }
  const reads: (() => Promise<void>)[] = [];
  for (const table of state.tables) {
    const chunks = chunksOf(files, table.name);
    const last = chunks.at(-1);
    if (last === undefined) continue;
    table.reach((last + 1) * CHUNK_ROWS - 1);
    for (const i of chunks) {
      reads.push(async () => {
        const used = await readChunk(join(folder, chunkFile(table.name, i)), table.width, table.chunks[i]);
        if (i === last) table.count = i * CHUNK_ROWS + used;
      });
    }
  }
  const { strings } = state;
  const ofStrings = chunksOf(files, 'strings');
  const last = ofStrings.at(-1) ?? -1;
  strings.reach((last + 1) * STRING_CHUNK_BYTES);
  for (const i of ofStrings) {
    reads.push(async () => {
      const used = await readChunk(join(folder, chunkFile('strings', i)), 1, strings.chunks[i]);
      if (i === last) strings.end = i * STRING_CHUNK_BYTES + used;
    });
  }
  await atOnce(reads, READS_AT_ONCE);
  return manifest;
}

function parseManifest(path: string, text: string): Manifest {
  let manifest: Partial<Manifest> | null;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new SavedKnowledgeError(`${path} is damaged (it is no JSON); restore the folder from a backup`);
  }
  const { format, redoFrom, savedAt, chunks } = manifest ?? {};
  if (format !== FORMAT) {
    throw new SavedKnowledgeError(`${path} is of knowledge of format ${format}; this Kith reads ${FORMAT}`);
  }
  if (redoFrom === undefined || savedAt === undefined) {
    throw new SavedKnowledgeError(`${path} is damaged (it is not whole); restore the folder from a backup`);
  }
  return { format, redoFrom, savedAt, ...(chunks && { chunks }) };
}

/**
 * Refuses a log that does not go on where the saved knowledge ends: one that begins later (changes would be missing), or
 * that ends earlier (it was lost or is another's: what is told next would take numbers that no start puts back).
 * @param log its first and last block; 0 where it is empty
 */
export function checkLogGoesOn(redoFrom: number, log: { first: number; last: number }): void {
  if (log.first > redoFrom) {
    throw new SavedKnowledgeError(
      `the log begins at block ${log.first}, the saved knowledge needs ${redoFrom}; restore the folder from a backup`,
    );
  }
  if (log.last < redoFrom - 1) {
    throw new SavedKnowledgeError(
      `the log ends at block ${log.last}, before the saved knowledge (${redoFrom}): it was lost or is another folder's; ` +
        'restore the folder from a backup',
    );
  }
}

/** The numbers of a table's chunk files, lowest first. */
function chunksOf(files: readonly string[], name: string): number[] {
  const prefix = `${name.replaceAll(' ', '-')}.`;
  return files
    .filter((f) => f.startsWith(prefix) && f.endsWith('.chunk'))
    .map((f) => Number(f.slice(prefix.length, -'.chunk'.length)))
    .sort((a, b) => a - b);
}

/** Reads that are under way together: first use of so much memory costs more than reading it, and two processors share it. */
const READS_AT_ONCE = 4;

async function atOnce(work: readonly (() => Promise<void>)[], most: number): Promise<void> {
  const left = work.values();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const next of left) await next();
    }),
  );
}

/** Gives how many rows or bytes of a chunk are in use; what follows them stays 0. */
async function readChunk(path: string, width: number, into: Uint32Array | Uint8Array): Promise<number> {
  const header = new Uint32Array(HEADER_WORDS);
  const all = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  const handle = await open(path, 'r');
  try {
    const { bytesRead } = await handle.readv([header, all], 0);
    const [format, w, used, crc] = header;
    const length = into instanceof Uint8Array ? used : used * width * 4;
    if (format !== FORMAT || w !== width || length > into.byteLength) {
      throw new SavedKnowledgeError(`${path} is not a chunk that this Kith can read; restore the folder from a backup`);
    }
    const bytes = all.subarray(0, (length + 3) & ~3);
    if (bytesRead < HEADER_WORDS * 4 + length || crc32(bytes) !== crc) {
      throw new SavedKnowledgeError(`${path} is damaged (its checksum differs); restore the folder from a backup`);
    }
    all.fill(0, bytes.length, bytesRead - HEADER_WORDS * 4);
    return used;
  } finally {
    await handle.close();
  }
}
