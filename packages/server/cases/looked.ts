/**
 * What of a case's evidence somebody must have opened before they rule that an account is suspended or disabled: nobody's
 * account is taken away unseen. A look is a line in the audit log, so that it holds for as long as that does.
 */
import { RULED_UNSEEN_NEVER, type RulingKind, type Unopened } from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { lastKept } from '../kept/index.ts';

/** A person's newest looks at one case that are read: whoever has opened so many conversations has opened one with something in it. */
const LOOKS_MAX = 50;
/** The newest reports of a case among which one must have been read. */
const REPORTS_MAX = 100;

interface Of {
  /** this one, and those that were merged into it */
  ids: string[];
  accounts: string[];
}

/** What somebody is to open first; null where they have, or where there is nothing to open. */
export async function unopenedBy(db: Kysely<Records>, caseId: string, by: string): Promise<Unopened | null> {
  const rows = await db
    .selectFrom('cases')
    .select(['id', 'account'])
    .where((eb) => eb.or([eb('id', '=', caseId), eb('merged_into', '=', caseId)]))
    .execute();
  const of: Of = { ids: rows.map(({ id }) => id), accounts: [...new Set(rows.map(({ account }) => account))] };
  if (of.ids.length === 0 || (await hasOpenedTalk(db, of, by))) return null;
  return (await talkOf(db, of)) ?? (await unreadReport(db, of, by));
}

/** @throws ProblemError `not_looked`, which says what to open */
export async function refuseUnlooked(
  db: Kysely<Records>,
  caseId: string,
  by: string,
  measures: readonly RulingKind[],
): Promise<void> {
  if (!measures.some((measure) => RULED_UNSEEN_NEVER.includes(measure))) return;
  const unopened = await unopenedBy(db, caseId, by);
  if (unopened === null) return;
  const what =
    unopened.what === 'conversation'
      ? `open what ${unopened.of} and ${unopened.with} wrote to each other`
      : `read the report ${unopened.report}`;
  throw new ProblemError('not_looked', `${what} first: nobody's account is taken away unseen`);
}

const look = z.looseObject({ a: z.string(), b: z.string(), messages: z.number() });

async function hasOpenedTalk(db: Kysely<Records>, { ids }: Of, by: string): Promise<boolean> {
  const lines = await db
    .selectFrom('audit_line')
    .select('detail')
    .where('by', '=', `staff:${by}`)
    .where(
      'subject',
      'in',
      ids.map((id) => `case:${id}`),
    )
    .where('action', '=', 'kept.read_conversation')
    .orderBy('number', 'desc')
    .limit(LOOKS_MAX)
    .execute();
  for (const { detail } of lines) {
    const { a, b, messages } = look.parse(JSON.parse(detail));
    // an empty page is no look at evidence, unless what was seen in it is shown without its text
    if (messages > 0 || (await isSignalBetween(db, a, b))) return true;
  }
  return false;
}

async function isSignalBetween(db: Kysely<Records>, a: string, b: string): Promise<boolean> {
  const row = await db
    .selectFrom('signal')
    .select('id')
    .where(({ or, and, eb }) =>
      or([and([eb('account', '=', a), eb('other', '=', b)]), and([eb('account', '=', b), eb('other', '=', a)])]),
    )
    .where('message', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The conversation with the newest evidence, else the newest that is kept. */
async function talkOf(db: Kysely<Records>, { ids, accounts }: Of): Promise<Unopened | null> {
  const signal = await db
    .selectFrom('signal')
    .select(['account', 'other'])
    .where('account', 'in', accounts)
    .where('message', 'is not', null)
    .where('other', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (signal !== undefined && signal.other !== null) {
    return { what: 'conversation', of: signal.account, with: signal.other };
  }
  for (const of of accounts) {
    const other = await lastKept(db, of, ids[0]);
    if (other !== null) return { what: 'conversation', of, with: other };
  }
  return null;
}

async function unreadReport(db: Kysely<Records>, { ids }: Of, by: string): Promise<Unopened | null> {
  const reports = await db
    .selectFrom('report')
    .select('id')
    .where('case_id', 'in', ids)
    .where('sealed', 'is not', null)
    .orderBy('received_at', 'desc')
    .limit(REPORTS_MAX)
    .execute();
  const [newest] = reports;
  if (newest === undefined) return null;
  const read = await db
    .selectFrom('audit_line')
    .select('number')
    .where('by', '=', `staff:${by}`)
    .where(
      'subject',
      'in',
      reports.map(({ id }) => `report:${id}`),
    )
    .where('action', '=', 'report.read')
    .limit(1)
    .executeTakeFirst();
  return read === undefined ? { what: 'report', report: newest.id } : null;
}
