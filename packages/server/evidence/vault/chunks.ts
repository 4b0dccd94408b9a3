/**
 * Bytes in chunks, each sealed for its blob and its place there, the last one as the last (so that nothing can be cut off,
 * put in another order or into another blob). One chunk is in memory at a time, however large the whole is.
 */
import { createHash } from 'node:crypto';
import type { CaseSeal, Place } from './case-seal.ts';
import { EvidenceError } from './errors.ts';
import { type EvidenceStorage, SEALED_CHUNK_BYTES_MAX } from './storage.ts';

/** What sealing adds: nonce and tag. */
const SEAL_BYTES = 28;
export const CHUNK_BYTES = SEALED_CHUNK_BYTES_MAX - SEAL_BYTES;

export type Bytes = Uint8Array | AsyncIterable<Uint8Array>;

/** What bytes came to. */
export interface Written {
  bytes: number;
  chunks: number;
  /** hexadecimal */
  sha256: string;
}

const placeOf = (address: string, place: number, last: boolean): Place => ['chunk', address, place, last];

/** @throws EvidenceError `too_large` as soon as it is known, `storage` */
export async function writeChunks(
  into: EvidenceStorage,
  seal: CaseSeal,
  address: string,
  given: Bytes,
  bytesMax: number,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  let chunks = 0;
  const write = async (chunk: Buffer, last: boolean): Promise<void> => {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new EvidenceError('too_large', `it has more than ${bytesMax} bytes`);
    hash.update(chunk);
    const place = chunks++;
    await stored(into, () => into.put(address, place, seal.seal(placeOf(address, place, last), chunk)));
  };
  let before: Buffer | null = null;
  for await (const chunk of cut(given)) {
    if (before !== null) await write(before, false);
    before = chunk;
  }
  await write(before ?? Buffer.alloc(0), true);
  return { bytes, chunks, sha256: hash.digest('hex') };
}

/** Pieces of any size as chunks of CHUNK_BYTES; the last one may be shorter. */
async function* cut(given: Bytes): AsyncGenerator<Buffer> {
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  for await (const piece of given instanceof Uint8Array ? [given] : given) {
    for (let from = 0; from < piece.length; ) {
      const part = piece.subarray(from, from + CHUNK_BYTES - filled);
      chunk.set(part, filled);
      from += part.length;
      filled += part.length;
      if (filled < CHUNK_BYTES) continue;
      yield chunk;
      chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/**
 * The bytes again, a chunk at a time, each verified; at the end, that all of them are what was written.
 * @throws EvidenceError `damaged`, with what of it, or `storage`
 */
export async function* readChunks(
  from: EvidenceStorage,
  seal: CaseSeal,
  address: string,
  written: Written,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (let place = 0; place < written.chunks; place++) {
    const sealed = await stored(from, () => from.get(address, place));
    const what = `chunk ${place} of ${written.chunks} of blob ${address} (${from.name})`;
    if (sealed === null) throw new EvidenceError('damaged', `${what} is missing`);
    const chunk = seal.unseal(placeOf(address, place, place === written.chunks - 1), sealed);
    if (chunk === null) throw new EvidenceError('damaged', `${what} was altered`);
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes !== written.bytes || hash.digest('hex') !== written.sha256) {
    throw new EvidenceError('damaged', `blob ${address} is not what was taken`);
  }
}

/** @throws EvidenceError `storage` with what went wrong as its cause */
export async function stored<T>(storage: EvidenceStorage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    throw new EvidenceError('storage', `the storage of evidence (${storage.name}) can't be used`, error);
  }
}
