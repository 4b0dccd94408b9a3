/** The people who work with Kith, as records: by pseudonym, with their roles. */
import { randomBytes } from 'node:crypto';
import type { StaffRole } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { isStaffRole } from './actions.ts';
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

export class StaffError extends Error {
  override readonly name = 'StaffError';
  readonly code: 'pseudonym' | 'pseudonym_taken' | 'too_many_people';
  constructor(code: StaffError['code'], message: string) {
    super(message);
    this.code = code;
  }
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

/**
 * Adds somebody. `trx` should be a transaction.
 * @throws StaffError `pseudonym`, `pseudonym_taken` or `too_many_people`
 */
export async function addPerson(
  trx: Kysely<Records>,
  { pseudonym: wanted, roles }: { pseudonym: string; roles: readonly StaffRole[] },
  now_ms: number,
): Promise<Person> {
  const pseudonym = readPseudonym(wanted);
  const { count } = await trx
    .selectFrom('staff')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  if (Number(count) >= PEOPLE_MAX) {
    throw new StaffError('too_many_people', `there are ${PEOPLE_MAX} people, which is the limit`);
  }
  const id = `sta_${randomBytes(ID_BYTES).toString('base64url')}`;
  const folded = pseudonym.toLowerCase();
  const added = await trx
    .insertInto('staff')
    .values({ id, pseudonym, folded, created_at: now_ms, disabled_at: null, issuer: null, subject: null })
    .onConflict((conflict) => conflict.column('folded').doNothing())
    .executeTakeFirst();
  if (Number(added.numInsertedOrUpdatedRows ?? 0) === 0) {
    throw new StaffError('pseudonym_taken', 'somebody else has this pseudonym');
  }
  await giveRoles(trx, id, roles, now_ms);
  return { id, pseudonym, roles, createdAt: now_ms, disabledAt: null };
}

async function giveRoles(trx: Kysely<Records>, staff: string, roles: readonly StaffRole[], since_ms: number) {
  const rows = [...new Set(roles)].map((role) => ({ staff, role, since: since_ms }));
  if (rows.length > 0) await trx.insertInto('staff_role').values(rows).execute();
}

/** What is known as a role. One that this Kith doesn't know allows nothing. */
export const rolesOf = (rows: readonly { role: string | null }[]): StaffRole[] =>
  rows.flatMap(({ role }) => (role !== null && isStaffRole(role) ? [role] : []));
