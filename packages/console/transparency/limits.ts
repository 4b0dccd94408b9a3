/** The longest text that a report says of an edition's changes, or of why it was withdrawn; characters (transparency.ts of the contract). */
export const SAID_LENGTH_MAX = 2000;
