/** Passkeys and their signatures, as browsers send them. */
import { z } from 'zod';

/** Of credentials and signatures, characters: keys that resist quantum computers are the longest. */
const BASE64URL_LENGTH_MAX = 32_768;
const base64url = z
  .string()
  .max(BASE64URL_LENGTH_MAX)
  .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const type = z.literal('public-key');

/** A challenge that a passkey has answered. */
export const signedBy = z
  .object({
    ...{ id: base64url, rawId: base64url, type },
    response: z.object({
      ...{ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url },
      userHandle: base64url.nullish().transform((handle) => handle ?? undefined),
    }),
  })
  .transform(({ response: { userHandle, ...response }, ...rest }) => ({
    ...{ ...rest, clientExtensionResults: {} },
    response: { ...response, ...(userHandle !== undefined && { userHandle }) },
  }));

/** A passkey that was made. */
export const made = z
  .object({
    ...{ id: base64url, rawId: base64url, type },
    response: z.object({
      ...{ clientDataJSON: base64url, attestationObject: base64url },
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/))
        .max(10)
        .default([]),
    }),
  })
  .transform((response) => ({ ...response, clientExtensionResults: {} }));
