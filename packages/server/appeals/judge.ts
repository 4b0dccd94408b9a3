/**
 * Judging an appeal. It is open until somebody who had no part in ruling on its case takes it, which they hold for a while,
 * and upholds or overturns it; both are for good. What two people ruled two overturn, unless the policy asks for one: the
 * first proposes it, and the second one overturns it, too, or upholds the ruling. Overturned, the account stands as it did before: what the platform was
 * not asked for yet never leaves, what it was asked for is asked to be undone, and the detectors are told.
 */
import type { AuditAction, EnforcementPolicy } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { type CaseDoor, teach } from '../enforcement/index.ts';
import { appendAudit } from '../ground/audit/index.ts';
import type { AppealRow, Records, RulingRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { casesRuledBy } from './barred.ts';
import { restoreAll } from './restore.ts';

export interface JudgingOptions {
  db: Kysely<Records>;
  cases: CaseDoor;
  settings: () => EnforcementPolicy;
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

/** Whether somebody else has to see it so, too, before it is overturned: two people agreed on it, and nobody has proposed that yet. */
export const needsSecond = (
  { proposed_by }: Pick<AppealRow, 'proposed_by'>,
  agreedByTwo: boolean,
  { secondPerson }: EnforcementPolicy,
): boolean => agreedByTwo && secondPerson.restore && proposed_by === null;

/** The ruling was wrong: what followed from it is undone, or, where two people ruled, that is proposed to a second one. */
export async function overturn(options: JudgingOptions, seen: Seen, reason: string): Promise<AppealRow> {
  return judge(options, seen, 'overturned', reason);
}

async function judge(
  { db, cases, clock, settings }: JudgingOptions,
  seen: Seen,
  outcome: 'upheld' | 'overturned',
  reason: string,
): Promise<AppealRow> {
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const { by } = seen;
    const row = await readHeld(trx, seen, now_ms);
    if (outcome === 'overturned' && needsSecond(row, await isAgreedByTwo(trx, row), settings())) {
      const proposed = await propose(trx, row, by, reason, now_ms);
      await cases.appealed(
        trx,
        { case: row.case_id, by, now_ms },
        { appeal: row.id, ruling: row.ruling, outcome: 'proposed' },
      );
      return proposed;
    }
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

async function isAgreedByTwo(trx: Transaction<Records>, { ruling: id }: AppealRow): Promise<boolean> {
  const ruling = await trx.selectFrom('ruling').select('second_agreed').where('id', '=', id).executeTakeFirstOrThrow();
  return ruling.second_agreed === 1;
}

/** Free again, for somebody else who has no part in it. */
async function propose(
  trx: Transaction<Records>,
  row: AppealRow,
  by: string,
  reason: string,
  now_ms: number,
): Promise<AppealRow> {
  const proposed = { proposed_by: by, proposed_at: now_ms, proposed_reason: reason };
  const became = await change(trx, row, { ...proposed, leased_by: null, leased_until: 0 });
  await note(trx, became, by, now_ms, 'appeal.proposed', { ruling: row.ruling });
  return became;
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
  if ((await casesRuledBy(trx, [row.case_id], seen.by)).has(row.case_id)) {
    throw new ProblemError('ruled', 'you ruled on this case: somebody who had no part in it must judge the appeal');
  }
  if (row.proposed_by === seen.by) {
    throw new ProblemError('first_look', 'you proposed to overturn this: somebody else must see it so, too');
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
