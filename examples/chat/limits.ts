/** Limits that a window and the server share. */

/** The longest message, UTF-16 code units: a talk, no letter. Kith takes 20,000. */
export const TEXT_LENGTH_MAX = 2_000;
/** The longest name of a group, and what somebody searches for, UTF-16 code units: one line. */
export const LINE_LENGTH_MAX = 60;
/** The most people of one group: this is a small chat. */
export const GROUP_MEMBERS_MAX = 20;
