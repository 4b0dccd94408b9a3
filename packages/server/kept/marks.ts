/**
 * What kept messages are found by: hashes of 32 bits, of each of their two accounts and of the two together. Whether a
 * message that has a mark is one that is meant, its head says: two accounts may have the same.
 */
import { hashPair, hashString } from '../knowledge/index.ts';

/** Bytes of a mark; words of this machine's order, as in the log: all that Kith runs on have the same. */
const MARK_BYTES = 4;
/** Bytes of the marks of a message; one in a group has fewer. */
export const MARKS_BYTES = 3 * MARK_BYTES;

export const markOf = (account: string): number => hashString(account) >>> 0;

/** The same for both directions. */
export function markOfPair(a: string, b: string): number {
  const [one, two] = [markOf(a), markOf(b)];
  return hashPair(Math.min(one, two), Math.max(one, two)) >>> 0;
}

/** The marks of messages, each of which may be there more than once. */
export function marksOf(messages: readonly { actor: string; other: string | null }[]): Uint8Array {
  const marks: number[] = [];
  for (const { actor, other } of messages) {
    marks.push(markOf(actor));
    if (other !== null) marks.push(markOf(other), markOfPair(actor, other));
  }
  return bytesOf(Uint32Array.from(marks));
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** A mark as it stands among others. */
export const bytesOfMark = (mark: number): Buffer => Buffer.from(bytesOf(Uint32Array.of(mark)));

/** Bytes from the database as words, wherever they lie in memory. */
export const wordsOf = (bytes: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(bytes).buffer);
