/** What can't be done about people, and why, for whoever asked. */

export type StaffErrorCode =
  | 'pseudonym'
  | 'pseudonym_taken'
  | 'too_many_people'
  | 'too_many_invitations'
  | 'too_many_passkeys'
  /** the link was used, is too old, or never was */
  | 'invitation_void'
  | 'not_known'
  /** nobody changes what they themselves may do */
  | 'own_roles'
  /** there must always be somebody who can let others in */
  | 'last_administrator'
  /** their organisation says who they are and what they may do: a passkey here would outlive that */
  | 'from_provider'
  | 'passkey_refused'
  /** nobody takes their own last way in */
  | 'last_passkey';

export class StaffError extends Error {
  override readonly name = 'StaffError';
  readonly code: StaffErrorCode;
  constructor(code: StaffErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
