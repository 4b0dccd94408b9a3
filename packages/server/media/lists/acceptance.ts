/** Whether what was read may take the place of the list in use, or somebody has to look at it first. */
import { type Kysely, sql } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { algorithms } from './entry.ts';
import type { ImportFailure } from './failure.ts';
import type { Importing } from './importing.ts';
import { nextIds } from './places.ts';
import { badShare, type Tally } from './tally.ts';

/** What was read, before it is looked at what of the list in use would vanish. */
export interface Read extends Pick<Tally, 'lines' | 'bad' | 'skipped'> {
  entries: number;
  /** it says all that is in the list, and not only what changed */
  whole: boolean;
}

export async function whatIsWrong(importing: Importing, read: Read): Promise<ImportFailure | null> {
  const { db, lease, settings, accepted } = importing;
  if (read.whole && read.entries === 0 && read.bad > 0) return 'too_many_bad';
  if (accepted) return null;
  if (read.whole && read.entries === 0 && !settings.mayBeEmpty) return 'empty';
  if (badShare(read) > settings.badShareMax) return 'too_many_bad';
  if (!read.whole) return null;
  const live = await entriesOf(db, lease.list);
  // entries of a file may repeat: what is fewer even so is fewer
  return read.entries < live * (1 - settings.shrinkShareMax) ? 'shrunk' : null;
}

const entriesOf = async (db: Kysely<Records>, list: string): Promise<number> => {
  const { entries } = await db
    .selectFrom('known_list')
    .select('entries')
    .where('name', '=', list)
    .executeTakeFirstOrThrow();
  return Number(entries);
};

/**
 * Entries of each algorithm that are looked up: hashes are spread evenly, so that the first ones in order are as good as any
 * others, and 5,000 of them tell a share to within 2 %. A list of fewer is looked up whole.
 */
const LOOKED_UP = 5_000;

/**
 * Whether too much of the list in use is not in what is staged. Of a whole list each algorithm counts by itself: one whose
 * column is gone must not hide behind another. Where a source only renames its entries nothing vanishes.
 */
export async function wouldVanish(importing: Importing, whole: boolean): Promise<boolean> {
  const { db, lease, settings, accepted } = importing;
  if (accepted) return false;
  if (!whole) return (await removedByChanges(importing)) > (await entriesOf(db, lease.list)) * settings.vanishShareMax;
  for (const algorithm of algorithms) {
    const { rows } = await sql<{ seen: number; gone: number }>`
      SELECT count(*) AS seen, count(CASE WHEN NOT EXISTS (
        SELECT 1 FROM known_staged s WHERE s.list = ${lease.list} AND s.algorithm = ${algorithm} AND s.hash = e.hash
      ) THEN 1 END) AS gone
      FROM (
        SELECT hash FROM known_entry WHERE list = ${lease.list} AND algorithm = ${algorithm} AND removed_in IS NULL
        ORDER BY hash LIMIT ${LOOKED_UP}
      ) AS e`.execute(db);
    const [found] = rows;
    if (found !== undefined && Number(found.gone) > Number(found.seen) * settings.vanishShareMax) return true;
  }
  return false;
}

/** Hashes that changes take out of the list, and not only name otherwise. */
async function removedByChanges({ db, lease }: Importing): Promise<number> {
  let removed = 0;
  for (let after = ''; ; ) {
    const ids = await nextIds(db, lease.list, after);
    const last = ids.at(-1);
    if (last === undefined) return removed;
    const { rows } = await sql<{ gone: number }>`
      SELECT count(*) AS gone FROM known_entry e
      WHERE e.list = ${lease.list} AND e.removed_in IS NULL AND e.source_id <> '' AND e.source_id IN (${sql.join(ids)})
        AND NOT EXISTS (
          SELECT 1 FROM known_staged s WHERE s.list = e.list AND s.algorithm = e.algorithm AND s.hash = e.hash
        )`.execute(db);
    removed += Number(rows[0]?.gone ?? 0);
    after = last;
  }
}
