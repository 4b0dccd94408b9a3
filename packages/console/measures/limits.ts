/** As the server takes them (contract/measures.ts): the console reads no schemas. A test holds these against those. */
import type { HarmLevel, MeasureState } from '@kith/contract';

/** The longest text of an attestation, characters. */
export const WORDS_LENGTH_MAX = 4000;
/** The largest file behind one, bytes. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** The longest text of a code of practice, characters. */
export const CODE_LENGTH_MAX = 256 * 1024;
/** Other kinds of illegal content at most, as an answer. */
export const OTHER_KINDS_MAX = 100;

/** From the lowest. */
export const HARM_LEVELS = ['negligible', 'low', 'medium', 'high'] as const satisfies readonly HarmLevel[];
/** Gaps first. */
export const STATES = [
  ...(['not', 'partly', 'open', 'attested', 'shown', 'not_applicable'] as const),
] as const satisfies readonly MeasureState[];
