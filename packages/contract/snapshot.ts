/**
 * What Kith held of a case at a moment, from two weeks before the first thing that was seen: the JSON of an item of evidence of
 * kind `snapshot`. A reader years later must understand it by itself: a change of meaning is a new `schema`.
 */
import { z } from 'zod';
import { accountView, contactView } from './decisions.ts';
import { id, outcome, time } from './words.ts';

export const SNAPSHOT_SCHEMA = 'kith.snapshot.1';

/** The most of each thing that a snapshot holds, the newest; `cut` says where there was more. */
export const SNAPSHOT_MAX = {
  contacts: 10_000,
  messages: 20_000,
  decisions: 20_000,
  signals: 5_000,
  reports: 1_000,
  rulings: 1_000,
} as const;

const snapshotAccount = z.strictObject({
  account: id,
  /** null where nothing is known of it */
  known: accountView.nullable(),
  /** what it can be recognised by: of which kind, and when it was told; the hashes stay where they are */
  identifiers: z.array(z.strictObject({ kind: z.string(), firstAt: time, lastAt: time })),
  /** accounts that it is taken for */
  links: z.array(
    z.strictObject({
      other: id,
      points: z.number(),
      byDevice: z.boolean(),
      state: z.string(),
      at: time,
    }),
  ),
});

export const snapshot = z.strictObject({
  schema: z.literal(SNAPSHOT_SCHEMA),
  case: id,
  /** the request to preserve that it was taken for */
  preservation: id,
  takenAt: time,
  /** what it covers */
  from: time,
  to: time,
  /** the account that the case is about, and then those whom it wrote to or who wrote to it, as far as they were asked for */
  accounts: z.array(snapshotAccount).min(1),
  /** what the case's account and each of the others did towards each other, in both directions; `connected` are friends */
  contacts: z.array(contactView),
  /** everybody else whom the case's account has turned to: whom, when, how much */
  otherContacts: z.array(
    z.strictObject({
      other: id,
      firstAt: time.nullable(),
      lastAt: time.nullable(),
      messages: z.int(),
      connected: z.boolean(),
    }),
  ),
  /** messages that are kept, of the case's account; the oldest first */
  messages: z.array(
    z.strictObject({
      message: id,
      conversation: id.nullable(),
      at: time,
      from: id,
      /** null in a group */
      to: id.nullable(),
      /** null where it had none, or it can't be read any more */
      text: z.string().nullable(),
      media: z.array(id),
      outcome: z.string(),
      deletedAt: time.nullable(),
    }),
  ),
  /** what was decided of what these accounts did, and what they were told; without text, the oldest first */
  decisions: z.array(
    z.strictObject({
      event: id,
      type: z.string(),
      at: time,
      actor: id,
      other: id.nullable(),
      message: id.nullable(),
      media: z.array(id),
      outcome,
      reasons: z.array(z.string()),
      notices: z.array(z.strictObject({ to: id, kind: z.string(), signs: z.array(z.string()) })),
      policy: z.string(),
    }),
  ),
  signals: z.array(
    z.strictObject({
      at: time,
      account: id,
      other: id.nullable(),
      message: id.nullable(),
      code: z.string(),
      cue: z.string(),
      weight: z.number(),
      /** the medium that matched something known; null of all else, and in snapshots that were taken before it was said */
      media: id.nullable().default(null),
    }),
  ),
  reports: z.array(
    z.strictObject({
      report: id,
      at: time,
      source: z.string(),
      reporter: id.nullable(),
      category: z.string(),
      message: id.nullable(),
      /** what was written; null where nothing was, or it is not kept any more */
      text: z.string().nullable(),
    }),
  ),
  rulings: z.array(
    z.strictObject({
      ruling: id,
      at: time,
      /** pseudonyms */
      by: z.string(),
      second: z.string().nullable(),
      state: z.string(),
      measures: z.array(z.string()),
      policy: z.string(),
      reason: z.string(),
      refer: z.boolean(),
    }),
  ),
  /** the log of events goes back to here, at most so far; null where it is empty */
  logFrom: time.nullable(),
  /** of which there was more than is here */
  cut: z.array(z.enum(['contacts', 'messages', 'decisions', 'signals', 'reports', 'rulings', 'log'])),
});
export type Snapshot = z.infer<typeof snapshot>;
