/** Goes through what is staged, and what is in a list, a bounded number of rows at a time. */
import { type Kysely, sql } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { ROWS_A_STEP } from './staging.ts';

/** The place of an entry in a list's order. */
export interface Place {
  algorithm: string;
  hash: string;
  source_id: string;
}

export const FIRST: Place = { algorithm: '', hash: '', source_id: '' };
export const places = sql`(algorithm, hash, source_id)`;
export const at = ({ algorithm, hash, source_id }: Place) => sql`(${algorithm}, ${hash}, ${source_id})`;

/** The last place of the next ROWS_A_STEP rows; null where there are none. */
export async function nextPlace(
  db: Kysely<Records>,
  table: 'known_staged' | 'known_entry',
  list: string,
  after: Place,
): Promise<Place | null> {
  const rows = await db
    .selectFrom(table)
    .select(['algorithm', 'hash', 'source_id'])
    .where('list', '=', list)
    .where(sql<boolean>`${places} > ${at(after)}`)
    .orderBy('algorithm')
    .orderBy('hash')
    .orderBy('source_id')
    .limit(ROWS_A_STEP)
    .execute();
  return rows.at(-1) ?? null;
}

/** The next ids of a source's own that are staged. */
export async function nextIds(db: Kysely<Records>, list: string, after: string): Promise<string[]> {
  const rows = await db
    .selectFrom('known_staged')
    .select('source_id')
    .distinct()
    .where('list', '=', list)
    .where('source_id', '<>', '')
    .where('source_id', '>', after)
    .orderBy('source_id')
    .limit(ROWS_A_STEP)
    .execute();
  return rows.map(({ source_id }) => source_id);
}
