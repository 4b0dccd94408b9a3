/** The outbox, for those who look after deliveries: what was given up, and sending it again. */
import { z } from 'zod';
import { isName, time } from './words.ts';

/** The most letters of one page, and how many there are unless asked otherwise. */
export const LETTERS_PAGE_MAX = 500;
export const LETTERS_PAGE = 100;

/** A webhook that was given up, without what it says. */
export const letterView = z.strictObject({
  id: z.string().meta({ description: 'The webhook-id: the same for every try' }),
  endpoint: z.string(),
  type: z.string(),
  createdAt: time,
  attempts: z.int().min(0),
  deadAt: time.nullable(),
  deliveredAt: time.nullable(),
  lastError: z.string().nullable().meta({ description: 'Status or error code of the last try' }),
});
export type LetterView = z.infer<typeof letterView>;

/** GET /v1/outbox */
export const outboxQuery = z.strictObject({
  endpoint: z.string().max(256).optional(),
  type: z.string().max(64).optional(),
  /** `next` of the page before */
  after: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(LETTERS_PAGE_MAX).default(LETTERS_PAGE),
});

export const outboxPage = z.strictObject({
  counts: z.strictObject({ waiting: z.int().min(0), delivered: z.int().min(0), dead: z.int().min(0) }),
  /** dead letters */
  letters: z.array(letterView).max(LETTERS_PAGE_MAX),
  next: z.string().nullable(),
});
export type OutboxPage = z.infer<typeof outboxPage>;

/** GET /v1/outbox/{id}: with what it says, as it is signed and sent. */
export const letterShown = letterView.extend({ body: z.string() });
export type LetterShown = z.infer<typeof letterShown>;

/** What something is chosen by: a name has no control characters. */
const named = (lengthMax: number) =>
  z.string().max(lengthMax).refine(isName, 'must be a name without control characters').optional();

/** POST /v1/outbox/replay: one by its id, or all that were given up. */
export const replayInput = z.strictObject({
  id: named(256),
  endpoint: named(256),
  type: named(64),
});
export const replayAnswer = z.strictObject({ replayed: z.int().min(0) });
export type ReplayAnswer = z.infer<typeof replayAnswer>;
