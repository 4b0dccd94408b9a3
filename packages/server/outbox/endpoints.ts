/** Where webhooks go: the operator's configuration. */
import { isIP } from 'node:net';
import { type WebhookType, webhookData, webhookTypes } from '@kith/contract';
import { z } from 'zod';
import { isPublicAddress } from './addresses.ts';

/** Endpoints at most: each is a query a turn of the courier, and a row an effect. */
export const ENDPOINTS_MAX = 16;
/** Secrets of one endpoint at most: the old and the new of a rotation, and a spare. */
export const SECRETS_MAX = 4;
/** The fewest bytes of a secret: 192 bits, as Standard Webhooks asks for. */
export const SECRET_BYTES_MIN = 24;
/** The most bytes of a secret: 512 bits, as Standard Webhooks asks for. */
export const SECRET_BYTES_MAX = 64;

const PREFIX = 'whsec_';

const secret = z.string().refine(
  (value) => {
    if (!value.startsWith(PREFIX) || !/^[A-Za-z0-9+/]+={0,2}$/.test(value.slice(PREFIX.length))) return false;
    const bytes = Buffer.from(value.slice(PREFIX.length), 'base64');
    const whole = bytes.toString('base64') === value.slice(PREFIX.length);
    return whole && bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX;
  },
  { error: `must be whsec_ and the base64 of ${SECRET_BYTES_MIN} to ${SECRET_BYTES_MAX} random bytes` },
);

const webhookType = z.enum(Object.keys(webhookData) as [WebhookType, ...WebhookType[]]);

const target = {
  url: z.url({ protocol: /^https?$/, error: 'must be an https URL' }),
  /** `whsec_...`; several while one replaces the other: everything is signed with all of them */
  secret: z.union([secret, z.array(secret).min(1).max(SECRETS_MAX)]),
  /** lets the URL be http, and the address private: for an endpoint on the operator's own network */
  allowPrivate: z.boolean().default(false),
};

function refuseUnsafe(
  { url, allowPrivate }: { url: string; allowPrivate: boolean },
  context: z.RefinementCtx<unknown>,
): void {
  const parsed = URL.parse(url);
  if (parsed === null) return; // `z.url` has said so
  const problem = (message: string) => context.addIssue({ code: 'custom', path: ['url'], message });
  if (parsed.username !== '' || parsed.password !== '') problem('must not carry a user name or a password');
  if (parsed.hash !== '') problem('must not have a fragment');
  if (allowPrivate) return;
  if (parsed.protocol !== 'https:') problem('must be https (or set allowPrivate)');
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) problem('must not be a private address (or set allowPrivate)');
}

/** Where something else is asked of the platform, signed as webhooks are. */
export const signedTarget = z.strictObject(target).superRefine(refuseUnsafe);
export type SignedTarget = z.output<typeof signedTarget>;

const endpoint = z
  .strictObject({
    /** names the endpoint in the outbox, in logs and in metrics */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens, 64 at most'),
    ...target,
    /** which webhooks it gets; all where it is left out */
    types: z.array(webhookType).min(1).optional(),
  })
  .superRefine(refuseUnsafe);

/** The endpoints as the configuration file gives them. */
export const webhookEndpoints = z
  .array(endpoint)
  .max(ENDPOINTS_MAX)
  .superRefine((all, context) => {
    const seen = new Set<string>();
    for (const [i, { name }] of all.entries()) {
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [i, 'name'], message: `"${name}" is there twice` });
      seen.add(name);
    }
  });

export type WebhookEndpoint = z.output<typeof endpoint>;

/** Whether an endpoint gets webhooks of a type. */
export const subscribes = (to: WebhookEndpoint, type: WebhookType): boolean =>
  (to.types ?? webhookTypes).includes(type);

/** All secrets of an endpoint. */
export const secretsOf = (to: SignedTarget): readonly string[] =>
  typeof to.secret === 'string' ? [to.secret] : to.secret;
