/** How long people stay signed in, and how many there may be. */

/** Nobody has done anything for so long: signed out, milliseconds. A moderator who leaves the desk leaves evidence open on it. */
export const SESSION_IDLE_MAX_MS = 30 * 60_000;
/** A session ends so long after its sign-in whatever is done, milliseconds: longer than a shift, shorter than a day. */
export const SESSION_MAX_MS = 12 * 60 * 60_000;
/** That somebody is there is written down at most this often, milliseconds: each time is a commit. */
export const SEEN_EVERY_MS = 60_000;
/** Sessions of one person at once: desk, laptop, telephone, and some that were left. The oldest ends when another begins. */
export const SESSIONS_A_PERSON_MAX = 8;
/** People at most, disabled ones included: lists of them are read whole. */
export const PEOPLE_MAX = 5_000;
/** Characters of a pseudonym: it stands beside every act in narrow columns. */
export const PSEUDONYM_LENGTH_MAX = 40;
