/** Answering an invitation: by its name, for the one whom it names; or by its code, for whoever brings it, once. */
import type { FamilyRole, Guardianship, GuardianshipAnswer } from '@kith/contract';
import type { Knowledge } from '@kith/engine';
import type { Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { GuardianshipRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { beginAttempt, forgetAttempt } from './attempts.ts';
import { hashTyped } from './codes.ts';
import { isChildFit, isSamePerson, mayBecomeGuardian } from './fit.ts';
import { tellGuarded } from './guarded.ts';
import { CHILDREN_MAX, DAY_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { activeOf, notKnown, rowOf, viewOf } from './rows.ts';
import { invitedRole, stateAt } from './states.ts';
import { newsOfChange, tellNews, wordNews } from './telling.ts';

/** The first summary comes after so many days: there is something to sum up then. */
export const SUMMARY_EVERY_MS = 7 * DAY_MS;

const codeIsVoid = (): ProblemError =>
  new ProblemError('invitation_void', 'no invitation has this code: it was used, is too old, or was mistyped', 'code');
const isOver = (): ProblemError =>
  new ProblemError('invitation_void', 'this invitation was answered, taken back, or is too old');

/** @throws ProblemError `not_known` where it is none, or another's; `invitation_void`, `not_possible` */
export async function answerById(
  o: FamilyOptions,
  id: string,
  given: GuardianshipAnswer,
  act: Act,
): Promise<Guardianship> {
  const row = await rowOf(o.db, id);
  if (row[invitedRole(row)] !== given.account) throw notKnown();
  return answer(o, row, given, act);
}

/** @throws ProblemError `missing_field`, `too_many_requests`, `invitation_void`, `not_possible` */
export async function answerByCode(o: FamilyOptions, given: GuardianshipAnswer, act: Act): Promise<Guardianship> {
  const { account, code } = given;
  if (code === undefined) throw new ProblemError('missing_field', 'code is missing: the one that was shown', 'code');
  const attempt = await beginAttempt(o, account, act.now_ms);
  const hash = hashTyped(code);
  const row =
    hash === null
      ? undefined
      : await o.db.selectFrom('guardianship').selectAll().where('code_hash', '=', hash).executeTakeFirst();
  if (row === undefined) throw codeIsVoid();
  await forgetAttempt(o.db, attempt);
  // whoever invited can't answer themselves
  if (row[row.invited_by] === account) throw codeIsVoid();
  return answer(o, { ...row, [invitedRole(row)]: account }, given, act);
}

/** @param row as it becomes with the one who answers */
async function answer(
  o: FamilyOptions,
  row: GuardianshipRow,
  { account, answer: said, adulthood }: GuardianshipAnswer,
  act: Act,
): Promise<Guardianship> {
  const { now_ms, by } = act;
  const role = invitedRole(row);
  const { guardian, child } = row;
  if (guardian === null || child === null) throw new Error('an answered guardianship has two sides');
  if (stateAt(row, now_ms) !== 'invited') throw isOver();
  const accepted = said === 'accept';
  const becomes: GuardianshipRow = {
    ...{ ...row, state: accepted ? 'active' : 'declined', answered_at: now_ms, code_hash: null },
    adulthood: role === 'guardian' ? (adulthood ?? null) : row.adulthood,
    tell_at: accepted ? now_ms : null,
  };
  if (accepted) {
    const refused = await o.ask((k) => whyNotAccept(k, becomes, role, o));
    if (refused !== null) throw refused;
  }
  const news = accepted ? await wordNews(o, await newsOfChange(o, becomes, 'began')) : [];
  await o.db.transaction().execute(async (trx) => {
    // first: whoever writes a line waits for the one before, so that two answers at once see each other in what follows
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, subject: `guardianship:${row.id}` },
      action: accepted ? 'guardianship.accepted' : 'guardianship.declined',
      detail: { by: role, account, guardian, child },
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
    if (numUpdatedRows !== 1n) throw isOver();
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

/** Asked again at the yes: what was so at the invitation may not be any more. */
function whyNotAccept(
  k: Knowledge,
  { guardian, child, adulthood }: GuardianshipRow,
  answers: FamilyRole,
  { policy }: Pick<FamilyOptions, 'policy'>,
): ProblemError | null {
  if (guardian === null || child === null) return isOver();
  const fit = {
    guardian: mayBecomeGuardian(k, guardian, adulthood, policy()),
    child: isChildFit(k, child, policy()),
  };
  // of the other side nothing is said but that it can't be
  if (!fit[answers === 'child' ? 'guardian' : 'child'] || isSamePerson(k, guardian, child)) return isOver();
  if (fit[answers]) return null;
  const why =
    answers === 'guardian'
      ? 'this account can not be a guardian: an adult is needed, known as the policy asks (`adulthood` says how the platform knows)'
      : 'this account can have no guardian: it is not of an age that the policy names';
  return new ProblemError('not_possible', why, 'account');
}

async function hasOther(trx: Transaction<Records>, { id, guardian, child }: GuardianshipRow): Promise<boolean> {
  const other = await trx
    .selectFrom('guardianship')
    .select('id')
    .where('child', '=', child)
    .where('guardian', '=', guardian)
    .where('state', 'in', ['invited', 'active'])
    .where('id', '<>', id)
    .executeTakeFirst();
  return other !== undefined;
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
