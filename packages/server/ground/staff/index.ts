export { type Action, actionNames, mayDo, staffRoles } from './actions.ts';
export { changeRoles, disablePerson, enablePerson } from './changes.ts';
export { CSRF_HEADER, StaffDoor } from './door.ts';
export { StaffError, type StaffErrorCode } from './errors.ts';
export { type Identity, signInByIdentity } from './identities.ts';
export { type Invitation, invite, inviteFirst, listInvitations, withdrawInvitation } from './invitations.ts';
export {
  FRESH_MAX_MS,
  INVITATION_MAX_MS,
  PSEUDONYM_LENGTH_MAX,
  SESSION_IDLE_MAX_MS,
  SESSION_MAX_MS,
  SESSIONS_A_PERSON_MAX,
} from './limits.ts';
export { addAnotherPasskey, anotherPasskeyOptions, isFromProvider, passkeysOf, removePasskey, rename } from './own.ts';
export { type Begun, Passkeys } from './passkeys.ts';
export { addPerson, findPerson, listPeople, type Person } from './people.ts';
export { beginSession, endSession, endSessionsOf, type SignedIn } from './sessions.ts';
export { SlowDown } from './slow-down.ts';
