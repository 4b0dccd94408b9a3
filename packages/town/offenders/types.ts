/** The offenders of the town, by what is hard about finding them. */
import type { Split } from '../options.ts';

export const offenderTypes = [
  /** from first contact to the first harm event within hours, often within one evening */
  'fast',
  /** days of patience */
  'slow',
  /** says to be a teen */
  'falseAge',
  /** writes to many children at once, with much the same opener */
  'wide',
  /** has one child in mind, and no other */
  'oneTarget',
  /** everything is end-to-end encrypted: no text at all */
  'silent',
  /** few contacts, patient, comes through friends of friends */
  'quiet',
  /** spells around filters, changes the language, sends media instead of text, or moves elsewhere at once */
  'evasive',
  /** comes back on a new account after a ban */
  'returning',
  /** held out: gains trust by helping in a group, and writes to children from there */
  'mentor',
  /** held out: begins with gifts in a game */
  'giver',
] as const;
export type OffenderType = (typeof offenderTypes)[number];

/** Types that no training world has: what a detector does about them, it does without having seen them. */
const HELD_OUT: ReadonlySet<OffenderType> = new Set(['mentor', 'giver']);

export const typesIn = (split: Split): readonly OffenderType[] =>
  split === 'heldOut' ? offenderTypes : offenderTypes.filter((type) => !HELD_OUT.has(type));
