/**
 * Verifies a webhook from Kith: Standard Webhooks (https://www.standardwebhooks.com), symmetric signatures.
 * The signature is HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`, the body byte for byte as it came.
 */
import type { Webhook } from '@kith/contract';
import { KithError } from './errors.ts';
import { member } from './http.ts';

/** How old or how far ahead a webhook may be unless told otherwise: the standard's five minutes. */
export const WEBHOOK_TOLERANCE_S = 300;
/** Signatures that are looked at in one header: more than any rotation needs, and a bound on the work. */
export const WEBHOOK_SIGNATURES_MAX = 16;
const PREFIX = 'whsec_';

export interface WebhookToVerify {
  /** `whsec_...` as given to Kith; several while one replaces the other */
  secret: string | readonly string[];
  /** the request's headers: a Headers, or a plain object as Node gives */
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** the request's body as it came: JSON that was parsed and made again is not what was signed */
  body: string | Uint8Array;
  /** how many seconds the webhook may be old or ahead (300) */
  tolerance_s?: number;
  /** the time, milliseconds since 1970 (Date.now()) */
  now?: number;
}

/** A webhook that Kith did send. `id` is the same on every try: whoever has handled it before can drop it. */
export type VerifiedWebhook = Webhook & { id: string };

/** Gives the webhook, or throws a KithError whose code starts with `webhook_`. */
export async function verifyWebhook(options: WebhookToVerify): Promise<VerifiedWebhook> {
  const id = await verifySigned(options);
  return { ...readBody(options.body), id };
}

/** Anything that Kith signs as it does webhooks: gives its id, or throws. */
export async function verifySigned(options: WebhookToVerify): Promise<string> {
  const secrets = typeof options.secret === 'string' ? [options.secret] : options.secret;
  if (secrets.length === 0) throw new KithError('webhook_secret_invalid', 'at least one secret is needed');
  const keys = await Promise.all(secrets.map(readSecret));
  const id = header(options.headers, 'webhook-id');
  const timestamp = header(options.headers, 'webhook-timestamp');
  const given = header(options.headers, 'webhook-signature');
  checkTime(timestamp, options.tolerance_s ?? WEBHOOK_TOLERANCE_S, options.now ?? Date.now());
  const signed = concat(encoder.encode(`${id}.${timestamp}.`), bytesOf(options.body));
  if (!(await matches(keys, given, signed))) {
    throw new KithError('webhook_signature_mismatch', 'no signature fits: another secret, or the body was changed');
  }
  return id;
}

const encoder = new TextEncoder();

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? encoder.encode(body) : body;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

async function readSecret(secret: string): Promise<CryptoKey> {
  const bytes = secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : undefined;
  if (bytes === undefined || bytes.length === 0) {
    throw new KithError('webhook_secret_invalid', 'a secret is `whsec_` and base64');
  }
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function header(headers: WebhookToVerify['headers'], name: string): string {
  let value: string | readonly string[] | null | undefined;
  if (headers instanceof Headers) value = headers.get(name);
  else value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value === 'string' && value !== '') return value;
  throw new KithError('webhook_header_missing', `the header ${name} is missing, or there more than once`);
}

function checkTime(timestamp: string, tolerance_s: number, now_ms: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new KithError('webhook_timestamp_invalid', 'webhook-timestamp must be whole seconds since 1970');
  }
  const ahead_s = Number(timestamp) - Math.floor(now_ms / 1000);
  if (ahead_s < -tolerance_s) throw new KithError('webhook_too_old', `sent more than ${tolerance_s} s ago`);
  if (ahead_s > tolerance_s)
    throw new KithError('webhook_too_new', `sent more than ${tolerance_s} s ahead of our clock`);
}

/** Whether any signature of the header fits any key. `subtle.verify` compares in constant time. */
async function matches(keys: readonly CryptoKey[], given: string, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
  for (const versioned of given.split(' ').slice(0, WEBHOOK_SIGNATURES_MAX)) {
    if (!versioned.startsWith('v1,')) continue;
    const signature = fromBase64(versioned.slice(3));
    if (signature === undefined) continue;
    for (const key of keys) if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true;
  }
  return false;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The JSON of a body that was verified. */
export function jsonOf(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  } catch (cause) {
    throw new KithError('webhook_body_invalid', 'the body is no JSON', { cause });
  }
}

function readBody(body: string | Uint8Array): Webhook {
  const json = jsonOf(body);
  if (typeof member(json, 'type') !== 'string' || typeof member(json, 'data') !== 'object') {
    throw new KithError('webhook_body_invalid', 'the body is no webhook: it has no type or no data');
  }
  return json as Webhook; // signed by Kith, which holds its schema
}
