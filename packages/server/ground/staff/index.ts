export { type Action, actionNames, actions, mayDo } from './actions.ts';
export { CSRF_HEADER, StaffDoor } from './door.ts';
export { SESSION_IDLE_MAX_MS, SESSION_MAX_MS, SESSIONS_A_PERSON_MAX } from './limits.ts';
export { addPerson } from './people.ts';
export { beginSession, endSession, type SignedIn } from './sessions.ts';
