/**
 * What a case keeps beyond the days: the kept messages of the account that it is about, copied and encrypted with a key of
 * the case. All there are when somebody has first looked into the case; and while it is open, those of each day before
 * that day's key is destroyed.
 */
import { type Kysely, sql } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { KeptMessageRow, Records } from '../ground/database/index.ts';
import { caseKey } from './case-key.ts';
import { KeepError } from './keys/errors.ts';
import { type Key, type KeyFolder, type KeyName, nameOf } from './keys/folder.ts';
import { seal, unseal } from './seal.ts';
import { sealedAs } from './sealed-as.ts';

/** Messages copied in one transaction: everybody's events wait for it on SQLite. */
const COPIED_AT_ONCE = 100;
/** Cases that are looked up at once. */
const CASES_AT_ONCE = 200;
const DAY_MS = 86_400_000;

export interface Preserving {
  db: Kysely<Records>;
  folder: KeyFolder;
  now_ms: number;
}

export interface CaseOf {
  id: string;
  account: string;
}

/** Copies what there is of an account's messages, or of those of one day; gives how many were new to the case. */
export async function preserveForCase(how: Preserving, of: CaseOf, day?: number): Promise<number> {
  await beginKeeping(how, of);
  const into = await caseKey(how.db, how.folder, of.id, how.now_ms);
  const keys = new Map<number, Key | null>();
  let copied = 0;
  for (;;) {
    const rows = await notYetCopied(how.db, of, day);
    if (rows.length === 0) return copied;
    for (const row of rows) if (!keys.has(row.day)) keys.set(row.day, await readable(how.folder, { day: row.day }));
    await insert(how, of, into, rows, keys);
    copied += rows.length;
  }
}

/** Cases that somebody has looked into, and for which nothing was preserved yet. */
export async function preserveLookedInto(how: Preserving): Promise<number> {
  const cases = await how.db
    .selectFrom('cases')
    .select(['id', 'account'])
    .where('closed_at', 'is', null)
    .where((eb) =>
      eb.or([eb('leased_by', 'is not', null), eb('state', '=', 'second_review'), eb('decided_at', 'is not', null)]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('case_keeping')
            .select('case_id')
            .whereRef('case_keeping.case_id', '=', 'cases.id')
            .where('released_at', 'is', null),
        ),
      ),
    )
    .limit(CASES_AT_ONCE)
    .execute();
  for (const of of cases) await preserveForCase(how, of);
  return cases.length;
}

/** What all open cases need of a day, before its key is destroyed. */
export async function preserveDay(how: Preserving, day: number): Promise<number> {
  const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS];
  let copied = 0;
  for (let after = ''; ; ) {
    const { rows } = await sql<CaseOf>`
      SELECT id, account FROM cases WHERE id > ${after} AND closed_at IS NULL AND (
        EXISTS (SELECT 1 FROM kept_message k WHERE k.actor = cases.account AND k.at >= ${from} AND k.at < ${to})
        OR EXISTS (SELECT 1 FROM kept_message k WHERE k.other = cases.account AND k.at >= ${from} AND k.at < ${to})
      ) ORDER BY id LIMIT ${CASES_AT_ONCE}`.execute(how.db);
    for (const of of rows) copied += await preserveForCase(how, of, day);
    const last = rows.at(-1);
    if (last === undefined || rows.length < CASES_AT_ONCE) return copied;
    after = last.id;
  }
}

async function beginKeeping({ db, now_ms }: Preserving, { id, account }: CaseOf): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const begun = await trx
      .insertInto('case_keeping')
      .values({ case_id: id, account, preserved_at: now_ms, held_until: null, held_why: null, released_at: null })
      .onConflict((c) =>
        c
          .column('case_id')
          .doUpdateSet({ preserved_at: now_ms, released_at: null })
          .where('case_keeping.released_at', 'is not', null),
      )
      .executeTakeFirst();
    if (Number(begun.numInsertedOrUpdatedRows) === 0) return;
    await appendAudit(trx, { at_ms: now_ms, by: 'system', action: 'kept.preserving_began', subject: `case:${id}` });
  });
}

async function notYetCopied(db: Kysely<Records>, of: CaseOf, day: number | undefined): Promise<KeptMessageRow[]> {
  const missing = sql`${day === undefined ? sql`` : sql`AND k.day = ${day}`} AND NOT EXISTS (
    SELECT 1 FROM case_evidence e
    WHERE e.case_id = ${of.id} AND e.actor = k.actor AND e.message = k.message AND e.event = k.event)
    LIMIT ${COPIED_AT_ONCE}`;
  for (const side of [sql.ref('k.actor'), sql.ref('k.other')]) {
    const { rows } = await sql<KeptMessageRow>`
      SELECT k.* FROM kept_message k WHERE ${side} = ${of.account} ${missing}`.execute(db);
    if (rows.length > 0) return rows;
  }
  return [];
}

async function insert(
  { db, now_ms }: Preserving,
  { id }: CaseOf,
  into: Key,
  rows: readonly KeptMessageRow[],
  keys: ReadonlyMap<number, Key | null>,
): Promise<void> {
  const copies = rows.map(({ day, sealed, ...row }) => ({
    ...row,
    case_id: id,
    sealed: sealed === null ? null : again(row, sealed, keys.get(day) ?? null, day, into, id),
    preserved_at: now_ms,
  }));
  await db
    .insertInto('case_evidence')
    .values(copies)
    .onConflict((c) => c.columns(['case_id', 'actor', 'message', 'event']).doNothing())
    .execute();
}

/** A text under another key; null where it can't be read: then that there was a message is all that is left. */
function again(
  row: Omit<KeptMessageRow, 'day' | 'sealed'>,
  sealed: Uint8Array,
  from: Key | null,
  day: number,
  into: Key,
  id: string,
): Buffer | null {
  const text = from === null ? null : unseal(from.key, sealedAs(nameOf({ day }), row), sealed);
  return text === null ? null : seal(into.key, sealedAs(nameOf({ case: id }), row), text);
}

async function readable(folder: KeyFolder, name: KeyName): Promise<Key | null> {
  try {
    return await folder.read(name);
  } catch (error) {
    if (error instanceof KeepError) return null;
    throw error;
  }
}
