/**
 * What a passkey signs: a challenge that Kith can tell as its own without having kept it, so that nobody can fill a table,
 * or push others' challenges out of one, by asking. Only one that was answered is written down, so that none counts twice.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { keepFirstFact, type Records, readFact } from '../database/index.ts';
import { hashSecret } from '../keys/index.ts';
import { CHALLENGE_MAX_MS } from './limits.ts';

const RANDOM_BYTES = 16;
const TIME_BYTES = 8;
const BODY_BYTES = RANDOM_BYTES + TIME_BYTES;
const KEY_BYTES = 32;
/** A fact of this installation that its processes share: see `challengeKey`. */
const KEY_FACT = 'challenge-key';

/** What it is for: a sign-in, one invitation, or another passkey of one person. A challenge for one is none for another. */
export type ChallengeFor = 'sign-in' | `invitation:${string}` | `person:${string}`;

/** The key by which the processes of this installation know their challenges; made where there is none. */
export async function challengeKey(db: Kysely<Records>): Promise<Buffer> {
  let kept = await readFact(db, KEY_FACT);
  if (kept === null) {
    await keepFirstFact(db, KEY_FACT, randomBytes(KEY_BYTES).toString('base64url'));
    kept = await readFact(db, KEY_FACT);
  }
  if (kept === null) throw new Error('the key of challenges could not be written');
  return Buffer.from(kept, 'base64url');
}

const mac = (key: Buffer, purpose: ChallengeFor, body: Uint8Array): Buffer =>
  createHmac('sha256', key).update(purpose).update('\0').update(body).digest();

export function newChallenge(key: Buffer, purpose: ChallengeFor, now_ms: number): Buffer {
  const body = Buffer.concat([randomBytes(RANDOM_BYTES), Buffer.alloc(TIME_BYTES)]);
  body.writeBigUInt64BE(BigInt(now_ms + CHALLENGE_MAX_MS), RANDOM_BYTES);
  return Buffer.concat([body, mac(key, purpose, body)]);
}

/** Whether a challenge (base64url) is one of ours for this, and not too old. */
export function isChallenge(key: Buffer, purpose: ChallengeFor, text: string, now_ms: number): boolean {
  const bytes = Buffer.from(text, 'base64url');
  const body = bytes.subarray(0, BODY_BYTES);
  const right = mac(key, purpose, body);
  const sent = bytes.subarray(BODY_BYTES);
  if (body.length < BODY_BYTES || sent.length !== right.length || !timingSafeEqual(sent, right)) return false;
  return body.readBigUInt64BE(RANDOM_BYTES) > BigInt(now_ms);
}

/** Writes down that a challenge was answered. @returns false where it had been */
export async function spendChallenge(trx: Kysely<Records>, text: string, now_ms: number): Promise<boolean> {
  await trx.deleteFrom('staff_challenge_spent').where('until', '<=', now_ms).execute();
  const spent = await trx
    .insertInto('staff_challenge_spent')
    .values({ hash: hashSecret(text), until: now_ms + CHALLENGE_MAX_MS })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .executeTakeFirst();
  return Number(spent.numInsertedOrUpdatedRows ?? 0) > 0;
}
