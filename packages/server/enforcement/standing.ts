/** How an account stands by what was ruled, asked for by Kith itself, or put back by an appeal: the last of these decides. */
import { type EnforcementKind, enforcementKind, type RulingKind, STANDINGS } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { EnforcementRow, Records } from '../ground/database/index.ts';
import { standingOf } from './measures.ts';

/** Kinds that decide how an account stands: one takes the place of another. */
export const STANDING_KINDS: readonly string[] = [...STANDINGS, 'restore'];

/** What was neither taken back nor overtaken. */
const HELD = ['waiting', 'leaving', 'requested', 'applied'];

/** Rows that are looked back over: an account with more has stood the same for long. */
const LOOKED_BACK_MAX = 50;

export type Stands = Pick<EnforcementRow, 'id' | 'source' | 'ruling' | 'case_id' | 'state' | 'created_at'> & {
  kind: EnforcementKind;
};

const standing = (db: Kysely<Records>, account: string) =>
  db
    .selectFrom('enforcement')
    .select(['enforcement.id', 'kind', 'source', 'ruling', 'enforcement.case_id', 'enforcement.state', 'created_at'])
    .where('enforcement.account', '=', account)
    .where('kind', 'in', STANDING_KINDS)
    .orderBy('created_at', 'desc')
    .orderBy('enforcement.id');

/** What decides how the account stands; null where nothing ever did. @param but not what followed from this ruling */
export async function lastStanding(db: Kysely<Records>, account: string, but?: string): Promise<Stands | null> {
  let query = standing(db, account).where('enforcement.state', 'in', HELD);
  if (but !== undefined) query = query.where((eb) => eb.or([eb('ruling', 'is', null), eb('ruling', '<>', but)]));
  const row = await query.limit(1).executeTakeFirst();
  return row === undefined ? null : { ...row, kind: enforcementKind.parse(row.kind) };
}

/**
 * Whether the account is restricted, and only because Kith's own risk asked for it: that was until a person had looked, and
 * now one has.
 */
export async function isOnlyAutomatic(db: Kysely<Records>, account: string): Promise<boolean> {
  const last = await lastStanding(db, account);
  return last?.source === 'automatic' && last.kind !== 'restore';
}

/** How the account stands by an earlier ruling, where these measures would put something milder in its place; else null. */
export async function graverStanding(
  db: Kysely<Records>,
  account: string,
  measures: readonly RulingKind[],
): Promise<Stands | null> {
  const wanted = standingOf(measures);
  if (wanted === null || wanted === 'restore') return null;
  const last = await lastStanding(db, account);
  // the mildest is the first
  const byGravity: readonly string[] = STANDINGS;
  return last !== null && byGravity.indexOf(last.kind) > byGravity.indexOf(wanted) ? last : null;
}

/** Whether two people agreed on how the account stands, or on something that led to it since it was last lifted. */
export async function isHeldByTwo(db: Kysely<Records>, account: string): Promise<boolean> {
  const rows = await standing(db, account)
    .leftJoin('ruling', 'ruling.id', 'enforcement.ruling')
    .select(['second_agreed', 'ruling.state as ruled'])
    .where('enforcement.state', 'in', [...HELD, 'superseded'])
    .limit(LOOKED_BACK_MAX)
    .execute();
  const lifted = rows.findIndex(({ kind }) => kind === 'restore');
  const since = lifted === -1 ? rows : rows.slice(0, lifted);
  return since.some(({ second_agreed, ruled }) => second_agreed === 1 && ruled === 'in_force');
}
