/**
 * Two cases of one person (two accounts of theirs) become one: this one closes and points to the other, whose accounts it
 * joins; its reports, its evidence and its referrals go along, and the other is weighed anew. Rulings on the other are rulings on its
 * accounts.
 */
import type { Kysely, Transaction } from 'kysely';
import type { CaseRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { act, type CaseMoment, lockCase, writeLine } from './acts.ts';
import { ofFamily } from './family.ts';

/** Cases that may be merged into one: more is not one person, and not one ruling. */
const MERGED_MAX = 50;

/** Gives the case that is left. @throws ProblemError where one of them is held by somebody else, or is over */
export async function merge(
  db: Kysely<Records>,
  moment: CaseMoment & { by: string },
  into: string,
  note: string,
): Promise<CaseRow> {
  const { case: id, by, now_ms } = moment;
  if (into === id) throw new ProblemError('invalid_field', 'into: must be another case', 'into');
  return db.transaction().execute(async (trx) => {
    const inside = await trx.selectFrom('cases').select('id').where('merged_into', 'in', [id, into]).execute();
    if (inside.length >= MERGED_MAX) {
      throw new ProblemError('invalid_field', `into: ${MERGED_MAX} cases are merged into it already`, 'into');
    }
    // in one order, so that two who merge the same two cases can't wait for each other
    const steps = {
      [id]: () => act(trx, moment, { act: 'merge', into }, { kind: 'merged', detail: { into }, note }),
      [into]: () =>
        act(
          trx,
          { case: into, version: null, by, now_ms },
          { act: 'take_in' },
          { kind: 'took_in', detail: { case: id } },
          { weigh_at: 0 },
        ),
    };
    let left: CaseRow | undefined;
    for (const one of [id, into].sort()) {
      const became = await steps[one]?.();
      if (one === into) left = became;
    }
    if (left === undefined) throw new Error('a case that was merged into is not there');
    await takeAlong(trx, id, into);
    return left;
  });
}

/**
 * A ruling that waits for its second look would wait for ever on a case that is over. Asked when the case is changed: who
 * rules changes it, too.
 */
async function refuseProposed(trx: Transaction<Records>, id: string): Promise<void> {
  const proposed = await trx
    .selectFrom('ruling')
    .select('id')
    .where('case_id', '=', id)
    .where('state', '=', 'proposed')
    .executeTakeFirst();
  if (proposed === undefined) return;
  throw new ProblemError('not_possible', `a ruling on ${id} waits for its second look: confirm it or disagree first`);
}

/** What is on a case that is merged away, in the transaction that merges it: both cases are changed, and wait for nobody. */
async function takeAlong(trx: Transaction<Records>, id: string, into: string): Promise<void> {
  await refuseProposed(trx, id);
  await refuseTwoUnderWay(trx, id, into);
  // what was merged into this one is in the other now
  await trx.updateTable('cases').set({ merged_into: into }).where('merged_into', '=', id).execute();
  await trx.updateTable('report').set({ case_id: into }).where('case_id', '=', id).execute();
  await takeClaims(trx, id, into);
}

/** Nobody gets what a referral says that ended so. */
const ENDED_UNSENT: readonly string[] = ['covered', 'not_reported'];
/** It may still leave, or is leaving. */
const UNDER_WAY: readonly string[] = ['drafted', 'checked', 'approved', 'sent'];

/**
 * One person is reported once to an authority. A referral of either case goes with the one that stays; where both have one, and one
 * of the two has not left yet, it would be a second report. Asked when both cases are changed: who drafts waits for that, or is
 * seen here; and a referral only ever goes on to where nothing of it is under way.
 */
async function refuseTwoUnderWay(trx: Transaction<Records>, id: string, into: string): Promise<void> {
  const of = (root: string) =>
    trx
      .selectFrom('referral')
      .select(['id', 'state'])
      .where(ofFamily('referral', root))
      .where('state', 'not in', ENDED_UNSENT)
      .execute();
  const own = await of(id);
  // the one that is merged away points to the other already
  const others = (await of(into)).filter((one) => !own.some(({ id: mine }) => mine === one.id));
  const waits = [...own, ...others].find(({ state }) => UNDER_WAY.includes(state));
  if (own.length === 0 || others.length === 0 || waits === undefined) return;
  const message =
    `both cases have a referral, and nothing is reported twice: finish ${waits.id}, which has not left yet, or end it ` +
    'as not reported; then they can be merged';
  throw new ProblemError('case_reported', message);
}

/** What a referral has for itself it has in the case that stays; what that has already is there once. */
async function takeClaims(trx: Transaction<Records>, id: string, into: string): Promise<void> {
  await trx
    .deleteFrom('referral_claim')
    .where('case_id', '=', id)
    .where('what', 'in', (eb) => eb.selectFrom('referral_claim as other').select('what').where('case_id', '=', into))
    .execute();
  await trx.updateTable('referral_claim').set({ case_id: into }).where('case_id', '=', id).execute();
}

/** Another case of the account that was opened meanwhile joins one that is to wait again: an account has one at most. */
export async function makeRoom(
  trx: Transaction<Records>,
  { case: id, by, now_ms }: Omit<CaseMoment, 'version'>,
): Promise<void> {
  const other = await waitingBeside(trx, id);
  if (other === null) return;
  // in one order, as whoever merges them would; what was read before may have changed since
  for (const one of [id, other].sort()) await lockCase(trx, one);
  const moment = { case: other, version: null, by, now_ms };
  await act(trx, moment, { act: 'merge', into: id }, { kind: 'merged', detail: { into: id } });
  await takeAlong(trx, other, id);
  await writeLine(trx, { case: id, by, now_ms }, { kind: 'took_in', detail: { case: other } });
}

async function waitingBeside(trx: Transaction<Records>, id: string): Promise<string | null> {
  const row = await trx.selectFrom('cases').select(['account', 'decided_at']).where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.decided_at === null) return null;
  const other = await trx
    .selectFrom('cases')
    .select('id')
    .where('account', '=', row.account)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return other?.id ?? null;
}
