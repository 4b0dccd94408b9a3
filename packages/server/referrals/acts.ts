/**
 * What is done to a referral, in the database: the state machine says what it comes to, and it counts only where the referral
 * is still as it was read (its version), so that of two who act at once one is told to look again.
 */
import { randomBytes } from 'node:crypto';
import { type AuditAction, referralState, type referralStep } from '@kith/contract';
import { PostgresAdapter, type Transaction } from 'kysely';
import type { z } from 'zod';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { type Act, type FilingStage, next, type Refusal, type Standing } from './states.ts';

/** A referral as somebody saw it, and who acts on it when. */
export interface Moment {
  referral: string;
  /** null where it may have changed since */
  version: number | null;
  /** a person of staff; null where Kith acts by itself */
  by: string | null;
  now_ms: number;
}

export type StepKind = z.infer<typeof referralStep>['what'];

/** The line that an act leaves, and what the audit log says of it. */
export interface Line {
  what: StepKind;
  /** what somebody wrote, sealed for the place of this line's id */
  note?: { id: string; sealed: string } | undefined;
  action: AuditAction;
  detail?: Readonly<Record<string, string | number | boolean | null>>;
}

const REFUSED: Readonly<Record<Refusal, string>> = {
  referral_state: 'this can not be done with the referral as it stands now',
  edited_it: 'you wrote what was checked: somebody else must approve it',
  checked_it: 'you checked it: somebody else must approve it',
  leaving: 'something of it may be at the authority already: it can not be given back',
  by_machine: 'this one is sent by Kith: its reference number comes by itself',
  by_hand: 'this one is filed by hand, at the portal of the authority',
};

const STAGES: readonly FilingStage[] = ['idle', 'begun', 'refused'];

export function standingOf(row: ReferralRow): Standing {
  const filing = STAGES.find((one) => one === row.filing);
  if (filing === undefined)
    throw new Error(`referral ${row.id} has a filing that this Kith does not know: ${row.filing}`);
  return {
    ...{ state: referralState.parse(row.state), machine: row.machine === 1, filing },
    ...{ editedBy: row.edited_by, checkedBy: row.checked_by, approvedBy: row.approved_by },
  };
}

/** When something was done for the first time, or is not any more. */
function timesOf(
  { state, checkedBy, approvedBy }: Pick<Standing, 'state' | 'checkedBy' | 'approvedBy'>,
  row: ReferralRow,
  now_ms: number,
): Partial<ReferralRow> {
  const ended = state !== 'drafted' && state !== 'checked' && state !== 'approved';
  return {
    checked_at: checkedBy === null ? null : (row.checked_at ?? now_ms),
    approved_at: approvedBy === null ? null : (row.approved_at ?? now_ms),
    ...(ended && { due_at: null }),
    ...(state === 'retained' && { retained_at: now_ms }),
  };
}

/**
 * Acts on a referral, in the caller's transaction.
 * @param also columns that change with it
 * @throws ProblemError `not_known`, `referral_changed`, or what the referral refuses
 */
export async function act(
  trx: Transaction<Records>,
  moment: Moment,
  what: Act,
  line: Line,
  also: Partial<ReferralRow> = {},
): Promise<ReferralRow> {
  const row = await lock(trx, moment);
  const { state, filing, editedBy, checkedBy, approvedBy } = became(row, what);
  const set = {
    ...{
      state,
      filing,
      edited_by: editedBy,
      checked_by: checkedBy,
      approved_by: approvedBy,
      updated_at: moment.now_ms,
    },
    ...timesOf({ state, checkedBy, approvedBy }, row, moment.now_ms),
    ...also,
  };
  const written = await write(trx, row, set);
  await writeLine(trx, written, moment, line);
  return written;
}

/** What a referral comes to by an act. @throws ProblemError what the referral refuses */
export function became(row: ReferralRow, what: Act): Standing {
  const result = next(standingOf(row), what);
  if (!result.ok) throw new ProblemError(result.refusal, REFUSED[result.refusal]);
  return result.standing;
}

/** Something that is no step of the state machine: it must have been seen, and is told. */
export async function note(trx: Transaction<Records>, moment: Moment, line: Line): Promise<ReferralRow> {
  const row = await lock(trx, moment);
  const became = await write(trx, row, { updated_at: moment.now_ms });
  await writeLine(trx, became, moment, line);
  return became;
}

async function write(trx: Transaction<Records>, row: ReferralRow, set: Partial<ReferralRow>): Promise<ReferralRow> {
  const became = await trx
    .updateTable('referral')
    .set({ ...set, version: row.version + 1 })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .returningAll()
    .executeTakeFirst();
  if (became === undefined) throw changed();
  return became;
}

export const changed = () =>
  new ProblemError('referral_changed', 'the referral has changed since you looked at it: look again');
export const unknown = () => new ProblemError('not_known', 'there is no such referral', 'id');

/**
 * The referral as it is, for whoever changes something beside it: of two who do, the second waits here. On PostgreSQL the row is
 * locked until the transaction ends; SQLite has one writer at a time.
 * @throws ProblemError `not_known`, `referral_changed`
 */
export async function lock(
  trx: Transaction<Records>,
  { referral, version }: Pick<Moment, 'referral' | 'version'>,
): Promise<ReferralRow> {
  const select = trx.selectFrom('referral').selectAll().where('id', '=', referral);
  const postgres = trx.getExecutor().adapter instanceof PostgresAdapter;
  const row = await (postgres ? select.forUpdate() : select).executeTakeFirst();
  if (row === undefined) throw unknown();
  if (version !== null && row.version !== version) throw changed();
  return row;
}

/** The line of its history, and that of the audit log; last, as whoever adds one there holds up the others. */
export async function writeLine(
  trx: Transaction<Records>,
  row: ReferralRow,
  { by, now_ms }: Pick<Moment, 'by' | 'now_ms'>,
  { what, note: written, action, detail }: Line,
): Promise<void> {
  await trx
    .insertInto('referral_step')
    .values({
      ...{ id: written?.id ?? newId('step'), referral: row.id, at: now_ms, place: row.version, what, by_staff: by },
      note: written?.sealed ?? null,
    })
    .execute();
  await appendAudit(trx, {
    ...{ at_ms: now_ms, by: by === null ? 'system' : `staff:${by}`, action, subject: `referral:${row.id}` },
    detail: { case: row.case_id, account: row.account, kind: row.kind, ...detail },
  });
}

export const newId = (of: 'ref' | 'step' | 'req'): string => `${of}_${randomBytes(16).toString('hex')}`;
