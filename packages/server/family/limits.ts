/** How long what families hold is good for, and how much of it there may be. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A link signs in within this time, milliseconds: the platform makes it when somebody taps, and opens it at once. */
export const LINK_MAX_MS = 10 * MINUTE_MS;
/** Links of one account that wait to be used: some are made and not followed. */
export const LINKS_AN_ACCOUNT_MAX = 10;

/** Nobody has done anything for so long: signed out, milliseconds. The telephone may be in other hands by then. */
export const SESSION_IDLE_MAX_MS = 30 * MINUTE_MS;
/** A session ends so long after it began whatever is done, milliseconds. */
export const SESSION_MAX_MS = 12 * HOUR_MS;
/** That somebody is there is written down at most this often, milliseconds: each time is a commit. */
export const SEEN_EVERY_MS = MINUTE_MS;
/** Sessions of one account at once: a telephone, a computer, some that were left. The oldest ends when another begins. */
export const SESSIONS_AN_ACCOUNT_MAX = 8;

/** Codes that one account may try in ATTEMPTS_KEPT_MS: somebody who types badly does not need more. */
export const ATTEMPTS_AN_ACCOUNT_MAX = 5;
/**
 * Wrong codes of all accounts together in ATTEMPTS_KEPT_MS from which on it stands in the log that somebody guesses. Nobody is
 * refused for it: a thousand accounts could keep every family from connecting. Guessing gets nowhere all the same: with a million
 * invitations open, a code of 60 bits is hit once in a million million tries.
 */
export const ATTEMPTS_LOGGED_FROM = 5_000;
export const ATTEMPTS_KEPT_MS = HOUR_MS;

/** Whoever said no is not told of another invitation by the same person for so long, milliseconds: asking on is pressing. */
export const NO_HOLDS_MS = 30 * DAY_MS;

/**
 * Quiet hours that are set for a child in a day: its guardians agree on them after a few. Each time the child is told, and so often is
 * pressing. Taking them away is not counted.
 */
export const QUIET_SET_A_DAY_MAX = 5;

/** The longest quiet hours, minutes: an evening and a night. All day would cut a child off from whoever could help. */
export const QUIET_MINUTES_MAX = 12 * 60;

/** Children of one guardian: a large family, or a home with carers. More would be somebody who collects children. */
export const CHILDREN_MAX = 12;
/** Guardianships that one answer lists, those in force and those that are over. */
export const LISTED_MAX = 200;
