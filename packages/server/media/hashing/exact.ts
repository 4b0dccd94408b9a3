/** The hashes of a file's bytes, whatever they are. */
import { hash } from 'node:crypto';

export interface ExactHashes {
  md5: string;
  sha1: string;
  sha256: string;
}

/** In small hexadecimal digits. Takes some 3 ms a megabyte. */
export const exactHashesOf = (bytes: Uint8Array): ExactHashes => ({
  md5: hash('md5', bytes),
  sha1: hash('sha1', bytes),
  sha256: hash('sha256', bytes),
});
