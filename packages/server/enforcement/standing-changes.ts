/** What else holds of an account when somebody rules on it, or confirms what another has proposed. */
import type { EnforcementPolicy, RulingKind, StandingChange } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { Records, RulingRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { readMeasures } from './follow.ts';
import { graverStanding, isHeldByTwo, lastStanding, type Stands } from './standing.ts';

/** One standing takes the place of another: whoever restricts a disabled account would let its person in again. */
export async function refuseLoosening(
  trx: Transaction<Records>,
  account: string,
  measures: readonly RulingKind[],
): Promise<void> {
  const graver = await graverStanding(trx, account, measures);
  if (graver === null) return;
  const message = `an earlier ruling asked for more (${graver.kind}), which this would end: leave it out, or rule restore`;
  throw new ProblemError('invalid_field', message, 'measures');
}

/** Whether measures lift what two people agreed on, and the policy asks for two people then, too. */
export async function liftsWhatTwoRuled(
  trx: Transaction<Records>,
  about: string,
  measures: readonly RulingKind[],
  { secondPerson }: EnforcementPolicy,
): Promise<boolean> {
  if (!secondPerson.restore || !measures.includes('restore')) return false;
  const found = await trx.selectFrom('cases').select('account').where('id', '=', about).executeTakeFirst();
  return found !== undefined && isHeldByTwo(trx, found.account);
}

/**
 * A proposal was made when something else decided how the account stands: whoever confirms it must have seen what does now,
 * and can't confirm something milder than that.
 * @param seen what they say decides it; undefined: what did when it was proposed
 * @throws ProblemError `standing_changed`, which says what holds now
 */
export async function refuseChangedStanding(
  trx: Transaction<Records>,
  proposed: RulingRow,
  seen: string | null | undefined,
): Promise<void> {
  const now = await lastStanding(trx, proposed.account);
  const graver = await graverStanding(trx, proposed.account, readMeasures(proposed));
  if (graver !== null) throw changed(`${said(now)}: this would put something milder in its place, so disagree`);
  if ((now?.id ?? null) === (seen === undefined ? proposed.stood : seen)) return;
  throw changed(
    `${said(now)}: look at it, and confirm with seen ${JSON.stringify(now?.id ?? null)} if this still holds`,
  );
}

const changed = (message: string) => new ProblemError('standing_changed', message, 'seen');

function said(now: Stands | null): string {
  const since = 'since this was proposed the account has come to stand otherwise';
  if (now === null) return `${since}: what held then was taken back`;
  const where = now.case_id === null ? '' : ` on ${now.case_id}`;
  const by = {
    ruling: `ruled${where} (${now.ruling})`,
    automatic: 'asked for by Kith itself',
    appeal: 'put so by an appeal',
  };
  return `${since}: ${now.kind} was ${by[sourceOf(now)]} at ${new Date(now.created_at).toISOString()}`;
}

const SOURCES = ['ruling', 'automatic', 'appeal'] as const;

export function sourceOf({ source }: Pick<Stands, 'source'>): (typeof SOURCES)[number] {
  const found = SOURCES.find((one) => one === source);
  if (found === undefined) throw new Error(`an enforcement from ${source}`);
  return found;
}

/** How the account stands otherwise than when a ruling that waits for its second look was proposed; null where it does not. */
export async function standingChange(db: Kysely<Records>, row: RulingRow): Promise<StandingChange | null> {
  if (row.state !== 'proposed') return null;
  const now = await lastStanding(db, row.account);
  if ((now?.id ?? null) === row.stood) return null;
  if (now === null) return { now: null };
  const { id: enforcement, kind, ruling, case_id, created_at } = now;
  const at = new Date(created_at).toISOString();
  return { now: { enforcement, kind, source: sourceOf(now), ruling, case: case_id, at } };
}
