/**
 * Where signals of other operators come from: an adapter each. A programme such as the Tech Coalition's Lantern has its own form;
 * what comes of it here is the same: hashes under the salt of an agreement, which are leads.
 */
import { readShared, type SharedFile } from './file.ts';
import type { Agreement } from './settings.ts';

export interface SignalSource {
  readonly name: string;
  /** @param last the number of the last that was taken. @throws SharingRefused */
  read(bytes: Buffer, agreement: Agreement, last: number, now_ms: number): SharedFile;
}

/** The file that Kith itself makes. */
export const signedFile: SignalSource = { name: 'signed-file', read: readShared };
