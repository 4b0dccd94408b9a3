/** Guardianships as rows: finding them, and saying what they are. */
import { randomBytes } from 'node:crypto';
import type { Guardianship } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { GuardianshipRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { dayOf } from './facts.ts';
import { LISTED_MAX } from './limits.ts';
import { stateAt } from './states.ts';

export type Db = Kysely<Records> | Transaction<Records>;

const ID_BYTES = 16;
export const newId = (kind: 'gua' | 'fat' | 'loo' | 'rep' | 'rev' | 'set'): string =>
  `${kind}_${randomBytes(ID_BYTES).toString('hex')}`;

const iso = (at_ms: number): string => new Date(at_ms).toISOString();
const dayOr = (at_ms: number | null): string | null => (at_ms === null ? null : dayOf(at_ms));

export function viewOf(row: GuardianshipRow, now_ms: number): Guardianship {
  const { id, invited_by: invitedBy, guardian, child, ended_by: endedBy } = row;
  return {
    ...{ id, state: stateAt(row, now_ms), invitedBy, guardian, child },
    ...{ invitedOn: dayOf(row.invited_at), until: iso(row.until) },
    ...{ answeredOn: dayOr(row.answered_at), endedOn: dayOr(row.ended_at), endedBy },
  };
}

export const notKnown = (): ProblemError => new ProblemError('not_known', 'there is no such guardianship', 'id');

export const isOver = (): ProblemError =>
  new ProblemError('invitation_void', 'this invitation was answered, taken back, or is too old');

/** @throws ProblemError `not_known` */
export async function rowOf(db: Db, id: string): Promise<GuardianshipRow> {
  const row = await db.selectFrom('guardianship').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notKnown();
  return row;
}

/** All that name an account, the newest first. */
export const rowsOf = (db: Db, account: string): Promise<GuardianshipRow[]> =>
  db
    .selectFrom('guardianship')
    .selectAll()
    .where((or) => or.or([or('guardian', '=', account), or('child', '=', account)]))
    .orderBy('invited_at', 'desc')
    .orderBy('id')
    .limit(LISTED_MAX)
    .execute();

/** Those of a child that are in force or paused, by what rows say: whether each still holds, knowledge says (fit.ts). */
export const activeOf = (db: Db, child: string): Promise<GuardianshipRow[]> =>
  db
    .selectFrom('guardianship')
    .selectAll()
    .where('child', '=', child)
    .where('state', '=', 'active')
    .orderBy('answered_at')
    .orderBy('id')
    .execute();

/** Whether the two of an invitation have another guardianship, or an open invitation. */
export async function hasOther(db: Db, { id, guardian, child }: GuardianshipRow): Promise<boolean> {
  const other = await db
    .selectFrom('guardianship')
    .select('id')
    .where('child', '=', child)
    .where('guardian', '=', guardian)
    .where('state', 'in', ['invited', 'active'])
    .where('id', '<>', id)
    .executeTakeFirst();
  return other !== undefined;
}
