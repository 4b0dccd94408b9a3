/**
 * Sessions: 256 random bits in a cookie, of which the database has only a hash. One ends when nobody uses it for
 * SESSION_IDLE_MAX_MS, SESSION_MAX_MS after its sign-in, when its person signs out, is disabled or gets other roles.
 */
import { randomBytes } from 'node:crypto';
import type { StaffRole } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { hashSecret } from '../keys/index.ts';
import { SEEN_EVERY_MS, SESSION_IDLE_MAX_MS, SESSION_MAX_MS, SESSIONS_A_PERSON_MAX } from './limits.ts';
import { rolesOf } from './people.ts';

const ID_BYTES = 9;
const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Who asks, in a request of somebody who is signed in. */
export interface SignedIn {
  id: string;
  pseudonym: string;
  roles: readonly StaffRole[];
  /** the session's public name; its secret is in the cookie alone */
  session: string;
  /** what a writing request of this session must send in CSRF_HEADER */
  csrf: string;
  /** milliseconds since 1970 */
  signedInAt: number;
  /** milliseconds since 1970, whatever is done */
  expiresAt: number;
  /** of their pages; null: what their browser asks for */
  language: string | null;
}

/** Made from the session's secret: who can read it already has the session, and nothing more needs to be stored. */
const csrfOf = (secret: string): string => hashSecret(`csrf ${secret}`);

/**
 * Begins a session. `trx` should be the transaction of what allows it.
 * @returns the cookie's value, given here and never again, and what else a client needs
 */
export async function beginSession(
  trx: Kysely<Records>,
  staff: string,
  now_ms: number,
): Promise<{ id: string; secret: string; csrf: string }> {
  const id = `ses_${randomBytes(ID_BYTES).toString('base64url')}`;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await endExpired(trx, now_ms);
  const older = await trx
    .selectFrom('staff_session')
    .select('id')
    .where('staff', '=', staff)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .offset(SESSIONS_A_PERSON_MAX - 1)
    .limit(SESSIONS_A_PERSON_MAX)
    .execute();
  for (const session of older) await endSession(trx, session.id);
  await trx
    .insertInto('staff_session')
    .values({
      ...{ id, hash: hashSecret(secret), staff, created_at: now_ms, seen_at: now_ms },
      expires_at: now_ms + SESSION_MAX_MS,
    })
    .execute();
  return { id, secret, csrf: csrfOf(secret) };
}

/** Whose session a cookie's value is; null where it is none, or has ended. */
export async function findSession(db: Kysely<Records>, secret: string, now_ms: number): Promise<SignedIn | null> {
  if (!SECRET.test(secret)) return null;
  const rows = await db
    .selectFrom('staff_session as session')
    .innerJoin('staff', 'staff.id', 'session.staff')
    .innerJoin('staff_role', 'staff_role.staff', 'session.staff')
    .select(['session.id as session', 'session.created_at', 'session.expires_at', 'staff.id', 'staff.pseudonym'])
    .select(['staff.language', 'staff_role.role'])
    .where('session.hash', '=', hashSecret(secret))
    .where('session.expires_at', '>', now_ms)
    .where('session.seen_at', '>', now_ms - SESSION_IDLE_MAX_MS)
    .where('staff.disabled_at', 'is', null)
    .orderBy('staff_role.role')
    .execute();
  const [row] = rows;
  const roles = rolesOf(rows);
  if (row === undefined || roles.length === 0) return null;
  const { id, pseudonym, session, language } = row;
  const [signedInAt, expiresAt] = [Number(row.created_at), Number(row.expires_at)];
  return { id, pseudonym, roles, session, csrf: csrfOf(secret), signedInAt, expiresAt, language };
}

/** Writes down that its person is there. */
export async function seeSession(db: Kysely<Records>, id: string, now_ms: number): Promise<void> {
  const stale = await db
    .selectFrom('staff_session')
    .select('id')
    .where('id', '=', id)
    .where('seen_at', '<=', now_ms - SEEN_EVERY_MS)
    .executeTakeFirst();
  if (stale === undefined) return;
  await db.updateTable('staff_session').set({ seen_at: now_ms }).where('id', '=', id).execute();
}

export async function endSession(db: Kysely<Records>, id: string): Promise<void> {
  await db.deleteFrom('staff_session').where('id', '=', id).execute();
}

/** Signs somebody out everywhere. */
export async function endSessionsOf(db: Kysely<Records>, staff: string): Promise<void> {
  await db.deleteFrom('staff_session').where('staff', '=', staff).execute();
}

/** Signs somebody out everywhere but here. */
export async function endOtherSessions(db: Kysely<Records>, staff: string, but: string): Promise<void> {
  await db.deleteFrom('staff_session').where('staff', '=', staff).where('id', '<>', but).execute();
}

/** Sessions that have ended by themselves go when another begins: there are as few as people sign in. */
async function endExpired(trx: Kysely<Records>, now_ms: number): Promise<void> {
  await trx
    .deleteFrom('staff_session')
    .where((or) => or.or([or('expires_at', '<=', now_ms), or('seen_at', '<=', now_ms - SESSION_IDLE_MAX_MS)]))
    .execute();
}
