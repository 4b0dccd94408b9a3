/** Keys of the API, as those who look after them see them: GET and POST /v1/keys. */
import { z } from 'zod';

/** What a key may do. */
export const keyScope = z.enum([
  'events:write',
  'decisions:ask',
  'knowledge:read',
  /** what a person may have of what is known of them, and its erasure */
  'data:manage',
  'metrics:read',
  /** links to the report form, for people who are signed in on the platform */
  'reports:write',
  /** reports of trusted flaggers, and of the platform's own staff */
  'reports:flag',
  /** gives what a request to preserve asks for: details of accounts, messages, media */
  'evidence',
  /** guardianships, and what guardians and children see and do: for the service that knows who is signed in */
  'families',
]);
export type KeyScope = z.infer<typeof keyScope>;

/** A key's name, characters: enough to say which service has it. */
export const KEY_NAME_LENGTH_MAX = 100;

export const keyView = z.strictObject({
  /** the key's public part, which is also its name in the log */
  id: z.string(),
  name: z.string(),
  scopes: z.array(keyScope),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});
export type KeyView = z.infer<typeof keyView>;

export const keysView = z.strictObject({
  /** the newest first, revoked ones included */
  keys: z.array(keyView),
  /** what a key that is made here may do: `data:manage`, which gives out what people wrote, only the command line gives */
  scopes: z.array(keyScope),
});
export type KeysView = z.infer<typeof keysView>;

export const keyAsked = z.strictObject({
  /** which service has it */
  name: z
    .string()
    .trim()
    .min(1)
    .max(KEY_NAME_LENGTH_MAX)
    .refine((text) => !/\p{C}/u.test(text), 'must be text that can be seen'),
  scopes: z.array(keyScope).min(1),
});
export type KeyAsked = z.infer<typeof keyAsked>;

export const keyMade = z.strictObject({
  ...keyView.shape,
  key: z.string().meta({ description: 'The key itself: shown here and never again' }),
});
export type KeyMade = z.infer<typeof keyMade>;
