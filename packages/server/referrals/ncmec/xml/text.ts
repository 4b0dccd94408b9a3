/** What text becomes in XML: what it can't hold is replaced, what is too long is cut, and both can be seen. */

/** The file that goes with a report and has in full what was cut in it. */
export const FULL_TEXTS_FILE = 'texts-in-full.txt';
/** Stands where text was cut. */
const CUT = '…';
/** As well, where there is room for it: whoever reads the report must know where the rest is. */
const CUT_SAYS = ` [cut here; in full in the file ${FULL_TEXTS_FILE}]`;
/** A text shorter than this, UTF-16 code units, is a name or a number: what says where the rest is would take its place. */
const SAYS_FROM = 200;

/** What XML 1.0 can't hold, nor even escape (https://www.w3.org/TR/xml/#charsets). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const UNHOLDABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** The sign for a character that could not be shown. */
const REPLACED = '\ufffd';

/** One text that is not sent as it was said. */
export interface Cut {
  /** where it stands in the content: personOrUserReported.screenName, or files.0.details.additionalInfo.1 */
  path: string;
  /** `long`: cut. `characters`: XML can't hold some, and they were replaced */
  why: 'long' | 'characters';
  /** all of it, as it was said */
  full: string;
}

/** Every other character is what was said, in order. */
export const holdable = (said: string): string => said.toWellFormed().replaceAll(UNHOLDABLE, REPLACED);

/**
 * @param limit UTF-16 code units, which is how Java counts and never less than characters; null: none
 * @returns what is written; at most `limit` long
 */
export function fit(said: string, limit: number | null): { written: string; why: Cut['why'] | null } {
  const held = holdable(said);
  const why = held === said ? null : 'characters';
  if (limit === null || held.length <= limit) return { written: held, why };
  const end = limit >= SAYS_FROM ? `${CUT}${CUT_SAYS}` : CUT;
  // half of a surrogate pair at the cut would be no character
  const kept = held.slice(0, limit - end.length).replace(/[\ud800-\udbff]$/, '');
  return { written: kept + end, why: 'long' };
}
