/** The people who work with Kith, as records: by pseudonym, with their roles. */
import { randomBytes } from 'node:crypto';
import type { StaffRole } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { isStaffRole } from './actions.ts';
import { StaffError } from './errors.ts';
import { PEOPLE_MAX, PSEUDONYM_LENGTH_MAX } from './limits.ts';

/** 72 random bits: ids of people are told to the platform with their acts, and say nothing about how many there are. */
const ID_BYTES = 9;

export interface Person {
  id: string;
  pseudonym: string;
  roles: readonly StaffRole[];
  /** milliseconds since 1970 */
  createdAt: number;
  disabledAt: number | null;
}

/** Letters and digits of any script, and a little between them: nothing that could look like another name, or like markup. */
const PSEUDONYM = new RegExp(`^[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N} .'-]{0,${PSEUDONYM_LENGTH_MAX - 1}})$`, 'u');

/** A pseudonym as it is kept: composed, without spaces around. Throws a StaffError where it can't be one. */
export function readPseudonym(text: string): string {
  const name = text.normalize('NFC').trim().replaceAll(/ {2,}/g, ' ');
  if (PSEUDONYM.test(name)) return name;
  const allowed = `1 to ${PSEUDONYM_LENGTH_MAX} letters, digits, spaces, and . ' -, beginning with a letter or digit`;
  throw new StaffError('pseudonym', `a pseudonym has ${allowed}`);
}

export interface NewPerson {
  pseudonym: string;
  roles: readonly StaffRole[];
  /** who they are at the company's OpenID Connect provider */
  identity?: { issuer: string; subject: string };
  language?: string | null;
}

/**
 * Adds somebody. `trx` should be a transaction.
 * @throws StaffError `pseudonym`, `pseudonym_taken` or `too_many_people`
 */
export async function addPerson(trx: Kysely<Records>, person: NewPerson, now_ms: number): Promise<Person> {
  const { roles, identity, language = null } = person;
  const pseudonym = readPseudonym(person.pseudonym);
  if ((await countPeople(trx)) >= PEOPLE_MAX) {
    throw new StaffError('too_many_people', `there are ${PEOPLE_MAX} people, which is the limit`);
  }
  const id = `sta_${randomBytes(ID_BYTES).toString('base64url')}`;
  const added = await trx
    .insertInto('staff')
    .values({
      ...{ id, pseudonym, folded: pseudonym.toLowerCase(), created_at: now_ms, disabled_at: null, language },
      ...{ issuer: identity?.issuer ?? null, subject: identity?.subject ?? null },
    })
    .onConflict((conflict) => conflict.column('folded').doNothing())
    .executeTakeFirst();
  if (Number(added.numInsertedOrUpdatedRows ?? 0) === 0) {
    throw new StaffError('pseudonym_taken', 'somebody else has this pseudonym');
  }
  await writeRoles(trx, id, roles, now_ms);
  return { id, pseudonym, roles, createdAt: now_ms, disabledAt: null };
}

/** How many there are, disabled ones included. */
export async function countPeople(db: Kysely<Records>): Promise<number> {
  const { count } = await db
    .selectFrom('staff')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Puts these roles in the place of those that somebody has. */
export async function writeRoles(
  trx: Kysely<Records>,
  staff: string,
  roles: readonly StaffRole[],
  since_ms: number,
): Promise<void> {
  await trx.deleteFrom('staff_role').where('staff', '=', staff).execute();
  const rows = [...new Set(roles)].map((role) => ({ staff, role, since: since_ms }));
  if (rows.length > 0) await trx.insertInto('staff_role').values(rows).execute();
}

/** What is known as a role. One that this Kith doesn't know allows nothing. */
export const rolesOf = (rows: readonly { role: string | null }[]): StaffRole[] =>
  rows.flatMap(({ role }) => (role !== null && isStaffRole(role) ? [role] : []));

/** Somebody, by id; null where there is nobody. */
export async function findPerson(db: Kysely<Records>, id: string): Promise<Person | null> {
  const [person] = await people(db, id);
  return person ?? null;
}

/** Everybody, the newest first. */
export const listPeople = (db: Kysely<Records>): Promise<Person[]> => people(db, null);

async function people(db: Kysely<Records>, id: string | null): Promise<Person[]> {
  let query = db
    .selectFrom('staff')
    .leftJoin('staff_role', 'staff_role.staff', 'staff.id')
    .select(['staff.id', 'staff.pseudonym', 'staff.created_at', 'staff.disabled_at', 'staff_role.role']);
  if (id !== null) query = query.where('staff.id', '=', id);
  const rows = await query.orderBy('staff.created_at', 'desc').orderBy('staff.id').orderBy('staff_role.role').execute();
  const all = Map.groupBy(rows, (row) => row.id);
  return [...all.values()].flatMap((of) => {
    const [row] = of;
    if (row === undefined) return [];
    const { id, pseudonym, created_at, disabled_at } = row;
    const disabledAt = disabled_at === null ? null : Number(disabled_at);
    return [{ id, pseudonym, roles: rolesOf(of), createdAt: Number(created_at), disabledAt }];
  });
}
