/** GET /v1/referrals: what waits for people by when it is due, everything else by when it was made. */
import type { referralsQuery } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { ofFamily } from '../cases/index.ts';
import type { Records, ReferralRow } from '../ground/database/index.ts';

type Query = z.output<typeof referralsQuery>;

/** States in which there is a target; those due first come first. */
const WAITS: readonly string[] = ['drafted', 'checked', 'approved'];

export async function pageOf(
  db: Kysely<Records>,
  { state, case: about, after, limit }: Query,
): Promise<{ rows: ReferralRow[]; next: string | null }> {
  const byDue = state !== undefined && WAITS.includes(state);
  const column = byDue ? 'due_at' : 'created_at';
  let wanted = db.selectFrom('referral').selectAll();
  if (state !== undefined) wanted = wanted.where('state', '=', state);
  if (about !== undefined) wanted = wanted.where(ofFamily('referral', about));
  const place = placeOf(after);
  if (place !== null) {
    const [at, id] = place;
    const further = byDue ? '>' : '<';
    wanted = wanted.where((eb) => eb.or([eb(column, further, at), eb.and([eb(column, '=', at), eb('id', '>', id)])]));
  }
  const rows = await wanted
    .orderBy(column, byDue ? 'asc' : 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, next: last === undefined ? null : `${last[column] ?? 0}.${last.id}` };
}

/** What `next` of the page before said; anything else is the beginning. */
function placeOf(after: string | undefined): [number, string] | null {
  const [, at, id] = /^(\d{1,15})\.(.*)$/s.exec(after ?? '') ?? [];
  return at === undefined || id === undefined ? null : [Number(at), id];
}
