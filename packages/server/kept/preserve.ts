/**
 * What a case keeps beyond the days: the kept messages of the account that it is about, copied and encrypted with a key of
 * the case. All there are when somebody has first looked into the case; and while it is open, those of each day before
 * that day's key is destroyed.
 */
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { CaseEvidenceRow, Records } from '../ground/database/index.ts';
import { caseKey, KeepError, type Key, type KeyFolder, nameOf, seal } from '../ground/sealing/index.ts';
import { Opener } from './open-rows.ts';
import type { KeptRow } from './pack.ts';
import { everyRowOf, markDeleted } from './rows.ts';
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
  if (!(await beginKeeping(how, of))) return 0;
  const into = await caseKey(how.db, how.folder, of.id, how.now_ms);
  const span = day === undefined ? {} : spanOf(day);
  let copied = 0;
  for await (const rows of everyRowOf(how.db, of.account, span)) {
    for (let from = 0; from < rows.length; from += COPIED_AT_ONCE) {
      copied += await copy(how, of, into, rows.slice(from, from + COPIED_AT_ONCE));
    }
  }
  return copied;
}

/** All of a day. */
const spanOf = (day: number) => ({ after: day * DAY_MS - 1, before: (day + 1) * DAY_MS });

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
            .where('released_at', 'is', null)
            .where('messages_at', 'is not', null),
        ),
      ),
    )
    .limit(CASES_AT_ONCE)
    .execute();
  await each(cases, (of) => preserveForCase(how, of));
  return cases.length;
}

/** One whose key can't be had holds up no other; throws at the end what went wrong with any of them. */
async function each(cases: readonly CaseOf[], preserve: (of: CaseOf) => Promise<number>): Promise<number> {
  const failures: unknown[] = [];
  let copied = 0;
  for (const of of cases) {
    try {
      copied += await preserve(of);
    } catch (error) {
      if (!(error instanceof KeepError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'messages of some cases could not be preserved');
  return copied;
}

/** What all open cases need of a day, before its key is destroyed. Throws at the end what went wrong with any of them. */
export async function preserveDay(how: Preserving, day: number): Promise<number> {
  const some: CaseOf[] = [];
  for (let after = ''; ; ) {
    const cases = await how.db
      .selectFrom('cases')
      .select(['id', 'account'])
      .where('id', '>', after)
      .where('closed_at', 'is', null)
      .orderBy('id')
      .limit(CASES_AT_ONCE)
      .execute();
    for (const of of cases) if (await hasSome(how.db, of.account, day)) some.push(of);
    const last = cases.at(-1);
    if (last === undefined || cases.length < CASES_AT_ONCE) break;
    after = last.id;
  }
  return each(some, (of) => preserveForCase(how, of, day));
}

async function hasSome(db: Kysely<Records>, account: string, day: number): Promise<boolean> {
  for await (const rows of everyRowOf(db, account, spanOf(day))) if (rows.length > 0) return true;
  return false;
}

/** False while what it had is destroyed: it is begun anew after that. */
async function beginKeeping({ db, now_ms }: Preserving, { id, account }: CaseOf): Promise<boolean> {
  const begins = { preserved_at: now_ms, released_at: null, messages_at: now_ms };
  return db.transaction().execute(async (trx) => {
    const begun = await trx
      .insertInto('case_keeping')
      .values({ case_id: id, account, held_until: null, held_why: null, ...begins })
      // other evidence of it may be there already
      .onConflict((c) =>
        c
          .column('case_id')
          .doUpdateSet(begins)
          .where(({ or, eb }) =>
            or([eb('case_keeping.released_at', 'is not', null), eb('case_keeping.messages_at', 'is', null)]),
          )
          .where('case_keeping.destroying', 'is', null),
      )
      .executeTakeFirst();
    if (Number(begun.numInsertedOrUpdatedRows) === 0) {
      const row = await trx
        .selectFrom('case_keeping')
        .select('destroying')
        .where('case_id', '=', id)
        .executeTakeFirst();
      return row?.destroying === null;
    }
    await appendAudit(trx, { at_ms: now_ms, by: 'system', action: 'kept.preserving_began', subject: `case:${id}` });
    return true;
  });
}

/** Gives how many of them the case did not have yet. */
async function copy(
  { db, folder, now_ms }: Preserving,
  { id }: CaseOf,
  into: Key,
  rows: readonly KeptRow[],
): Promise<number> {
  await markDeleted(db, rows);
  const opener = new Opener(folder);
  const copies: CaseEvidenceRow[] = [];
  for (const row of rows) {
    const { key: _key, text: _text, ...head } = row;
    const text = await opener.open(row);
    // one that can't be read: that there was a message is all that is left
    const sealed = text === null ? null : seal(into.key, sealedAs(nameOf({ case: id }), row), text);
    copies.push({ ...head, case_id: id, sealed, preserved_at: now_ms });
  }
  const result = await db
    .insertInto('case_evidence')
    .values(copies)
    .onConflict((c) => c.columns(['case_id', 'actor', 'message', 'event']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0);
}
