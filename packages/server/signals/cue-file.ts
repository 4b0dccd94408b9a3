/** What a cue file may say. docs/DETECTION.md teaches it; the shipped files in cues/ are its examples. */
import { evidenceCode, language } from '@kith/contract';
import { z } from 'zod';

/** A line that a person writes and reads; longer ones belong in several. Characters. */
const PHRASE_LENGTH_MAX = 300;
/** The most phrases in one list: a longer list is found by nobody who looks for one. */
const PHRASES_MAX = 500;
/** The most cues of a code in one file, for the same reason. */
const CUES_MAX = 200;
/** A note that says where a cue comes from, characters. */
const NOTE_LENGTH_MAX = 1_000;

const phrase = z.string().min(1).max(PHRASE_LENGTH_MAX);
const phrases = z.array(phrase).min(1).max(PHRASES_MAX);
/** A name of a cue or a set: it stands in evidence and explanations, so it is short and plain. */
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, 'must be 2 to 41 of a-z, 0-9 and -');

const cue = z
  .strictObject({
    strength: z.enum(['weak', 'usual', 'strong']).default('usual'),
    phrases: phrases.optional(),
    all: z.array(phrases).min(2).max(4).optional(),
    near: z.int().min(1).max(50).optional(),
    not: phrases.optional(),
    note: z.string().max(NOTE_LENGTH_MAX).optional(),
  })
  .refine((c) => c.phrases !== undefined || c.all !== undefined, { error: 'needs phrases: or all:' })
  .refine((c) => c.near === undefined || c.all !== undefined, { error: 'near: belongs to all:', path: ['near'] });

const code = z.strictObject({
  means: z.string().min(1).max(NOTE_LENGTH_MAX).optional(),
  source: z.string().min(1).max(NOTE_LENGTH_MAX).optional(),
  /** log-odds: 0 turns the code off; 5 alone outweighs odds of 1 to 148 */
  weight: z.number().min(0).max(5).optional(),
  cap: z.number().min(0).max(10).optional(),
  halfLifeDays: z.number().min(0.1).max(3650).optional(),
  not: phrases.optional(),
  cues: z
    .record(name, cue)
    .refine((cues) => Object.keys(cues).length <= CUES_MAX, { error: `has more than ${CUES_MAX} cues` })
    .optional(),
});

export const cueFile = z.strictObject({
  language,
  about: z.string().max(NOTE_LENGTH_MAX).optional(),
  sets: z.record(name, phrases).optional(),
  /** cues of other files that are not to count, by their whole names: en/GIFT/free-stuff */
  off: z.array(z.string().min(1).max(100)).max(PHRASES_MAX).optional(),
  codes: z.partialRecord(evidenceCode, code).optional(),
});
export type CueFileRead = z.infer<typeof cueFile>;
