/** The key of a case: made when something is first preserved for it, destroyed when that is released. */
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { type Key, type KeyFolder, type KeyName, nameOf } from './folder.ts';

/** A case that was released, and is opened again, gets another key than it had. */
export async function caseKey(db: Kysely<Records>, folder: KeyFolder, id: string, now_ms: number): Promise<Key> {
  const key = await folder.readOrMake({ case: id });
  const made = { id: key.id, made_at: now_ms, destroyed_at: null };
  await db
    .insertInto('kept_key')
    .values({ name: nameOf({ case: id }), ...made })
    .onConflict((c) => c.column('name').doUpdateSet(made).where('kept_key.id', '<>', key.id))
    .execute();
  return key;
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
