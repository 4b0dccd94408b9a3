/**
 * Two cases of one person (two accounts of theirs) become one: this one closes and points to the other, whose accounts it
 * joins; its reports go along, and the other is weighed anew. Rulings on the other are rulings on its accounts.
 */
import type { Kysely } from 'kysely';
import type { CaseRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { act, type CaseMoment, writeLine } from './acts.ts';

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
    // what was merged into this one is in the other now
    await trx.updateTable('cases').set({ merged_into: into }).where('merged_into', '=', id).execute();
    await trx.updateTable('report').set({ case_id: into }).where('case_id', '=', id).execute();
    if (left === undefined) throw new Error('a case that was merged into is not there');
    await refuseProposed(trx, id);
    await refuseReported(trx, id);
    return left;
  });
}

/**
 * A ruling that waits for its second look would wait for ever on a case that is over. Asked when the case is changed: who
 * rules changes it, too.
 */
async function refuseProposed(trx: Parameters<typeof act>[0], id: string): Promise<void> {
  const proposed = await trx
    .selectFrom('ruling')
    .select('id')
    .where('case_id', '=', id)
    .where('state', '=', 'proposed')
    .executeTakeFirst();
  if (proposed === undefined) return;
  throw new ProblemError('not_possible', `a ruling on ${id} waits for its second look: confirm it or disagree first`);
}

/** Nobody gets what a referral says that ended so. */
const ENDED_UNSENT: readonly string[] = ['covered', 'not_reported'];

/**
 * What is reported is known by its case, so that nothing is reported twice: of one that was merged away nobody would know. Asked
 * when the case is changed: who drafts a referral waits for it, or is seen here.
 */
async function refuseReported(trx: Parameters<typeof act>[0], id: string): Promise<void> {
  const reported = await trx
    .selectFrom('referral')
    .select('id')
    .where('case_id', '=', id)
    .where('state', 'not in', ENDED_UNSENT)
    .executeTakeFirst();
  if (reported === undefined) return;
  const message =
    `${id} has a referral, ${reported.id}, and nothing is reported twice: merge the other case into this one, or end ` +
    'the referral first where it was not sent; two cases that are both reported stay two';
  throw new ProblemError('case_reported', message);
}

/** Another case of the account that was opened meanwhile joins one that is to wait again: an account has one at most. */
export async function makeRoom(
  trx: Parameters<typeof act>[0],
  { case: id, by, now_ms }: Omit<CaseMoment, 'version'>,
): Promise<void> {
  const row = await trx.selectFrom('cases').select(['account', 'decided_at']).where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.decided_at === null) return;
  const other = await trx
    .selectFrom('cases')
    .select('id')
    .where('account', '=', row.account)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  if (other === undefined) return;
  const moment = { case: other.id, version: null, by, now_ms };
  await act(trx, moment, { act: 'merge', into: id }, { kind: 'merged', detail: { into: id } });
  await refuseProposed(trx, other.id);
  await refuseReported(trx, other.id);
  await trx.updateTable('report').set({ case_id: id }).where('case_id', '=', other.id).execute();
  await writeLine(trx, { case: id, by, now_ms }, { kind: 'took_in', detail: { case: other.id } });
}
