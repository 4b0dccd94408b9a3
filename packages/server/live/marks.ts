/**
 * Marks of what a screen shows: two that differ mean that something has changed. Each is read by an index, and costs the same
 * however much there is: once a second, for all who look at the same.
 */
import { createHash } from 'node:crypto';
import type { LiveQuery } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';

/** Rows at the beginning of a queue whose changes are seen: as many as a screen asks for at once. */
const ROWS_SEEN = 100;
/** The newest that left the queue: it is shorter by them, wherever they stood. */
const LEFT_SEEN = 20;

export async function markOf(db: Kysely<Records>, looked: LiveQuery, now_ms: number): Promise<string> {
  const rows = await rowsOf(db, looked, now_ms);
  return createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 22);
}

function rowsOf(db: Kysely<Records>, looked: LiveQuery, now_ms: number): Promise<unknown> {
  switch (looked.watch) {
    case 'queue':
      return queueRows(db, looked.queue, now_ms);
    case 'case':
      return caseRows(db, looked.id ?? '', now_ms);
    case 'appeals':
      return appealRows(db, now_ms);
    case 'referrals':
      return referralsRows(db);
    case 'referral':
      return referralRows(db, looked.id ?? '');
    default:
      return looked.watch satisfies never;
  }
}

/** A lease that ends changes no row: it is held, or it isn't. */
const held = <T extends { leased_until: number | null }>({ leased_until, ...row }: T, now_ms: number) => ({
  ...row,
  held: (leased_until ?? 0) > now_ms,
});

async function queueRows(db: Kysely<Records>, queue: string | undefined, now_ms: number): Promise<unknown> {
  let waiting = db
    .selectFrom('cases')
    .select(['id', 'version', 'rank', 'due_at', 'leased_by', 'leased_until'])
    .where('decided_at', 'is', null);
  if (queue !== undefined) waiting = waiting.where('queue', '=', queue);
  const rows = await waiting.orderBy('rank', 'desc').orderBy('id').limit(ROWS_SEEN).execute();
  const left = await db
    .selectFrom('cases')
    .select(['id', 'decided_at'])
    .where('decided_at', 'is not', null)
    .orderBy('decided_at', 'desc')
    .orderBy('id')
    .limit(LEFT_SEEN)
    .execute();
  return [rows.map((row) => held(row, now_ms)), left];
}

async function caseRows(db: Kysely<Records>, id: string, now_ms: number): Promise<unknown> {
  const rows = await db
    .selectFrom('cases')
    .select(['version', 'rank', 'due_at', 'level', 'score', 'reports', 'state', 'leased_by', 'leased_until'])
    .select(['updated_at', 'weighed_by'])
    .where('id', '=', id)
    .execute();
  const follows = await db
    .selectFrom('enforcement')
    .select(['id', 'state', 'chased', 'by_hand'])
    .where('case_id', '=', id)
    .orderBy('id')
    .limit(ROWS_SEEN)
    .execute();
  return [rows.map((row) => held(row, now_ms)), follows, await besideRows(db, id)];
}

/** What is reported of it, and what the platform was asked for and gave. */
async function besideRows(db: Kysely<Records>, id: string): Promise<unknown> {
  const referrals = await db
    .selectFrom('referral')
    .select(['id', 'version'])
    .where('case_id', '=', id)
    .orderBy('created_at', 'desc')
    .limit(ROWS_SEEN)
    .execute();
  const asked = await db
    .selectFrom('preservation')
    .select(['id', 'state', 'asked_at', 'given_accounts', 'given_messages', 'given_media'])
    .where('case_id', '=', id)
    .orderBy('created_at', 'desc')
    .limit(ROWS_SEEN)
    .execute();
  return [referrals, asked];
}

async function appealRows(db: Kysely<Records>, now_ms: number): Promise<unknown> {
  const rows = await db
    .selectFrom('appeal')
    .select(['id', 'version', 'leased_by', 'leased_until'])
    .where('state', '=', 'open')
    .orderBy('rank', 'desc')
    .orderBy('answer_at')
    .orderBy('id')
    .limit(ROWS_SEEN)
    .execute();
  return rows.map((row) => held(row, now_ms));
}

/** The newest, and those that are due first: what a list begins with. */
async function referralsRows(db: Kysely<Records>): Promise<unknown> {
  const rows = db.selectFrom('referral').select(['id', 'version', 'state', 'filing']);
  const newest = await rows.orderBy('created_at', 'desc').orderBy('id').limit(ROWS_SEEN).execute();
  const due = await rows.where('due_at', 'is not', null).orderBy('due_at').orderBy('id').limit(ROWS_SEEN).execute();
  return [newest, due];
}

/** With how far the courier is with it. */
const referralRows = (db: Kysely<Records>, id: string): Promise<unknown> =>
  db
    .selectFrom('referral')
    .leftJoin('referral_filing', 'referral_filing.referral', 'referral.id')
    .select([
      'version',
      'referral.state',
      'filing',
      'step',
      'files_done',
      'attempts',
      'problem',
      'stuck',
      'finished_at',
    ])
    .where('referral.id', '=', id)
    .execute();
