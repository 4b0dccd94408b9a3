/** Finds what somebody has the name of, or the beginning of it: an account, a case, a report, a message. */
import { SEARCH_FOUND_MAX, type SearchView } from '@kith/contract';
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';

export interface SearchOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
}

/**
 * Accounts by their whole id wherever they are known; everything that has to do with cases by its beginning, too. A prefix
 * is a range of the index: what begins with it lies between it and the next string of the same length.
 */
export async function search(query: string, { store }: SearchOptions): Promise<SearchView> {
  const db = store.records.kysely;
  const [known, accounts, cases, reports, messages] = await Promise.all([
    store.ask((k) => k.account(query).known),
    beginning(db, 'cases', 'account', query),
    beginning(db, 'cases', 'id', query),
    beginning(db, 'report', 'id', query),
    ofMessage(db, query),
  ]);
  const found = new Map<string, SearchView['found'][number]>();
  const add = (one: SearchView['found'][number]): void => void found.set(`${one.kind} ${one.id}`, one);
  if (known) add({ kind: 'account', id: query, account: query, case: null });
  for (const { id, account } of cases) add({ kind: 'case', id, account, case: id });
  for (const { account, id } of accounts) add({ kind: 'account', id: account, account, case: id });
  for (const { id, account, case: caseId } of reports) add({ kind: 'report', id, account, case: caseId });
  for (const { id, account } of messages) add({ kind: 'message', id, account, case: null });
  return { found: [...found.values()].slice(0, SEARCH_FOUND_MAX) };
}

interface Found {
  id: string;
  account: string | null;
  case: string | null;
}

async function beginning(
  db: Kysely<Records>,
  table: 'cases' | 'report',
  column: 'id' | 'account',
  prefix: string,
): Promise<(Found & { account: string })[]> {
  const about = sql.ref(table === 'cases' ? 'account' : 'about');
  const caseId = sql.ref(table === 'cases' ? 'id' : 'case_id');
  const key = sql.ref(column);
  // compared byte by byte on both databases, whatever the language of the database is
  const bytes = column === 'account' ? sql`` : sql`collate ${sql.raw(collationOf(db))}`;
  const { rows } = await sql<Found>`
    select id, ${about} as account, ${caseId} as "case" from ${sql.table(table)}
    where ${key} ${bytes} >= ${prefix} and ${key} ${bytes} < ${after(prefix)}
    order by ${key} ${bytes} limit ${SEARCH_FOUND_MAX}`.execute(db);
  return rows.flatMap((row) => (row.account === null ? [] : [{ ...row, account: row.account }]));
}

const collationOf = (db: Kysely<Records>): string =>
  db.getExecutor().adapter instanceof PostgresAdapter ? '"C"' : 'binary';

/** Above everything that begins with the text. */
const after = (prefix: string): string => `${prefix}\u{10ffff}`;

/** Messages have the platform's ids, whole ones; those in which something was seen. */
const ofMessage = (db: Kysely<Records>, message: string): Promise<{ id: string; account: string }[]> =>
  db
    .selectFrom('signal')
    .select(['message as id', 'account'])
    .distinct()
    .where('message', '=', message)
    .limit(SEARCH_FOUND_MAX)
    .$narrowType<{ id: string }>()
    .execute();
