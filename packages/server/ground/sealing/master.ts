/**
 * The key that all others are wrapped with. It is never in the database, so that nobody who has a copy of that can read
 * what is kept. The operator gives it (a secret store, a file on another disk); else it is made beside the keys.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { KeepError } from './errors.ts';
import { makeFile, readIfThere } from './files.ts';
import { KEY_BYTES } from './seal.ts';

/** In the folder of keys, where the operator gives no master key. */
export const MASTER_FILE = 'master';

export interface MasterSettings {
  /** holds the keys */
  folder: string;
  /** the key itself, as text; null where it is not given */
  master: string | null;
  /** a file that holds it; null where none is named */
  masterFile: string | null;
}

/** @throws KeepError `master_unreadable` */
export async function masterKey({ folder, master, masterFile }: MasterSettings): Promise<KeyObject> {
  if (master !== null) return keyOf(master, 'KITH_KEEP_KEY');
  if (masterFile !== null) {
    const text = await readIfThere(masterFile);
    if (text === null) throw new KeepError('master_unreadable', `KITH_KEEP_KEY_FILE: ${masterFile} is not there`);
    return keyOf(text, masterFile);
  }
  const path = join(folder, MASTER_FILE);
  const there = await readIfThere(path);
  if (there !== null) return keyOf(there, path);
  await makeFile(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
  // perhaps another process's, which was first
  return keyOf((await readIfThere(path)) ?? '', path);
}

/** 32 bytes as 64 hexadecimal digits, or in base64 (what `openssl rand` gives). */
function keyOf(text: string, from: string): KeyObject {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, /^[0-9a-fA-F]{64}$/.test(trimmed) ? 'hex' : 'base64');
  if (bytes.length !== KEY_BYTES) {
    throw new KeepError(
      'master_unreadable',
      `${from} must hold ${KEY_BYTES} random bytes, as 64 hexadecimal digits or in base64: openssl rand -hex ${KEY_BYTES}`,
    );
  }
  return createSecretKey(bytes);
}
