/**
 * Addresses by which programs of calendars read the clocks of the law, as they can't sign in: one a person, known by the hash of its
 * secret alone. It opens nothing but that feed, and only while whoever made it may read the calendar; a new one ends the one before.
 */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { hashSecret } from '../../ground/keys/index.ts';
import { findPerson, mayDo } from '../../ground/staff/index.ts';

const SECRET_BYTES = 32;
/** What such a secret looks like. */
export const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The secret; it is kept nowhere. */
export async function makeLink(db: Kysely<Records>, staff: string, at_ms: number): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const row = { hash: hashSecret(secret), made_at: at_ms };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('calendar_link')
      .values({ staff, ...row })
      .onConflict((c) => c.column('staff').doUpdateSet(row))
      .execute();
    await appendAudit(trx, { at_ms, by: `staff:${staff}`, action: 'calendar.link_made', subject: `staff:${staff}` });
  });
  return secret;
}

/** Nothing happens where there is none. */
export async function endLink(db: Kysely<Records>, staff: string, at_ms: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ended = await trx.deleteFrom('calendar_link').where('staff', '=', staff).returning('staff').execute();
    if (ended.length === 0) return;
    await appendAudit(trx, { at_ms, by: `staff:${staff}`, action: 'calendar.link_ended', subject: `staff:${staff}` });
  });
}

/** Since when somebody has one, milliseconds since 1970; null where they have none. */
export async function linkOf(db: Kysely<Records>, staff: string): Promise<number | null> {
  const row = await db.selectFrom('calendar_link').select('made_at').where('staff', '=', staff).executeTakeFirst();
  return row === undefined ? null : Number(row.made_at);
}

/** Whether the feed may be read by this secret now: whoever made it may have lost their role, or left. */
export async function mayRead(db: Kysely<Records>, secret: string): Promise<boolean> {
  const row = await db
    .selectFrom('calendar_link')
    .select('staff')
    .where('hash', '=', hashSecret(secret))
    .executeTakeFirst();
  const person = row === undefined ? null : await findPerson(db, row.staff);
  return person !== null && person.disabledAt === null && mayDo(person.roles, 'measures.read');
}
