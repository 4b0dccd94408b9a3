/** Answering an invitation: by its name, for the one whom it names; or by its code, for whoever brings it, once. */
import type { Guardianship, GuardianshipAnswer } from '@kith/contract';
import type { Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { GuardianshipRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { codeIsVoid, invitationByCode } from './by-code.ts';
import { isShutOut, whyNotAccept } from './fit.ts';
import { tellGuarded } from './guarded.ts';
import { CHILDREN_MAX, DAY_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { activeOf, hasOther, isOver, notKnown, rowOf, viewOf } from './rows.ts';
import { invitedRole, stateAt } from './states.ts';
import { newsOfChange, tellNews, wordNews } from './telling.ts';
import { termsAt, termsId } from './terms.ts';

/** The first summary comes after so many days: there is something to sum up then. */
export const SUMMARY_EVERY_MS = 7 * DAY_MS;

/**
 * @throws ProblemError `not_known` where it is none, or another's; `invitation_void`, `not_possible`; `missing_field` where a
 *   child says yes to nothing that it was shown, `invitation_changed` where that is not so any more
 */
export async function answerById(
  o: FamilyOptions,
  id: string,
  given: GuardianshipAnswer,
  act: Act,
): Promise<Guardianship> {
  const row = await rowOf(o.db, id);
  if (row[invitedRole(row)] !== given.account) throw notKnown();
  // of whom an account shuts out it hears nothing by its list, and a notice of before is no way past that
  const from = row[row.invited_by] ?? '';
  const isOpen = given.answer === 'accept' && stateAt(row, act.now_ms) === 'invited';
  if (isOpen && (await o.ask((k) => isShutOut(k, from, given.account, o.sharersMax())))) throw notKnown();
  return answer(o, row, given, act, isOver);
}

/** @throws ProblemError as `invitationByCode` does; `missing_field`, `invitation_changed` as `answerById` does */
export async function answerByCode(o: FamilyOptions, given: GuardianshipAnswer, act: Act): Promise<Guardianship> {
  return answer(o, await invitationByCode(o, given, act), given, act, codeIsVoid);
}

/** @param row as it becomes with the one who answers @param over what is said where it can't be answered any more */
async function answer(
  o: FamilyOptions,
  row: GuardianshipRow,
  { account, answer: said, adulthood, terms }: GuardianshipAnswer,
  act: Act,
  over: () => ProblemError,
): Promise<Guardianship> {
  const { now_ms, by } = act;
  const role = invitedRole(row);
  const { guardian, child } = row;
  if (guardian === null || child === null) throw new Error('an answered guardianship has two sides');
  if (stateAt(row, now_ms) !== 'invited') throw over();
  const accepted = said === 'accept';
  const becomes: GuardianshipRow = {
    ...{ ...row, state: accepted ? 'active' : 'declined', answered_at: now_ms, code_hash: null },
    adulthood: role === 'guardian' ? (adulthood ?? null) : row.adulthood,
    tell_at: accepted ? now_ms : null,
  };
  if (accepted) {
    // asked again at the yes: what was so at the invitation may not be any more
    const fault = await o.ask((k) => whyNotAccept(k, becomes, o.policy()));
    if (fault !== null) throw fault === 'theirs' ? over() : fault;
    if (role === 'child') await refuseUnseen(o, becomes, terms);
  }
  const news = accepted ? await wordNews(o, await newsOfChange(o, becomes, 'began')) : [];
  await o.db.transaction().execute(async (trx) => {
    // first: whoever writes a line waits for the one before, so that two answers at once see each other in what follows
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, subject: `guardianship:${row.id}` },
      action: accepted ? 'guardianship.accepted' : 'guardianship.declined',
      detail: { by: role, account, guardian, child, ...(accepted && role === 'child' && { terms }) },
    });
    if (await hasOther(trx, becomes))
      throw new ProblemError('not_possible', 'there is a guardianship of these two already');
    const { state, answered_at, code_hash, adulthood: known, tell_at } = becomes;
    const { numUpdatedRows } = await trx
      .updateTable('guardianship')
      .set({ guardian, child, state, answered_at, code_hash, adulthood: known, tell_at })
      .where('id', '=', row.id)
      .where('state', '=', 'invited')
      .where('until', '>', now_ms)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw over();
    if (!accepted) return;
    await refuseTooMany(trx, guardian, child, o);
    const due_at = now_ms + SUMMARY_EVERY_MS;
    await trx.insertInto('family_summary').values({ id: row.id, due_at }).execute();
    await tellNews(o, trx, news, now_ms);
  });
  if (accepted) {
    o.wake();
    await tellGuarded(o, becomes);
  }
  return viewOf(becomes, now_ms);
}

/** A child says yes to what it was shown, and to nothing else. */
async function refuseUnseen(
  { ask, policy }: Pick<FamilyOptions, 'ask' | 'policy'>,
  row: GuardianshipRow,
  terms: string | undefined,
): Promise<void> {
  if (terms === undefined)
    throw new ProblemError(
      'missing_field',
      'terms is missing: show the child the invitation first, and send back what came with it',
      'terms',
    );
  const now = await ask((k) => termsAt(policy(), k.account(row.child ?? '').ageBand));
  if (terms !== termsId(row, now))
    throw new ProblemError('invitation_changed', 'what would be seen is not as it was shown: show it again', 'terms');
}

/** With the one that has just become active. */
async function refuseTooMany(
  trx: Transaction<Records>,
  guardian: string,
  child: string,
  { policy }: Pick<FamilyOptions, 'policy'>,
): Promise<void> {
  if ((await activeOf(trx, child)).length > policy().guardians.most) {
    throw new ProblemError('not_possible', 'this child has as many guardians as the policy allows');
  }
  const { count } = await trx
    .selectFrom('guardianship')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('guardian', '=', guardian)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  if (Number(count) > CHILDREN_MAX) {
    throw new ProblemError('not_possible', `a guardian has ${CHILDREN_MAX} children at most`);
  }
}
