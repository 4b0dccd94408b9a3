/**
 * Where the bytes of evidence lie, whatever that is: chunks, sealed, by the address of their blob and their place in it. A
 * storage knows nothing of cases or keys, and is given nothing in clear.
 */

/** A sealed chunk is at most that long, bytes: what one row, one request or one piece of memory holds without harm. */
export const SEALED_CHUNK_BYTES_MAX = 1024 * 1024;

export interface EvidenceStorage {
  /** as it stands in the rows of what lies in it */
  readonly name: string;
  /** Durable when it resolves; the same chunk again changes nothing. */
  put(address: string, place: number, sealed: Uint8Array): Promise<void>;
  /** null where it is not there */
  get(address: string, place: number): Promise<Uint8Array | null>;
  /** All chunks of a blob; nothing where there are none. */
  delete(address: string): Promise<void>;
  /** The addresses of all that is there, of unfinished blobs too. */
  list(): AsyncIterable<string>;
}
