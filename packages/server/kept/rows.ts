/** Kept messages, from the days and from a case, a page at a time. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { CaseEvidenceRow, KeptHead, Records } from '../ground/database/index.ts';
import { findKept, type Span } from './find.ts';
import { markOf, markOfPair } from './marks.ts';
import type { KeptRow } from './pack.ts';

/** Messages that are read at once: what a page of a case shows. */
export const KEPT_PAGE_MAX = 500;

/** The newest page where it has neither a beginning nor an end. */
export interface Range extends Span {
  limit: number;
  /** what was preserved for this case is among it, too */
  case?: string | undefined;
}

/** Whose messages. */
interface Whose {
  mark: number;
  isIts(head: KeptHead): boolean;
  /** the same, of what is preserved for a case: each is found by an index */
  directions: readonly RawBuilder<boolean>[];
}

const between = (a: string, b: string): Whose => ({
  mark: markOfPair(a, b),
  isIts: ({ actor, other }) => (actor === a && other === b) || (actor === b && other === a),
  directions: [sql`actor = ${a} AND other = ${b}`, sql`actor = ${b} AND other = ${a}`],
});

const of = (account: string): Whose => ({
  mark: markOf(account),
  isIts: ({ actor, other }) => actor === account || other === account,
  directions: [sql`actor = ${account}`, sql`other = ${account}`],
});

const writtenBy = (account: string): Whose => ({
  mark: markOf(account),
  isIts: ({ actor }) => actor === account,
  directions: [sql`actor = ${account}`],
});

/** Both directions between two accounts. */
export const rowsBetween = (db: Kysely<Records>, a: string, b: string, range: Range): Promise<KeptRow[]> =>
  page(db, range, between(a, b));

/** What an account wrote, in groups too, and what was written to it. */
export const rowsOf = (db: Kysely<Records>, account: string, range: Range): Promise<KeptRow[]> =>
  page(db, range, of(account));

/** What an account wrote, in groups too. */
export const rowsWrittenBy = (db: Kysely<Records>, account: string, range: Range): Promise<KeptRow[]> =>
  page(db, range, writtenBy(account));

/** All of the days that concerns an account, oldest first, in chunks; without when it was deleted. */
export const everyRowOf = (db: Kysely<Records>, account: string, span: Span = {}): AsyncGenerator<KeptRow[]> => {
  const { mark, isIts } = of(account);
  return findKept(db, { ...span, mark, isMeant: isIts, forward: true });
};

async function page(db: Kysely<Records>, range: Range, whose: Whose): Promise<KeptRow[]> {
  const limit = Math.min(range.limit, KEPT_PAGE_MAX);
  const { mark, isIts } = whose;
  const found = new Map<string, KeptRow>();
  // one more than asked for, so that it is seen whether a moment is parted
  for await (const rows of findKept(db, { ...range, mark, isMeant: isIts, forward: isForward(range) })) {
    for (const row of rows) if (found.size <= limit) add(found, row);
    if (found.size > limit) break;
  }
  await markDeleted(db, [...found.values()]);
  if (range.case !== undefined) {
    for (const direction of whose.directions) {
      for (const row of await preserved(db, range.case, direction, range, limit + 1)) add(found, row);
    }
  }
  return whole([...found.values()], range, limit);
}

const nameOf = ({ actor, message, event }: KeptHead): string => JSON.stringify([actor, message, event]);

/** An event that the platform told again after its id was forgotten is kept twice; it is one message. */
function add(found: Map<string, KeptRow>, row: KeptRow): void {
  const name = nameOf(row);
  if (!found.has(name)) found.set(name, row);
}

const isForward = ({ after, before }: Range): boolean => after !== undefined && before === undefined;

/** What was preserved for a case, and for cases that were merged into it. */
async function preserved(
  db: Kysely<Records>,
  id: string,
  direction: RawBuilder<boolean>,
  range: Range,
  most: number,
): Promise<KeptRow[]> {
  let select = db
    .selectFrom('case_evidence')
    .selectAll()
    .where('case_id', 'in', ({ selectFrom }) =>
      selectFrom('cases')
        .select('id')
        .where(({ or, eb }) => or([eb('id', '=', id), eb('merged_into', '=', id)])),
    )
    .where(direction);
  if (range.before !== undefined) select = select.where('at', '<', range.before);
  if (range.after !== undefined) select = select.where('at', '>', range.after);
  const rows = await select
    .orderBy('at', isForward(range) ? 'asc' : 'desc')
    .limit(most)
    .execute();
  return rows.map(ofCase);
}

const ofCase = ({ case_id, sealed, preserved_at: _, ...head }: CaseEvidenceRow): KeptRow => ({
  ...head,
  key: { case: case_id },
  text: sealed === null ? null : { alone: sealed },
});

/** Says of messages that were found when their senders deleted them. */
export async function markDeleted(db: Kysely<Records>, rows: readonly KeptRow[]): Promise<void> {
  if (rows.length === 0) return;
  const messages = rows.map(({ message }) => message);
  const deleted = await db.selectFrom('kept_deleted').selectAll().where('message', 'in', messages).execute();
  const at = new Map(deleted.map((row) => [JSON.stringify([row.actor, row.message]), row.at]));
  for (const row of rows) row.deleted_at = at.get(JSON.stringify([row.actor, row.message])) ?? null;
}

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
