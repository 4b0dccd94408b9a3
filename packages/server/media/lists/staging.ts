/**
 * What an import has read, kept until all of it is there. Nothing of it is matched before (apply.ts), and an import that was
 * interrupted goes on from what is staged.
 */
import { type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely';
import type { KnownVersionRow, Records } from '../../ground/database/index.ts';
import type { Entry } from './entry.ts';
import { type Lease, prolong } from './lease.ts';
import type { Tally } from './tally.ts';

/** Rows that are written in one transaction: events wait for it, some ten milliseconds. */
export const ROWS_A_STEP = 2_000;

/** What is needed to write under a lease. */
export interface Writing {
  db: Kysely<Records>;
  lease: Lease;
  /** milliseconds since 1970 */
  clock: () => number;
}

export interface Beginning {
  whole: boolean;
  checksum: string | null;
  verifiedBy: string;
  /** where it begins, in the source's own terms */
  resume: string | null;
  tally: Tally;
}

/** The import of a list that did not come to its end; there is at most one. */
export const unfinished = (db: Kysely<Records>, list: string): Promise<KnownVersionRow | undefined> =>
  db
    .selectFrom('known_version')
    .selectAll()
    .where('list', '=', list)
    .where('state', '=', 'reading')
    .orderBy('number', 'desc')
    .executeTakeFirst();

/** Begins a version, with nothing staged. What an earlier attempt left is let go. @returns its number */
export async function beginVersion(
  { db, lease, clock }: Writing,
  { whole, checksum, verifiedBy, resume, tally }: Beginning,
): Promise<number> {
  await clearStaged({ db, lease, clock });
  return db.transaction().execute(async (trx) => {
    await prolong(trx, lease, clock());
    await refuseUnfinished(trx, lease.list, 'interrupted', clock());
    const { last } = await trx
      .selectFrom('known_version')
      .select(({ fn }) => fn.max('number').as('last'))
      .where('list', '=', lease.list)
      .executeTakeFirstOrThrow();
    const number = Number(last ?? 0) + 1;
    const row: KnownVersionRow = {
      ...{ list: lease.list, number, state: 'reading', started_at: clock(), finished_at: null },
      ...{ whole: whole ? 1 : 0, added: 0, removed: 0, entries: 0, verified_by: verifiedBy, checksum, resume },
      ...{ error: null, ...tallied(tally) },
    };
    await trx.insertInto('known_version').values(row).execute();
    return number;
  });
}

/** What a version says of what was read. */
export const tallied = ({ lines, bad, skipped, problems }: Tally) => ({
  ...{ lines, bad, skipped, problems: JSON.stringify(problems) },
});

const refuseUnfinished = (trx: Transaction<Records>, list: string, error: string, now_ms: number): Promise<unknown> =>
  trx
    .updateTable('known_version')
    .set({ state: 'refused', finished_at: now_ms, error })
    .where('list', '=', list)
    .where('state', '=', 'reading')
    .execute();

/** What a step adds to what is staged, and where reading goes on after it. */
export interface Step {
  entries: readonly Entry[];
  /** ids whose entries so far are replaced by what `entries` says of them; where that is nothing, they are removed */
  replaced?: readonly string[];
  resume: string;
  /** of all that was read; left out where it was known beforehand */
  tally?: Tally;
}

/** Stages what was read, a bounded number of rows at once. */
export async function stage(writing: Writing, number: number, step: Step): Promise<void> {
  const rows = unique(step.entries).map((e): Staged => [e.algorithm, e.hash, e.sourceId, e.category]);
  const gone = (step.replaced ?? []).map((id): Staged => [GONE, '', id, '']);
  const all = [...gone, ...rows];
  for (let from = 0; from === 0 || from < all.length; from += ROWS_A_STEP) {
    const some = all.slice(from, from + ROWS_A_STEP);
    await writing.db.transaction().execute(async (trx) => {
      await prolong(trx, writing.lease, writing.clock());
      if (from === 0 && step.replaced !== undefined) await unstage(trx, writing.lease.list, step.replaced);
      if (some.length > 0) await write(trx, writing.lease.list, some);
      // only with the last of its rows is a step taken
      if (from + ROWS_A_STEP < all.length) return;
      await trx
        .updateTable('known_version')
        .set({ resume: step.resume, ...(step.tally !== undefined && tallied(step.tally)) })
        .where('list', '=', writing.lease.list)
        .where('number', '=', number)
        .execute();
    });
  }
}

/** Algorithm, hash, the source's id, category. */
type Staged = readonly [string, string, string, string];

/** All rows as one parameter: a statement with a parameter a value takes many times as long to make as to run. */
async function write(trx: Transaction<Records>, list: string, rows: readonly Staged[]): Promise<void> {
  const json = JSON.stringify(rows);
  const values =
    trx.getExecutor().adapter instanceof PostgresAdapter
      ? sql`SELECT value->>0, value->>1, value->>2, value->>3 FROM json_array_elements(${json}::json) AS row (value)`
      : sql`SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(${json})`;
  await sql`
    INSERT INTO known_staged (list, algorithm, hash, source_id, category)
    SELECT ${list}, given.* FROM (${values}) AS given
    WHERE true ON CONFLICT (list, algorithm, hash, source_id) DO UPDATE SET category = excluded.category`.execute(trx);
}

/** The algorithm of a staged row that says that its id was told of: it is no entry. */
export const GONE = '';

/** PostgreSQL refuses a row that comes twice in one statement. */
function unique(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((e) => [`${e.algorithm} ${e.hash} ${e.sourceId}`, e])).values()];
}

async function unstage(trx: Transaction<Records>, list: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += ROWS_A_STEP) {
    await trx
      .deleteFrom('known_staged')
      .where('list', '=', list)
      .where('source_id', '<>', '')
      .where('source_id', 'in', ids.slice(from, from + ROWS_A_STEP))
      .execute();
  }
}

export async function countStaged(db: Kysely<Records>, list: string): Promise<number> {
  const { count } = await db
    .selectFrom('known_staged')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('list', '=', list)
    .where('algorithm', '<>', GONE)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Lets go what is staged, a little at a time. */
export async function clearStaged({ db, lease, clock }: Writing): Promise<void> {
  for (;;) {
    const cleared = await db.transaction().execute(async (trx) => {
      await prolong(trx, lease, clock());
      const { numAffectedRows } = await sql`
        DELETE FROM known_staged WHERE list = ${lease.list} AND (algorithm, hash, source_id) IN (
          SELECT algorithm, hash, source_id FROM known_staged WHERE list = ${lease.list} LIMIT ${ROWS_A_STEP}
        )`.execute(trx);
      return Number(numAffectedRows ?? 0);
    });
    if (cleared < ROWS_A_STEP) return;
  }
}
