/** What somebody changes about themselves: their passkeys, and the pseudonym by which others know them. */

import type { AuditAction } from '@kith/contract';
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import type { Records } from '../database/index.ts';
import { challengeKey, isChallenge, newChallenge, spendChallenge } from './challenges.ts';
import { StaffError } from './errors.ts';
import { PASSKEYS_A_PERSON_MAX } from './limits.ts';
import { addPasskey, makingOptions, verifyMade } from './making.ts';
import { readPseudonym } from './people.ts';
import { endOtherSessions, type SignedIn } from './sessions.ts';

export interface OwnPasskey {
  id: string;
  /** milliseconds since 1970 */
  addedAt: number;
  usedAt: number | null;
}

/** Somebody's passkeys, the newest first. */
export async function passkeysOf(db: Kysely<Records>, staff: string): Promise<OwnPasskey[]> {
  const rows = await db
    .selectFrom('staff_credential')
    .select(['id', 'created_at', 'used_at'])
    .where('staff', '=', staff)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(({ id, created_at, used_at }) => ({
    ...{ id, addedAt: Number(created_at), usedAt: used_at === null ? null : Number(used_at) },
  }));
}

type Me = Pick<SignedIn, 'id' | 'pseudonym' | 'session'>;

/** Whether their organisation says who they are: they have no passkeys here. */
export async function isFromProvider(db: Kysely<Records>, staff: string): Promise<boolean> {
  const row = await db.selectFrom('staff').select('issuer').where('id', '=', staff).executeTakeFirst();
  return row !== undefined && row.issuer !== null;
}

async function refuseMore(db: Kysely<Records>, staff: string): Promise<readonly { id: string }[]> {
  if (await isFromProvider(db, staff)) {
    throw new StaffError('from_provider', 'you sign in through your organisation, and need no passkey here');
  }
  const theirs = await passkeysOf(db, staff);
  if (theirs.length < PASSKEYS_A_PERSON_MAX) return theirs;
  throw new StaffError('too_many_passkeys', `you have ${PASSKEYS_A_PERSON_MAX} passkeys, which is the limit`);
}

/** What the browser needs to make another passkey. @throws StaffError `from_provider` or `too_many_passkeys` */
export async function anotherPasskeyOptions(
  db: Kysely<Records>,
  { id, pseudonym }: Me,
  origin: string,
  now_ms: number,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const theirs = await refuseMore(db, id);
  const challenge = newChallenge(await challengeKey(db), `person:${id}`, now_ms);
  return makingOptions({ userName: pseudonym, challenge, theirs, origin });
}

/** Adds it. @throws StaffError `from_provider`, `too_many_passkeys` or `passkey_refused` */
export async function addAnotherPasskey(
  db: Kysely<Records>,
  { id }: Me,
  response: RegistrationResponseJSON,
  origin: string,
  now_ms: number,
): Promise<void> {
  const key = await challengeKey(db);
  const isOurs = (text: string) => isChallenge(key, `person:${id}`, text, now_ms);
  const { credential, challenge } = await verifyMade(response, isOurs, origin);
  await db.transaction().execute(async (trx) => {
    // first: changes of one person follow each other, so that the limit holds
    await note(trx, id, 'person.passkey_added', {}, now_ms);
    if (!(await spendChallenge(trx, challenge, now_ms))) {
      throw new StaffError('passkey_refused', 'this was answered before');
    }
    await refuseMore(trx, id);
    await addPasskey(trx, id, credential, now_ms);
  });
}

/**
 * Removes one, which may be in somebody else's hands: all other sessions of its person end.
 * @throws StaffError `not_known` or `last_passkey`
 */
export async function removePasskey(db: Kysely<Records>, { id, session }: Me, passkey: string, now_ms: number) {
  await db.transaction().execute(async (trx) => {
    // first: of two who remove one each, the second sees what the first has left
    await note(trx, id, 'person.passkey_removed', {}, now_ms);
    const theirs = await passkeysOf(trx, id);
    if (!theirs.some((one) => one.id === passkey)) throw new StaffError('not_known', 'you have no such passkey');
    if (theirs.length === 1 && !(await isFromProvider(trx, id))) {
      throw new StaffError('last_passkey', 'this is your last passkey: add another one first');
    }
    await trx.deleteFrom('staff_credential').where('id', '=', passkey).where('staff', '=', id).execute();
    await endOtherSessions(trx, id, session);
  });
}

/** Takes another pseudonym. @returns it as it is kept. @throws StaffError `pseudonym` or `pseudonym_taken` */
export async function rename(db: Kysely<Records>, { id, pseudonym: from }: Me, wanted: string, now_ms: number) {
  const pseudonym = readPseudonym(wanted);
  const folded = pseudonym.toLowerCase();
  const isTaken = async (reader: Kysely<Records>) =>
    (await reader
      .selectFrom('staff')
      .select('id')
      .where('folded', '=', folded)
      .where('id', '<>', id)
      .executeTakeFirst()) !== undefined;
  const taken = new StaffError('pseudonym_taken', 'somebody else has this pseudonym');
  try {
    await db.transaction().execute(async (trx) => {
      await note(trx, id, 'person.renamed', { from, to: pseudonym }, now_ms);
      if (await isTaken(trx)) throw taken;
      await trx.updateTable('staff').set({ pseudonym, folded }).where('id', '=', id).execute();
    });
  } catch (error) {
    // somebody joined by this name in the very moment
    if (!(error instanceof StaffError) && (await isTaken(db))) throw taken;
    throw error;
  }
  return pseudonym;
}

const note = (
  trx: Transaction<Records>,
  id: string,
  action: AuditAction,
  detail: Record<string, string>,
  at_ms: number,
) => appendAudit(trx, { at_ms, by: `staff:${id}`, action, subject: `staff:${id}`, detail });
