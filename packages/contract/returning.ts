/**
 * Accounts that are taken for the same person's, as those who judge cases see them: who is linked with whom, why, and what
 * people have said of it. A link is a likelihood until somebody has confirmed or cut it.
 */
import { z } from 'zod';
import { prose } from './rulings.ts';
import { accountStatus, ageBand, id, risk, time } from './words.ts';

/** Accounts that the graph of one case shows at most, those with the strongest links: past that nobody reads it. */
export const LINKED_SHOWN_MAX = 32;

/** What a link is made of: each is one comparison of two accounts. docs/DETECTION.md explains each. */
export const linkTerm = z.enum([
  /** what both were told of with */
  'email',
  'telephone',
  'device',
  'payment',
  'ip',
  'network',
  /** the other invited this one */
  'invited',
  /** both were invited by the same account */
  'inviter',
  'ageBand',
  'country',
  'region',
  'language',
  /** how many others use what they share: a family's device is many people's */
  'shared',
  /** devices of its own beside the one that both use */
  'devices',
  /** others whose accounts live on the device that both use */
  'alone',
  /** on the device of both, whether it signed up from where the other was */
  'away',
  /** children that both turned to */
  'target',
  /** first messages that say nearly the same */
  'opener',
  /** turned to the same child at about the same time of the day */
  'hours',
  /** turned to children with whom it has nothing in common, as the other did */
  'strangers',
  /** signed up soon after the other was disabled */
  'soon',
  /** the other is itself only taken for one that was barred */
  'through',
]);
export type LinkTerm = z.infer<typeof linkTerm>;

/** `seen`: Kith alone says so; `confirmed` and `cut`: somebody has judged it. */
export const linkState = z.enum(['seen', 'confirmed', 'cut']);
export type LinkState = z.infer<typeof linkState>;

/** One comparison of the two, in words that a moderator can check. */
export const linkReason = z.strictObject({
  term: linkTerm,
  /** log-odds; below 0 it speaks against their being the same person's */
  points: z.number(),
  /** what was observed: how many accounts share it, how many children, hours apart */
  value: z.number(),
  words: z.string(),
});
export type LinkReason = z.infer<typeof linkReason>;

/** Two accounts that are taken for the same person's. */
export const linkEdge = z.strictObject({
  /** the later account */
  actor: id,
  /** the earlier one, that it is taken for */
  other: id,
  /** log-odds, as when it was last weighed */
  points: z.number(),
  level: risk,
  /** they share a device: a child's block of one holds for both */
  byDevice: z.boolean(),
  state: linkState,
  /** when it was last weighed or judged */
  at: time,
  /** as the two compare now, the strongest first; what is observed changes, so they need not add up to `points` */
  reasons: z.array(linkReason),
  /** who judged it last (pseudonym), and why; null where nobody has */
  judged: z.strictObject({ by: z.string(), at: time, note: z.string().nullable() }).nullable(),
});
export type LinkEdge = z.infer<typeof linkEdge>;

export const linkedAccount = z.strictObject({
  id,
  ageBand,
  status: accountStatus,
  /** disabled for children's safety */
  barred: z.boolean(),
  createdAt: time.nullable(),
  /** the newest case about it */
  case: z.strictObject({ id, open: z.boolean() }).nullable(),
});
export type LinkedAccount = z.infer<typeof linkedAccount>;

/** GET /v1/cases/{id}/links: the case's account first, then those it is linked with, over two links at most. */
export const linksView = z.strictObject({
  account: id,
  accounts: z.array(linkedAccount).max(LINKED_SHOWN_MAX),
  edges: z.array(linkEdge),
  /** whether there were more than are shown */
  more: z.boolean(),
});
export type LinksView = z.infer<typeof linksView>;

/**
 * POST /v1/links/judge: what somebody says of a link. It holds at once and for both accounts, whichever is named first, for
 * blocks and for what recognition decides; nothing that Kith finds undoes it, nor does deleting an account.
 * `seen` takes back what they said last: it stands as it did before, and no weight is estimated from it.
 */
export const linkJudgement = z
  .strictObject({
    actor: id,
    other: id,
    state: linkState,
    note: prose.optional(),
  })
  .refine(({ actor, other }) => actor !== other, { error: 'must be another account than `actor`', path: ['other'] });
export type LinkJudgement = z.output<typeof linkJudgement>;

/** What judging answers: the link as it is now. */
export const linkJudged = z.strictObject({ edge: linkEdge });
