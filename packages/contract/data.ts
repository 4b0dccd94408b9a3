/** A person's own data: what Kith gives out when somebody asks for it, and what becomes of it when they ask for its erasure. */
import { z } from 'zod';
import { accountView } from './decisions.ts';
import { familyRole, guardianshipState } from './family.ts';
import { id, time } from './words.ts';

/** Contacts and messages that one answer holds at most: what one person does in years, or in two weeks. */
export const DATA_ROWS_MAX = 10_000;

const contact = z.strictObject({
  /** whom the account did this towards */
  other: id,
  firstAt: time.optional(),
  lastAt: time.optional(),
  messages: z.number(),
  groupMessages: z.number(),
  requestedAt: time.optional(),
  blocking: z.boolean(),
  reportedAt: time.optional(),
});

const message = z.strictObject({
  message: id,
  at: time,
  to: id.nullable(),
  /** null where it had none, or it can't be read any more */
  text: z.string().nullable(),
  media: z.array(id),
});

/** Something that the account can be recognised by: of which kind and since when. Kith has keyed hashes only, no values. */
const recognisedBy = z.strictObject({
  kind: z.enum(['email', 'telephone', 'device', 'ip', 'network', 'payment', 'inviter']),
  firstAt: time,
  lastAt: time,
});

/** What is known of an account, as its person may have it: their own acts and words, nobody else's. */
export const accountData = z.strictObject({
  account: id,
  at: time,
  /** what the platform told of it; null where nothing is known */
  known: accountView.omit({ risk: true, childrenAgainst30d: true }).nullable(),
  recognisedBy: z.array(recognisedBy),
  contacts: z.array(contact).max(DATA_ROWS_MAX),
  /** its own messages that are kept for a while */
  messages: z.array(message).max(DATA_ROWS_MAX),
  /** reports that it filed; never who reported it */
  reports: z.array(
    z.strictObject({
      ...{ id: z.string(), at: time, about: id.nullable(), category: z.string() },
      /** what its person wrote in it; null where that was nothing, or is not kept any more */
      text: z.string().nullable(),
    }),
  ),
  /** as guardian and as child */
  guardianships: z
    .array(
      z.strictObject({
        as: familyRole,
        /** null where nobody had taken the invitation */
        other: id.nullable(),
        state: guardianshipState,
        invitedAt: time,
        endedAt: time.nullable(),
      }),
    )
    .max(DATA_ROWS_MAX),
  /** when a guardian looked, as guardian and as child */
  looks: z.array(z.strictObject({ guardian: id, child: id, at: time })).max(DATA_ROWS_MAX),
  /** what is not in here, and why */
  withheld: z.array(z.strictObject({ what: z.string(), why: z.string() })),
  /** whether a list above ends at DATA_ROWS_MAX */
  cut: z.boolean(),
});
export type AccountData = z.infer<typeof accountData>;

export const erasureItem = z.strictObject({
  what: z.string(),
  /** deleted: there is nothing (any more). later: it goes by itself. kept: the law or its purpose keeps it */
  state: z.enum(['deleted', 'later', 'kept']),
  /** when it is gone at the latest; absent where nobody can say yet */
  until: time.optional(),
  why: z.string(),
});
export type ErasureItem = z.infer<typeof erasureItem>;

/** What becomes of an account's data. Asked again, it says how far that is. */
export const erasure = z.strictObject({
  account: id,
  requestedAt: time,
  /** when all that can be deleted was; absent before */
  doneAt: time.optional(),
  items: z.array(erasureItem),
});
export type Erasure = z.infer<typeof erasure>;
