/**
 * Judging an appeal. It is open until somebody who had no part in ruling on its case takes it, which they hold for a while,
 * and upholds or overturns it; both are for good. Overturned, the account stands as it did before: what the platform was
 * not asked for yet never leaves, what it was asked for is asked to be undone, and the detectors are told.
 */
import type { AuditAction } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { type CaseDoor, teach } from '../enforcement/index.ts';
import { appendAudit } from '../ground/audit/index.ts';
import type { AppealRow, Records, RulingRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { restoreAll } from './restore.ts';

export interface JudgingOptions {
  db: Kysely<Records>;
  cases: CaseDoor;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** How long somebody holds an appeal unless they take it again, milliseconds. */
const LEASE_MS = 15 * 60_000;

/** An appeal as somebody saw it, who acts on it. */
export interface Seen {
  id: string;
  by: string;
  version: number;
}

/** Takes an appeal, or goes on holding it. */
export async function leaseAppeal({ db, clock }: JudgingOptions, { id, by, version }: Seen): Promise<AppealRow> {
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const row = await readOpen(trx, { id, by, version }, now_ms);
    const became = await change(trx, row, { leased_by: by, leased_until: now_ms + LEASE_MS });
    await note(trx, became, by, now_ms, 'appeal.taken', {});
    return became;
  });
}

/** Gives it back. */
export async function releaseAppeal({ db, clock }: JudgingOptions, seen: Seen): Promise<AppealRow> {
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const row = await readHeld(trx, seen, now_ms);
    const became = await change(trx, row, { leased_by: null, leased_until: 0 });
    await note(trx, became, seen.by, now_ms, 'appeal.given_back', {});
    return became;
  });
}

/** The ruling was right, and is final. */
export async function uphold(options: JudgingOptions, seen: Seen, reason: string): Promise<AppealRow> {
  return judge(options, seen, 'upheld', reason);
}

/** The ruling was wrong: what followed from it is undone. */
export async function overturn(options: JudgingOptions, seen: Seen, reason: string): Promise<AppealRow> {
  return judge(options, seen, 'overturned', reason);
}

async function judge(
  { db, cases, clock }: JudgingOptions,
  seen: Seen,
  outcome: 'upheld' | 'overturned',
  reason: string,
): Promise<AppealRow> {
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const { by } = seen;
    const row = await readHeld(trx, seen, now_ms);
    const judged = { state: outcome, judged_by: by, judged_at: now_ms, judged_reason: reason };
    const became = await change(trx, row, { ...judged, leased_by: null, leased_until: 0 });
    const ruling = await makeFinal(trx, row, outcome);
    if (outcome === 'overturned') await restoreAll(trx, ruling, now_ms);
    await tellOutcome(trx, ruling, outcome, now_ms);
    // somebody who had no part in it has looked at all of it: whatever they found, two have
    await teach(trx, { ...ruling, second_agreed: 1 });
    const detail = { appeal: row.id, ruling: ruling.id, outcome };
    await cases.appealed(trx, { case: row.case_id, by, now_ms }, detail);
    await note(trx, became, by, now_ms, `appeal.${outcome}`, { ruling: ruling.id });
    return became;
  });
}

async function makeFinal(trx: Transaction<Records>, { ruling: id }: AppealRow, outcome: string): Promise<RulingRow> {
  const set = { final: 1, due_at: null, ...(outcome === 'overturned' && { state: 'overturned' }) };
  const became = await trx
    .updateTable('ruling')
    .set(set)
    .where('id', '=', id)
    .where('state', '=', 'in_force')
    .returningAll()
    .executeTakeFirst();
  if (became === undefined) throw new ProblemError('too_late', 'this ruling is not in force any more');
  return became;
}

/** The person is told at the same link; the platform is asked to say that there is an answer. */
async function tellOutcome(
  trx: Transaction<Records>,
  { id: ruling, account }: RulingRow,
  kind: 'upheld' | 'overturned',
  now_ms: number,
): Promise<void> {
  await trx
    .insertInto('statement')
    .values({
      ...{ id: `stm_${kind}_${ruling.slice('rul_'.length)}`, ruling, account, kind, state: 'waiting' },
      ...{ enforcement: null, created_at: now_ms, due_at: now_ms, held_because: null, held_by: null, review_at: null },
      ...{ sent_at: null, appeal_until: null, objected_at: null, language: null, words: null },
    })
    .execute();
}

async function read(trx: Transaction<Records>, { id, version }: Seen): Promise<AppealRow> {
  const row = await trx.selectFrom('appeal').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'there is no such appeal', 'id');
  if (row.state !== 'open') throw new ProblemError('too_late', 'this appeal has been judged');
  if (row.version !== version) throw changed();
  return row;
}

const changed = () => new ProblemError('appeal_changed', 'this appeal has changed since you looked at it: look again');

/** Open, and to be taken by this person: nobody else holds it, and they had no part in ruling. */
async function readOpen(trx: Transaction<Records>, seen: Seen, now_ms: number): Promise<AppealRow> {
  const row = await read(trx, seen);
  if (await isBarred(trx, row.case_id, seen.by)) {
    throw new ProblemError('ruled', 'you ruled on this case: somebody who had no part in it must judge the appeal');
  }
  if (row.leased_by !== null && row.leased_by !== seen.by && row.leased_until > now_ms) {
    throw new ProblemError('case_held', 'somebody else holds this appeal');
  }
  return row;
}

async function readHeld(trx: Transaction<Records>, seen: Seen, now_ms: number): Promise<AppealRow> {
  const row = await readOpen(trx, seen, now_ms);
  if (row.leased_by === seen.by && row.leased_until > now_ms) return row;
  throw new ProblemError('not_held', 'take this appeal first: you do not hold it, or not any more');
}

/** What a look at a case that came to a ruling leaves in its history. */
const LOOKS: readonly string[] = ['proposed', 'ruled', 'confirmed', 'disagreed'];

/**
 * Whether somebody took any look at a case, or one that was merged into it, that came to a ruling, even one that was taken
 * back: a second look that was undone is in the case's history alone.
 */
export async function isBarred(db: Kysely<Records>, about: string, by: string): Promise<boolean> {
  const merged = await db.selectFrom('cases').select('id').where('merged_into', '=', about).execute();
  const all = [about, ...merged.map(({ id }) => id)];
  const looked = await db
    .selectFrom('case_event')
    .select('id')
    .where('case_id', 'in', all)
    .where('by_staff', '=', by)
    .where('kind', 'in', LOOKS)
    .limit(1)
    .executeTakeFirst();
  if (looked !== undefined) return true;
  const ruled = await db
    .selectFrom('ruling')
    .select('id')
    .where('case_id', 'in', all)
    .where((eb) => eb.or([eb('first_by', '=', by), eb('second_by', '=', by)]))
    .limit(1)
    .executeTakeFirst();
  return ruled !== undefined;
}

async function change(trx: Transaction<Records>, row: AppealRow, set: Partial<AppealRow>): Promise<AppealRow> {
  const became = await trx
    .updateTable('appeal')
    .set({ ...set, version: row.version + 1 })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .where('state', '=', 'open')
    .returningAll()
    .executeTakeFirst();
  if (became === undefined) throw changed();
  return became;
}

type Detail = Record<string, string>;
const note = (
  trx: Transaction<Records>,
  row: AppealRow,
  by: string,
  at_ms: number,
  action: AuditAction,
  detail: Detail,
) => {
  const all = { case: row.case_id, account: row.account, ...detail };
  return appendAudit(trx, { at_ms, by: `staff:${by}`, action, subject: `appeal:${row.id}`, detail: all });
};
