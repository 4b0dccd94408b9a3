/** Who brings the code of an invitation, and which it is. Guessing gets as little here, whether one looks or answers. */
import type { GuardianshipAnswer } from '@kith/contract';
import type { GuardianshipRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { beginAttempt, forgetAttempt } from './attempts.ts';
import { hashTyped } from './codes.ts';
import { whyNotAccept } from './fit.ts';
import type { Act, FamilyOptions } from './options.ts';
import { invitedRole, stateAt } from './states.ts';

/** Says the same of a code that was never given, was used, was taken back, or is too old, and of one that can't lead to a yes. */
export const codeIsVoid = (): ProblemError =>
  new ProblemError('invitation_void', 'no invitation has this code: it was used, is too old, or was mistyped', 'code');

/**
 * The open invitation of a code, as it becomes with whoever brings it.
 * @throws ProblemError `missing_field`, `too_many_requests`, `invitation_void`; `not_possible` for a fault of their own account
 */
export async function invitationByCode(
  o: FamilyOptions,
  { account, code, adulthood }: Pick<GuardianshipAnswer, 'account' | 'code' | 'adulthood'>,
  { now_ms }: Act,
): Promise<GuardianshipRow> {
  if (code === undefined) throw new ProblemError('missing_field', 'code is missing: the one that was shown', 'code');
  const attempt = await beginAttempt(o, account, now_ms);
  const hash = hashTyped(code);
  const row =
    hash === null
      ? undefined
      : await o.db.selectFrom('guardianship').selectAll().where('code_hash', '=', hash).executeTakeFirst();
  // whoever invited can't answer themselves
  if (row === undefined || stateAt(row, now_ms) !== 'invited' || row[row.invited_by] === account) throw codeIsVoid();
  const role = invitedRole(row);
  const becomes: GuardianshipRow = {
    ...{ ...row, [role]: account },
    adulthood: role === 'guardian' ? (adulthood ?? null) : row.adulthood,
  };
  const fault = await o.ask((k) => whyNotAccept(k, becomes, o.policy()));
  if (fault === 'theirs') throw codeIsVoid();
  await forgetAttempt(o.db, attempt);
  if (fault !== null) throw fault;
  return becomes;
}
