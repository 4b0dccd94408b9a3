/** What a format makes of a line. */
import { CATEGORY_LENGTH_MAX, type Entry, SOURCE_ID_LENGTH_MAX } from '../entry.ts';

export type ReadLine =
  | { kind: 'entries'; entries: readonly Entry[] }
  /** nothing that is matched here, and no fault: a heading, a remark, another kind of hash, a hash of low quality */
  | { kind: 'skipped' }
  /** what is wrong, in words that hold nothing of the line itself */
  | { kind: 'bad'; problem: string };

/** Reads one line after the other; a heading may be among them. */
export type ReadsLines = (text: string) => ReadLine;

export const skipped: ReadLine = { kind: 'skipped' };
export const bad = (problem: string): ReadLine => ({ kind: 'bad', problem });

/** Whether an id and a category can be kept; what is wrong where they can't. */
export function problemOf(sourceId: string, category: string): string | null {
  if (sourceId.length > SOURCE_ID_LENGTH_MAX) return `its id has more than ${SOURCE_ID_LENGTH_MAX} characters`;
  if (category.length > CATEGORY_LENGTH_MAX) return `its category has more than ${CATEGORY_LENGTH_MAX} characters`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return /[\u0000-\u001f\u007f]/.test(sourceId + category) ? 'it has control characters' : null;
}
