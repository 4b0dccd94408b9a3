/** A key for trying Kith out on one's own machine: made once, kept in the store's folder for its owner alone. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Records } from './ground/database/index.ts';
import { createKey, type KeyRing, scopes } from './ground/keys/index.ts';

const FILE = 'sandbox-key';

/** Where it lies, as one names it in the folder where Kith was started. */
export function sandboxKeyFile(folder: string): string {
  const path = resolve(folder, FILE);
  const near = relative('', path);
  return near.startsWith('..') ? path : near;
}

/** The sandbox key, made where there is none that works. */
export async function sandboxKey(folder: string, db: Kysely<Records>, keys: KeyRing, now_ms: number): Promise<string> {
  const file = join(folder, FILE);
  const kept = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
  if (kept !== '' && (await keys.holder(kept)) !== null) return kept;
  const { key } = await createKey(db, { name: 'sandbox', scopes }, now_ms, 'system');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${key}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return key;
}
