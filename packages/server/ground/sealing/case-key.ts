/** The key of a case: made when something is first preserved for it, destroyed when that is released. */
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { KeepError } from './errors.ts';
import { type Key, type KeyFolder, type KeyName, nameOf } from './folder.ts';

/**
 * A case that was released, and is opened again, gets another key than it had. One whose key should be there and isn't gets none: a
 * process that looks into another folder than the others would seal under a key that they never see.
 * @throws KeepError `key_missing`, `key_not_shared`
 */
export async function caseKey(db: Kysely<Records>, folder: KeyFolder, id: string, now_ms: number): Promise<Key> {
  const name = { case: id };
  const known = await registered(db, name);
  const key = known === null || known.destroyed ? await folder.readOrMake(name) : await folder.read(name);
  if (key === null) throw new KeepError('key_missing', `the key of ${id} is not in the folder of keys: ${MENDED_BY}`);
  if (known?.id === key.id) return key;
  const made = { id: key.id, made_at: now_ms, destroyed_at: null };
  await db
    .insertInto('kept_key')
    .values({ name: nameOf(name), ...made })
    .onConflict((c) => c.column('name').doUpdateSet(made).where('kept_key.destroyed_at', 'is not', null))
    .execute();
  // of what was registered at once by others, theirs counts
  if ((await registered(db, name))?.id === key.id) return key;
  throw new KeepError('key_not_shared', `the key of ${id} is not the one that is in use: ${MENDED_BY}`);
}

const MENDED_BY =
  'see that all processes have the same folder (KITH_KEEP_KEYS), or put its file back from the mirror; ' +
  'where it is lost for good: kith evidence keys lost';

async function registered(db: Kysely<Records>, name: KeyName): Promise<{ id: string; destroyed: boolean } | null> {
  const row = await db
    .selectFrom('kept_key')
    .select(['id', 'destroyed_at'])
    .where('name', '=', nameOf(name))
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, destroyed: row.destroyed_at !== null };
}

/** Destroys a key, of a case or a day, and writes down that it is. */
export async function destroyKey(db: Kysely<Records>, folder: KeyFolder, name: KeyName, now_ms: number): Promise<void> {
  await folder.destroy(name);
  await db
    .updateTable('kept_key')
    .set({ destroyed_at: now_ms })
    .where('name', '=', nameOf(name))
    .where('destroyed_at', 'is', null)
    .execute();
}
