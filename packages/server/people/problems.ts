/** What can't be done about people, as the API says it. */
import { type HttpProblem, ProblemError } from '../ground/http/index.ts';
import { StaffError, type StaffErrorCode } from '../ground/staff/index.ts';

const codes: Readonly<Record<StaffErrorCode, HttpProblem['code']>> = {
  pseudonym: 'invalid_field',
  pseudonym_taken: 'pseudonym_taken',
  too_many_people: 'not_possible',
  too_many_invitations: 'not_possible',
  too_many_passkeys: 'not_possible',
  invitation_void: 'invitation_void',
  not_known: 'not_known',
  own_roles: 'not_possible',
  last_administrator: 'not_possible',
  from_provider: 'not_possible',
  passkey_refused: 'passkey_refused',
  last_passkey: 'not_possible',
};

/** Does it, and says as a problem what can't be done. */
export async function asProblems<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StaffError)) throw error;
    const field = error.code.startsWith('pseudonym') ? 'pseudonym' : undefined;
    throw new ProblemError(codes[error.code], error.message, field);
  }
}
