/** How long people stay signed in, how many there may be, and how long what lets them in is good for. */

/** Nobody has done anything for so long: signed out, milliseconds. A moderator who leaves the desk leaves evidence open on it. */
export const SESSION_IDLE_MAX_MS = 30 * 60_000;
/** A session ends so long after its sign-in whatever is done, milliseconds: longer than a shift, shorter than a day. */
export const SESSION_MAX_MS = 12 * 60 * 60_000;
/** What changes how somebody signs in, or makes a key, needs a sign-in that is no older, milliseconds: a desk that was left. */
export const FRESH_MAX_MS = 10 * 60_000;
/** That somebody is there is written down at most this often, milliseconds: each time is a commit. */
export const SEEN_EVERY_MS = 60_000;
/** Sessions of one person at once: desk, laptop, telephone, and some that were left. The oldest ends when another begins. */
export const SESSIONS_A_PERSON_MAX = 8;
/** People at most, disabled ones included: lists of them are read whole. */
export const PEOPLE_MAX = 5_000;
/** Passkeys of one person: a few devices and a spare. */
export const PASSKEYS_A_PERSON_MAX = 10;
/** Characters of a pseudonym: it stands beside every act in narrow columns. */
export const PSEUDONYM_LENGTH_MAX = 40;
/** An invitation that nobody followed is void after it, milliseconds: a day, as links are forwarded and left in mailboxes. */
export const INVITATION_MAX_MS = 24 * 60 * 60_000;
/** Invitations that wait at once: more than anybody hires in a day. */
export const INVITATIONS_MAX = 500;
/** To answer a challenge with a passkey takes a finger or a PIN, and perhaps a telephone that is looked for, milliseconds. */
export const CHALLENGE_MAX_MS = 5 * 60_000;
