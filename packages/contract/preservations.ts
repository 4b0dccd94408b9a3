/**
 * How a platform answers `preservation.requested`: it looks what is asked for, gives it a piece at a time, and says when that was
 * all. What it gives is evidence (evidence.ts), and only what was asked for is taken.
 */
import { z } from 'zod';
import { problem } from './decisions.ts';
import { EVIDENCE_MESSAGES_MAX, preservationState } from './evidence.ts';
import { id, time } from './words.ts';

/**
 * GET /v1/preservations/{id}. Messages that these accounts sent each other between `from` and `to` are asked for, too, whether
 * or not they are named; and the media that such messages name.
 */
export const preservationAsked = z.strictObject({
  preservation: id,
  state: preservationState.exclude(['waiting']),
  accounts: z.array(z.strictObject({ account: id, given: z.boolean() })),
  messages: z.array(z.strictObject({ message: id, given: z.boolean() })),
  media: z.array(z.strictObject({ media: id, given: z.boolean(), details: z.boolean() })),
  from: time,
  to: time,
  askedAt: time,
  /** by when it should be done: the operator's own target */
  dueAt: time,
  doneAt: time.nullable(),
  /** how many were given in all, those that nobody named among them */
  given: z.strictObject({ accounts: z.int().min(0), messages: z.int().min(0), media: z.int().min(0) }),
});
export type PreservationAsked = z.infer<typeof preservationAsked>;

/** What was received, so that both sides can say that it is the same. */
const received = {
  /** SHA-256 of the request's body as it came, hexadecimal */
  sha256: z.string(),
  /** of the body */
  bytes: z.int().min(0),
};

/** `duplicate`: the very same was given before, and is one piece of evidence. */
export const preservationGiven = z.strictObject({ status: z.enum(['accepted', 'duplicate']), ...received });
export type PreservationGiven = z.infer<typeof preservationGiven>;

/** What became of one message of a request, in the order they came; a rejected one changes nothing, and the others count. */
export const messageGiven = z.union([
  z.strictObject({ message: id, status: z.enum(['accepted', 'duplicate']) }),
  z.strictObject({
    /** left out where the line has none that can be read */
    message: id.optional(),
    status: z.literal('rejected'),
    /** `field` names the line or the place in the array, counted from 0 */
    error: problem,
  }),
]);
export type MessageGiven = z.infer<typeof messageGiven>;

export const messagesGiven = z.strictObject({
  results: z.array(messageGiven).max(EVIDENCE_MESSAGES_MAX),
  ...received,
});
export type MessagesGiven = z.infer<typeof messagesGiven>;
