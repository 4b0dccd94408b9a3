/** Where keys are, from the configuration. */
import { join } from 'node:path';
import type { Config } from '../ground/config/index.ts';
import type { MasterSettings } from '../ground/sealing/index.ts';

/** In the folder of the resident store, unless told otherwise. No backup of Kith's copies it. */
const KEYS_FOLDER = 'keys';

/**
 * null where there is nowhere to keep keys: on PostgreSQL, without a folder that all processes share, no text is kept.
 */
export function keysOf({ store, keep }: Config): MasterSettings | null {
  const folder = keep.keys ?? (store.databaseUrl === null ? join(store.folder, KEYS_FOLDER) : null);
  return folder === null
    ? null
    : { folder, master: keep.key?.reveal() ?? null, masterFile: keep.keyFile, program: keep.keyProgram };
}
