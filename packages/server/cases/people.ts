/** People of staff by pseudonym: nobody sees more of them where they work. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';

/** Names so many people at once at most: a page of cases, a history. */
export async function pseudonymsOf(
  db: Kysely<Records>,
  ids: Iterable<string | null>,
): Promise<(id: string | null) => string | null> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return (id) => id;
  const rows = await db.selectFrom('staff').select(['id', 'pseudonym']).where('id', 'in', wanted).execute();
  const names = new Map(rows.map(({ id, pseudonym }) => [id, pseudonym]));
  // somebody who is not there any more keeps their id
  return (id) => (id === null ? null : (names.get(id) ?? id));
}
