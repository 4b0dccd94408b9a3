/**
 * Signing in to the Family Centre: by a link that the platform hands out to somebody who is signed in there. The database has
 * only hashes of links and of cookies. A link is used up by whoever follows it first, and asks them to press a button before
 * that: programs that fetch links to show what is behind them use none up.
 */
import { randomBytes } from 'node:crypto';
import type { FamilyLink, FamilyLinkInput } from '@kith/contract';
import type { Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { hashSecret } from '../ground/keys/index.ts';
import {
  LINK_MAX_MS,
  LINKS_AN_ACCOUNT_MAX,
  SEEN_EVERY_MS,
  SESSION_IDLE_MAX_MS,
  SESSION_MAX_MS,
  SESSIONS_AN_ACCOUNT_MAX,
} from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';

const SECRET_BYTES = 32;
/** 256 bits in base64url: what our links and cookies hold, and nothing else is looked up. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** Somebody who is signed in. */
export interface FamilySession {
  account: string;
  /** of their pages, as the platform said; null: what their browser asks for */
  language: string | null;
  /** what a form of this session must send: made from the cookie's value, which no other page knows */
  formToken: string;
}

/** Makes a link for somebody, in place of the oldest where too many wait. @param base where people reach Kith */
export async function makeLink(
  { db }: Pick<FamilyOptions, 'db'>,
  { account, language }: FamilyLinkInput,
  base: string,
  { by, now_ms }: Act,
): Promise<FamilyLink> {
  const secret = newSecret();
  const until = now_ms + LINK_MAX_MS;
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('family_link').where('until', '<=', now_ms).execute();
    const older = await trx
      .selectFrom('family_link')
      .select('hash')
      .where('account', '=', account)
      .orderBy('until', 'desc')
      .offset(LINKS_AN_ACCOUNT_MAX - 1)
      .limit(LINKS_AN_ACCOUNT_MAX)
      .execute();
    await deleteHashes(trx, 'family_link', older);
    await trx
      .insertInto('family_link')
      .values({ hash: hashSecret(secret), account, language: language ?? null, until })
      .execute();
    await appendAudit(trx, { at_ms: now_ms, by, action: 'family.link_made', subject: `account:${account}` });
  });
  return { url: new URL(`/family/enter/${secret}`, base).href, expires: new Date(until).toISOString() };
}

/** Whether a link would let somebody in now: for the page with the button. Uses nothing up. */
export async function canEnter({ db }: Pick<FamilyOptions, 'db'>, token: string, now_ms: number): Promise<boolean> {
  if (!SECRET.test(token)) return false;
  const row = await db
    .selectFrom('family_link')
    .select('until')
    .where('hash', '=', hashSecret(token))
    .executeTakeFirst();
  return row !== undefined && row.until > now_ms;
}

export interface Entered extends FamilySession {
  /** the cookie's value: given here, and never again */
  secret: string;
}

/** Uses a link up and begins a session; null where it is none, was used, or is too old. */
export async function enter({ db }: Pick<FamilyOptions, 'db'>, token: string, now_ms: number): Promise<Entered | null> {
  if (!SECRET.test(token)) return null;
  return db.transaction().execute(async (trx) => {
    const link = await trx
      .deleteFrom('family_link')
      .where('hash', '=', hashSecret(token))
      .where('until', '>', now_ms)
      .returning(['account', 'language'])
      .executeTakeFirst();
    // of two at once the other one has it
    if (link === undefined) return null;
    const { account, language } = link;
    const secret = newSecret();
    await makeRoom(trx, account, now_ms);
    await trx
      .insertInto('family_session')
      .values({
        ...{ hash: hashSecret(secret), account, language, created_at: now_ms, seen_at: now_ms },
        expires_at: now_ms + SESSION_MAX_MS,
      })
      .execute();
    const by = `family:${account}` as const;
    await appendAudit(trx, { at_ms: now_ms, by, action: 'family.entered', subject: `account:${account}` });
    return { account, language, secret, formToken: formTokenOf(secret) };
  });
}

async function makeRoom(trx: Transaction<Records>, account: string, now_ms: number): Promise<void> {
  await trx
    .deleteFrom('family_session')
    .where((or) => or.or([or('expires_at', '<=', now_ms), or('seen_at', '<=', now_ms - SESSION_IDLE_MAX_MS)]))
    .execute();
  const older = await trx
    .selectFrom('family_session')
    .select('hash')
    .where('account', '=', account)
    .orderBy('created_at', 'desc')
    .orderBy('hash')
    .offset(SESSIONS_AN_ACCOUNT_MAX - 1)
    .limit(SESSIONS_AN_ACCOUNT_MAX)
    .execute();
  await deleteHashes(trx, 'family_session', older);
}

async function deleteHashes(
  trx: Transaction<Records>,
  table: 'family_link' | 'family_session',
  rows: readonly { hash: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const hashes = rows.map(({ hash }) => hash);
  await trx.deleteFrom(table).where('hash', 'in', hashes).execute();
}

const formTokenOf = (secret: string): string => hashSecret(`family form ${secret}`);

/** Whose session a cookie's value is; null where it is none, or has ended. Keeps it alive. */
export async function whoIs(
  { db }: Pick<FamilyOptions, 'db'>,
  secret: string,
  now_ms: number,
): Promise<FamilySession | null> {
  if (!SECRET.test(secret)) return null;
  const hash = hashSecret(secret);
  const row = await db
    .selectFrom('family_session')
    .select(['account', 'language', 'seen_at'])
    .where('hash', '=', hash)
    .where('expires_at', '>', now_ms)
    .where('seen_at', '>', now_ms - SESSION_IDLE_MAX_MS)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { account, language, seen_at } = row;
  if (seen_at <= now_ms - SEEN_EVERY_MS) {
    await db.updateTable('family_session').set({ seen_at: now_ms }).where('hash', '=', hash).execute();
  }
  return { account, language, formToken: formTokenOf(secret) };
}

/** Ends a session, at once. */
export async function leave({ db }: Pick<FamilyOptions, 'db'>, secret: string): Promise<void> {
  await db.deleteFrom('family_session').where('hash', '=', hashSecret(secret)).execute();
}
