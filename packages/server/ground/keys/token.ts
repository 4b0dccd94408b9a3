/** What a key looks like: kith_<id>_<secret>. The id is public, the secret is 256 random bits and is stored nowhere. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key's public part: 48 random bits. It names the key in logs and in lists. */
const ID_BYTES = 6;
const SECRET_BYTES = 32;
const TOKEN = /^kith_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface Token {
  id: string;
  secret: string;
}

export function newToken(): Token {
  return { id: randomBytes(ID_BYTES).toString('hex'), secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

export const tokenText = ({ id, secret }: Token): string => `kith_${id}_${secret}`;

/** The parts of a key as it is sent; null where it doesn't look like one. */
export function readToken(text: string): Token | null {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/**
 * SHA-256, hexadecimal. A secret of 256 random bits can't be guessed from its hash, so no slow hash is needed: it would
 * cost every request what it costs an attacker.
 */
export const hashSecret = (secret: string): string => hash('sha256', secret);

/** Compares in a time that says nothing about where they differ. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
