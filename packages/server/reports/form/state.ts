/**
 * What somebody has answered so far. The server keeps nothing of it: their browser carries it, sealed, until they send it,
 * leave, or wait too long.
 */
import { type KeyObject, randomBytes } from 'node:crypto';
import { id } from '@kith/contract';
import { parseCookie, stringifySetCookie } from 'cookie';
import { z } from 'zod';
import { brought, carry } from '../carried.ts';
import type { Link } from '../links.ts';
import { whoOptions } from '../words.ts';

/** Characters of the cookie's value: browsers keep 4,096 bytes of a cookie with its name and attributes. */
export const STATE_LENGTH_MAX = 3_800;
/** How long the answers are carried, milliseconds: somebody may be called to dinner. */
export const STATE_MAX_MS = 2 * 60 * 60_000;

const COOKIE = 'kith-report';
const FORM = 'report form 1';

const state = z.strictObject({
  /** names the report that this becomes: sent twice, it is one */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  begun: z.int(),
  /** comes back with every page: nobody else's page can send it */
  own: z.string(),
  /** who came by a link of the platform's */
  link: z
    .strictObject({
      reporter: id,
      about: id,
      message: id.optional(),
      conversation: id.optional(),
      child: z.boolean().optional(),
    })
    .optional(),
  who: z.enum(whoOptions).optional(),
  about: z.string().optional(),
  what: z.string().optional(),
  more: z.string().optional(),
  updates: z.boolean().optional(),
  contact: z.string().optional(),
  /** it was sent: only the last page is left */
  sent: z.boolean().optional(),
});
export type FormState = z.infer<typeof state>;

const OWN_BYTES = 16;

export function newState(now_ms: number, from?: Link): FormState {
  const own = randomBytes(OWN_BYTES).toString('base64url');
  if (from === undefined) return { id: randomBytes(16).toString('hex'), begun: now_ms, own };
  const { link, until: _until, language: _language, ...named } = from;
  return { id: link, begun: now_ms, own, link: named };
}

/** What is left when it is sent: enough for the last page. */
export const sentState = ({ id, begun, own, link, who, what, updates, contact }: FormState): FormState => ({
  ...{ id, begun, own, link, who, what, updates, sent: true },
  ...(contact !== undefined && contact !== '' && { contact: '-' }),
});

/** null where there is none, or its time is over. */
export function readState(key: KeyObject, cookies: string | undefined, now_ms: number): FormState | null {
  const value = parseCookie(cookies ?? '')[COOKIE];
  const read = value === undefined ? null : brought(key, FORM, value, state);
  return read === null || read.begun + STATE_MAX_MS < now_ms ? null : read;
}

/** Whether the browser comes over https: then nothing of the answers goes over anything else. */
interface Way {
  secure: boolean;
}

/** The header's value; null where the answers are too long to be carried. */
export function stateCookie(key: KeyObject, value: FormState, { secure }: Way): string | null {
  const sealed = carry(key, FORM, value);
  if (sealed.length > STATE_LENGTH_MAX) return null;
  return stringifySetCookie({ name: COOKIE, value: sealed, maxAge: STATE_MAX_MS / 1000, ...attributes(secure) });
}

export const noCookie = ({ secure }: Way): string =>
  stringifySetCookie({ name: COOKIE, value: '', maxAge: 0, ...attributes(secure) });

/** Lax, not Strict: a link from the platform's page must find what it just set. Forms of others never bring it. */
const attributes = (secure: boolean) => ({ path: '/report', httpOnly: true, sameSite: 'lax', secure }) as const;
