/** People whom their organisation's OpenID Connect provider knows: who they are comes from there, and so do their roles. */
import { randomBytes, randomInt } from 'node:crypto';
import type { StaffRole } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import type { Records } from '../database/index.ts';
import { StaffError } from './errors.ts';
import { type Begun, begin } from './passkeys.ts';
import { addPerson, findPerson, writeRoles } from './people.ts';
import { endSessionsOf } from './sessions.ts';

export interface Identity {
  issuer: string;
  /** unique at the issuer, and says nothing elsewhere */
  subject: string;
  /** that their organisation gives them here */
  roles: readonly StaffRole[];
}

/**
 * Signs in whom the provider has vouched for. Somebody new is added where a role is theirs; whose roles there have changed
 * has the new ones from now on. A StaffError `not_known` where they have none (any more: then their sessions end, too), or
 * were disabled here.
 */
export async function signInByIdentity(db: Kysely<Records>, identity: Identity, now_ms: number): Promise<Begun> {
  const roles = [...new Set(identity.roles)].sort();
  const begun = await db.transaction().execute(async (trx): Promise<Begun | null> => {
    const known = await trx
      .selectFrom('staff')
      .select('id')
      .where('issuer', '=', identity.issuer)
      .where('subject', '=', identity.subject)
      .executeTakeFirst();
    const person = known === undefined ? null : await findPerson(trx, known.id);
    if (person?.disabledAt != null) return null;
    if (person === null) {
      if (roles.length === 0) return null;
      return begin(trx, await add(trx, { ...identity, roles }, now_ms), 'provider', now_ms);
    }
    if (person.roles.join(' ') !== roles.join(' ')) {
      await writeRoles(trx, person.id, roles, now_ms);
      await endSessionsOf(trx, person.id);
      const entry = { at_ms: now_ms, by: 'system', subject: `staff:${person.id}` } as const;
      await appendAudit(trx, { ...entry, action: 'person.roles_changed', detail: { roles: roles.join(' ') } });
    }
    return roles.length === 0 ? null : begin(trx, person.id, 'provider', now_ms);
  });
  // only now: that somebody has no role any more stays written down
  if (begun === null) throw refused();
  return begun;
}

const refused = () => new StaffError('not_known', 'the provider gives this person no role here, or they were disabled');

async function add(trx: Transaction<Records>, { issuer, subject, roles }: Identity, now_ms: number): Promise<string> {
  const pseudonym = await freePseudonym(trx);
  const { id } = await addPerson(trx, { pseudonym, roles, identity: { issuer, subject } }, now_ms);
  const by = `staff:${id}` as const;
  await appendAudit(trx, {
    at_ms: now_ms,
    by,
    action: 'person.joined',
    subject: by,
    detail: { roles: roles.join(' ') },
  });
  return id;
}

/** The provider knows names and addresses, and Kith is to know none: whoever comes from there is a bird. */
const BIRDS = [
  ...['Avocet', 'Bittern', 'Blackbird', 'Bullfinch', 'Chough', 'Coot', 'Curlew', 'Dipper', 'Dunlin', 'Eider', 'Fulmar'],
  ...['Gannet', 'Goldfinch', 'Grebe', 'Heron', 'Jackdaw', 'Kestrel', 'Kite', 'Knot', 'Lapwing', 'Linnet', 'Merlin'],
  ...['Nuthatch', 'Osprey', 'Petrel', 'Pipit', 'Plover', 'Puffin', 'Redwing', 'Robin', 'Siskin', 'Snipe', 'Starling'],
  ...['Swallow', 'Teal', 'Tern', 'Thrush', 'Wagtail', 'Wigeon', 'Wren'],
];
/** Numbers of each bird, three digits: 41,000 names for 5,000 people at most. */
const NUMBER_MAX = 1_000;
/** Names that are tried before one is taken that nobody can have. */
const TRIES_MAX = 20;

async function freePseudonym(trx: Transaction<Records>): Promise<string> {
  for (let i = 0; i < TRIES_MAX; i++) {
    const name = `${BIRDS[randomInt(BIRDS.length)]} ${randomInt(1, NUMBER_MAX)}`;
    const taken = await trx
      .selectFrom('staff')
      .select('id')
      .where('folded', '=', name.toLowerCase())
      .executeTakeFirst();
    if (taken === undefined) return name;
  }
  return `Bird ${randomBytes(6).toString('hex')}`;
}
