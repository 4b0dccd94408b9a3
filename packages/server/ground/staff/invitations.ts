/** Links by which somebody joins with given roles, or enrols another passkey. Each works once; the database has only a hash of it. */
import { randomBytes } from 'node:crypto';
import type { StaffRole } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { type AuditBy, appendAudit } from '../audit/index.ts';
import type { Records, StaffInvitationRow } from '../database/index.ts';
import { hashSecret } from '../keys/index.ts';
import { StaffError } from './errors.ts';
import { INVITATION_MAX_MS, INVITATIONS_MAX } from './limits.ts';
import { countPeople, rolesOf } from './people.ts';

const ID_BYTES = 9;
const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

export interface Invitation {
  id: string;
  /** of who joins by it; none where it is for somebody who is there */
  roles: readonly StaffRole[];
  /** for whom, where they are there already: another passkey */
  person: string | null;
  /** milliseconds since 1970; null: until it is used */
  expiresAt: number | null;
}

/** What is to be made of it: somebody new with these roles, or another passkey of somebody. */
export type InvitationFor = { roles: readonly StaffRole[] } | { person: string };

/** @returns the link's secret, given here and never again */
export async function invite(
  db: Kysely<Records>,
  to: InvitationFor,
  by: AuditBy,
  now_ms: number,
): Promise<Invitation & { secret: string }> {
  return db.transaction().execute(async (trx) => {
    await forgetVoid(trx, now_ms);
    const { count } = await trx
      .selectFrom('staff_invitation')
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) >= INVITATIONS_MAX) {
      throw new StaffError('too_many_invitations', `${INVITATIONS_MAX} invitations wait to be used: withdraw some`);
    }
    if ('person' in to) {
      const person = await trx.selectFrom('staff').select('issuer').where('id', '=', to.person).executeTakeFirst();
      if (person === undefined) throw new StaffError('not_known', 'there is nobody of this id');
      if (person.issuer !== null) {
        throw new StaffError('from_provider', 'they sign in through their organisation, and need no passkey here');
      }
    }
    const made = await insert(trx, to, by, now_ms, now_ms + INVITATION_MAX_MS);
    const { id, roles, person } = made;
    const entry = { at_ms: now_ms, by, subject: `invitation:${id}` };
    if (person === null) {
      await appendAudit(trx, { ...entry, action: 'person.invited', detail: { roles: roles.join(' ') } });
    } else await appendAudit(trx, { ...entry, action: 'person.passkey_invited', detail: { person } });
    return made;
  });
}

/**
 * The link for the first administrator, where there is nobody yet: good until somebody is there, or until the next one is made.
 * @param roles that this person has, the administrator's among them
 * @returns its secret; null where there is somebody
 */
export async function inviteFirst(
  db: Kysely<Records>,
  now_ms: number,
  roles: readonly StaffRole[] = ['administrator'],
): Promise<string | null> {
  if ((await countPeople(db)) > 0) return null;
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom('staff_invitation').where('made_by', '=', 'system').execute();
    return (await insert(trx, { roles }, 'system', now_ms, null)).secret;
  });
}

async function insert(
  trx: Kysely<Records>,
  to: InvitationFor,
  by: AuditBy,
  now_ms: number,
  expiresAt: number | null,
): Promise<Invitation & { secret: string }> {
  const id = `inv_${randomBytes(ID_BYTES).toString('base64url')}`;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const roles = 'roles' in to ? [...new Set(to.roles)].sort() : [];
  const person = 'person' in to ? to.person : null;
  await trx
    .insertInto('staff_invitation')
    .values({
      ...{ id, hash: hashSecret(secret), roles: roles.join(' '), staff: person, made_by: by },
      ...{ created_at: now_ms, expires_at: expiresAt, used_at: null },
    })
    .execute();
  return { id, roles, person, expiresAt, secret };
}

/** What a link is good for. Throws a StaffError `invitation_void` where it is good for nothing (any more). */
export async function findInvitation(db: Kysely<Records>, secret: string, now_ms: number): Promise<Invitation> {
  const row = SECRET.test(secret)
    ? await db.selectFrom('staff_invitation').selectAll().where('hash', '=', hashSecret(secret)).executeTakeFirst()
    : undefined;
  if (row === undefined || row.used_at !== null || isOver(row, now_ms)) throw voidNow();
  // somebody came in by another way since the start
  if (row.made_by === 'system' && (await countPeople(db)) > 0) throw voidNow();
  return shown(row);
}

const voidNow = () =>
  new StaffError('invitation_void', 'this link was used, is too old, or is not whole: ask for another');
const isOver = ({ expires_at }: StaffInvitationRow, now_ms: number) => expires_at !== null && expires_at <= now_ms;

const shown = ({ id, roles, staff, expires_at }: StaffInvitationRow): Invitation => ({
  ...{ id, person: staff, roles: rolesOf(roles.split(' ').map((role) => ({ role }))) },
  expiresAt: expires_at === null ? null : Number(expires_at),
});

/** Uses a link up. Throws a StaffError `invitation_void` where somebody else was faster. */
export async function spendInvitation(trx: Transaction<Records>, id: string, now_ms: number): Promise<void> {
  const used = await trx
    .updateTable('staff_invitation')
    .set({ used_at: now_ms })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (Number(used.numUpdatedRows) === 0) throw voidNow();
}

/** Those that wait to be used, the newest first; without the link for the first administrator. */
export async function listInvitations(db: Kysely<Records>, now_ms: number): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('staff_invitation')
    .selectAll()
    .where('used_at', 'is', null)
    .where('made_by', '!=', 'system')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(INVITATIONS_MAX)
    .execute();
  return rows.filter((row) => !isOver(row, now_ms)).map(shown);
}

/** Makes a link void. Throws a StaffError `not_known` where there is none that waits. */
export async function withdrawInvitation(db: Kysely<Records>, id: string, by: AuditBy, now_ms: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx
      .deleteFrom('staff_invitation')
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (Number(gone.numDeletedRows) === 0) throw new StaffError('not_known', 'no invitation of this id waits');
    await appendAudit(trx, { at_ms: now_ms, by, action: 'person.invitation_withdrawn', subject: `invitation:${id}` });
  });
}

/** The audit log tells of those that were used or came to nothing. */
async function forgetVoid(trx: Kysely<Records>, now_ms: number): Promise<void> {
  await trx
    .deleteFrom('staff_invitation')
    .where((eb) => eb.or([eb('used_at', 'is not', null), eb('expires_at', '<=', now_ms)]))
    .execute();
}
