/**
 * Measures of Ofcom's codes for one service: what it answered about itself, and from that which apply. Kith shows what is there;
 * it judges nothing by the law.
 */
import { z } from 'zod';
import { time } from './words.ts';

/** How likely and how grave a kind of harm is on a service, by its own assessment. */
export const harmLevel = z.enum(['negligible', 'low', 'medium', 'high']);
export type HarmLevel = z.infer<typeof harmLevel>;

/** More kinds of illegal content than the guidance has. */
export const OTHER_KINDS_MAX = 100;
/** The longest name of a fact or a risk, characters. */
const NAME_LENGTH_MAX = 64;
/** Answers at most: more than any registry asks. */
const ANSWERS_MAX = 200;

const name = z.string().min(1).max(NAME_LENGTH_MAX);
const few = (of: object): boolean => Object.keys(of).length <= ANSWERS_MAX;

/** Answers by the names of their questions; what is missing is not answered. */
export const measureAnswers = z.strictObject({
  facts: z.record(name, z.boolean()).refine(few, `must be at most ${ANSWERS_MAX}`),
  risks: z.record(name, harmLevel).refine(few, `must be at most ${ANSWERS_MAX}`),
  /** of how many other kinds of illegal content the risk is medium or high; null: not answered */
  otherKinds: z.int().min(0).max(OTHER_KINDS_MAX).nullable(),
});
export type MeasureAnswers = z.infer<typeof measureAnswers>;

/** PUT /v1/measures/answers. `after`: the version that they take the place of; 0 where there is none. */
export const measureAnswersInput = z.strictObject({ after: z.int().min(0), answers: measureAnswers });

const version = z.strictObject({
  version: z.int().min(1),
  at: time,
  /** the pseudonym of who answered */
  by: z.string(),
  answers: measureAnswers,
});

/** The most versions that are shown, the newest first. */
export const ANSWERS_SHOWN_MAX = 50;

export const measureQuestions = z.strictObject({
  facts: z.array(
    z.strictObject({ fact: z.string(), ask: z.string(), hint: z.string().nullable(), source: z.string() }),
  ),
  risks: z.array(z.strictObject({ risk: z.string(), ask: z.string() })),
  otherKinds: z.strictObject({ ask: z.string() }),
  /** every version of the answers, the newest first; what holds is the first */
  versions: z.array(version).max(ANSWERS_SHOWN_MAX),
});
export type MeasureQuestions = z.infer<typeof measureQuestions>;
