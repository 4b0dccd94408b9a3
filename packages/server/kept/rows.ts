/** The rows of kept messages, from the days and from a case, a page at a time. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { KeptMessageRow, Records } from '../ground/database/index.ts';

/** Messages that are read at once at most: what a page of a case shows. */
export const KEPT_PAGE_MAX = 500;

export interface Range {
  /** milliseconds since 1970, itself not included; the newest page where both are left out */
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
  /** what was preserved for this case is among it, too */
  case?: string | undefined;
}

/** A row with the name of its key. */
export interface KeptRow extends Omit<KeptMessageRow, 'day'> {
  /** whose key: a day's, or a case's */
  key: { day: number } | { case: string };
}

/** Both directions between two accounts. */
export const rowsBetween = (db: Kysely<Records>, a: string, b: string, range: Range): Promise<KeptRow[]> =>
  page(db, range, [sql`actor = ${a} AND other = ${b}`, sql`actor = ${b} AND other = ${a}`]);

/** What an account wrote, in groups too, and what was written to it. */
export const rowsOf = (db: Kysely<Records>, account: string, range: Range): Promise<KeptRow[]> =>
  page(db, range, [sql`actor = ${account}`, sql`other = ${account}`]);

/** What an account wrote, in groups too. */
export const rowsWrittenBy = (db: Kysely<Records>, account: string, range: Range): Promise<KeptRow[]> =>
  page(db, range, [sql`actor = ${account}`]);

const COLUMNS = sql`message, event, conversation, at, actor, other, outcome, sealed, media, deleted_at`;

async function page(db: Kysely<Records>, range: Range, directions: readonly RawBuilder<unknown>[]): Promise<KeptRow[]> {
  const limit = Math.min(range.limit, KEPT_PAGE_MAX);
  const found = new Map<string, KeptRow>();
  const add = (row: KeptRow): void => {
    const name = JSON.stringify([row.actor, row.message, row.event]);
    if (!found.has(name)) found.set(name, row);
  };
  // one more than asked for of each, so that it is seen whether a moment is parted
  const within = sql`${range.before === undefined ? sql`` : sql`AND at < ${range.before}`}
    ${range.after === undefined ? sql`` : sql`AND at > ${range.after}`}
    ORDER BY at ${isForward(range) ? sql`ASC` : sql`DESC`} LIMIT ${limit + 1}`;
  for (const direction of directions) {
    const kept = await sql<KeptMessageRow>`
      SELECT ${COLUMNS}, day FROM kept_message WHERE ${direction} ${within}`.execute(db);
    for (const { day, ...row } of kept.rows) add({ ...row, key: { day } });
    if (range.case === undefined) continue;
    // with what was preserved for cases that were merged into it
    const preserved = await sql<Omit<KeptMessageRow, 'day'> & { case_id: string }>`
      SELECT case_id, ${COLUMNS} FROM case_evidence
      WHERE case_id IN (SELECT id FROM cases WHERE id = ${range.case} OR merged_into = ${range.case})
        AND ${direction} ${within}`.execute(db);
    for (const { case_id, ...row } of preserved.rows) add({ ...row, key: { case: case_id } });
  }
  return whole([...found.values()], range, limit);
}

const isForward = ({ after, before }: Range): boolean => after !== undefined && before === undefined;

/** In the order of writing. A moment that the page would part is left to the next page, unless it is all there is. */
function whole(rows: KeptRow[], range: Range, limit: number): KeptRow[] {
  const forward = isForward(range);
  rows.sort((a, b) => a.at - b.at || (a.message < b.message ? -1 : 1));
  if (!forward) rows.reverse();
  const cut = rows[limit];
  let taken = rows.slice(0, limit);
  if (cut !== undefined && taken.at(-1)?.at === cut.at) {
    const rest = taken.filter(({ at }) => at !== cut.at);
    if (rest.length > 0) taken = rest;
  }
  return forward ? taken : taken.reverse();
}
