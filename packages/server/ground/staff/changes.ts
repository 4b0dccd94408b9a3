/** Changing what somebody may do. Whoever's rights change is signed out everywhere at once. */
import type { AuditAction, StaffRole } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { type AuditBy, appendAudit } from '../audit/index.ts';
import type { Records } from '../database/index.ts';
import { StaffError } from './errors.ts';
import { findPerson, writeRoles } from './people.ts';
import { endSessionsOf } from './sessions.ts';

export interface Change {
  /** whom it is about */
  person: string;
  by: AuditBy;
  now_ms: number;
}

/** Puts these roles in the place of those that somebody has. Throws a StaffError `not_known`, `own_roles` or `last_administrator`. */
export const changeRoles = (db: Kysely<Records>, change: Change, roles: readonly StaffRole[]): Promise<void> =>
  changed(db, change, 'person.roles_changed', { roles: [...new Set(roles)].sort().join(' ') }, async (trx) => {
    await writeRoles(trx, change.person, roles, change.now_ms);
  });

/** Nobody signs in as them any more. Throws a StaffError as `changeRoles` does. */
export const disablePerson = (db: Kysely<Records>, change: Change): Promise<void> =>
  changed(db, change, 'person.disabled', {}, async (trx) => {
    await trx.updateTable('staff').set({ disabled_at: change.now_ms }).where('id', '=', change.person).execute();
  });

export const enablePerson = (db: Kysely<Records>, change: Change): Promise<void> =>
  changed(db, change, 'person.enabled', {}, async (trx) => {
    await trx.updateTable('staff').set({ disabled_at: null }).where('id', '=', change.person).execute();
  });

async function changed(
  db: Kysely<Records>,
  { person, by, now_ms }: Change,
  action: AuditAction,
  detail: Readonly<Record<string, string>>,
  write: (trx: Transaction<Records>) => Promise<void>,
): Promise<void> {
  if (by === `staff:${person}`) throw new StaffError('own_roles', 'nobody changes what they themselves may do');
  return db.transaction().execute(async (trx) => {
    if ((await findPerson(trx, person)) === null) throw new StaffError('not_known', 'there is nobody of this id');
    // first, although others wait for it: it makes changes follow each other, so that no two of them can each leave the
    // other's administrator as the last one
    await appendAudit(trx, { at_ms: now_ms, by, action, subject: `staff:${person}`, detail });
    const before = await countAdministrators(trx);
    await write(trx);
    // where there is none anyway (roles come from the organisation, or nobody has joined yet) there is none to keep
    if (before > 0 && (await countAdministrators(trx)) === 0) {
      throw new StaffError('last_administrator', 'this is the last administrator: make another one first');
    }
    await endSessionsOf(trx, person);
  });
}

async function countAdministrators(trx: Kysely<Records>): Promise<number> {
  const { count } = await trx
    .selectFrom('staff')
    .innerJoin('staff_role', 'staff_role.staff', 'staff.id')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('staff_role.role', '=', 'administrator')
    .where('staff.disabled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
