/** Signing in and joining by passkey (WebAuthn): a key pair on somebody's device, which their finger, face or PIN unlocks. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import type { Records } from '../database/index.ts';
import { challengeKey, isChallenge, newChallenge, spendChallenge } from './challenges.ts';
import { StaffError } from './errors.ts';
import { findInvitation, type Invitation, spendInvitation } from './invitations.ts';
import { CHALLENGE_MAX_MS, PASSKEYS_A_PERSON_MAX } from './limits.ts';
import { addPasskey, bytesOf, makingOptions, refused, rpOf, verifyMade, webauthn } from './making.ts';
import { addPerson, findPerson, readPseudonym } from './people.ts';
import { beginSession } from './sessions.ts';

export interface PasskeysOptions {
  db: Kysely<Records>;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** A session that has begun, with its cookie's value. */
export interface Begun {
  staff: string;
  secret: string;
  csrf: string;
}

export interface Joining {
  /** the link's */
  secret: string;
  /** that they want; null where they are there already */
  pseudonym: string | null;
  /** of their pages */
  language: string | null;
}

export class Passkeys {
  readonly #db: Kysely<Records>;
  readonly #clock: () => number;
  #key: Promise<Buffer> | null = null;

  constructor({ db, clock }: PasskeysOptions) {
    this.#db = db;
    this.#clock = clock;
  }

  /** What the browser needs to ask for any passkey that is for this place. */
  async signInOptions(origin: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await webauthn();
    return generateAuthenticationOptions({
      rpID: rpOf(origin),
      challenge: bytesOf(newChallenge(await this.#challengeKey(), 'sign-in', this.#clock())),
      timeout: CHALLENGE_MAX_MS,
      userVerification: 'required',
    });
  }

  /** Signs in whose passkey has answered. Throws a StaffError `passkey_refused`, whatever is wrong. */
  async signIn(response: AuthenticationResponseJSON, origin: string): Promise<Begun> {
    const now_ms = this.#clock();
    const key = await this.#challengeKey();
    const known = await this.#db
      .selectFrom('staff_credential as passkey')
      .innerJoin('staff', 'staff.id', 'passkey.staff')
      .select(['passkey.id', 'passkey.staff', 'passkey.public_key', 'passkey.counter', 'passkey.transports'])
      .where('passkey.id', '=', response.id)
      .where('staff.disabled_at', 'is', null)
      .where((eb) =>
        eb.exists(eb.selectFrom('staff_role').select('role').whereRef('staff_role.staff', '=', 'staff.id')),
      )
      .executeTakeFirst();
    if (known === undefined) throw refused();
    const { verifyAuthenticationResponse } = await webauthn();
    let challenge = '';
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge(text) {
        challenge = text;
        return isChallenge(key, 'sign-in', text, now_ms);
      },
      expectedOrigin: origin,
      expectedRPID: rpOf(origin),
      requireUserVerification: true,
      credential: {
        id: known.id,
        publicKey: bytesOf(Buffer.from(known.public_key, 'base64url')),
        counter: Number(known.counter),
        transports: known.transports.split(' ').filter((transport) => transport !== ''),
      },
    }).catch((error: unknown) => Promise.reject(refused(error)));
    if (!verified.verified) throw refused();
    const { newCounter } = verified.authenticationInfo;
    return this.#db.transaction().execute(async (trx) => {
      if (!(await spendChallenge(trx, challenge, now_ms))) throw refused();
      await trx
        .updateTable('staff_credential')
        .set({ counter: newCounter, used_at: now_ms })
        .where('id', '=', known.id)
        .execute();
      return begin(trx, known.staff, 'passkey', now_ms);
    });
  }

  /** Who follows a link, and as what. Throws a StaffError `invitation_void`. */
  invitation(secret: string): Promise<Invitation> {
    return findInvitation(this.#db, secret, this.#clock());
  }

  /** What the browser needs to make a passkey. Throws a StaffError `invitation_void`, `pseudonym` or `pseudonym_taken`. */
  async joinOptions({ secret, pseudonym }: Joining, origin: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const now_ms = this.#clock();
    const invitation = await findInvitation(this.#db, secret, now_ms);
    const userName = await this.#nameOf(invitation, pseudonym);
    const theirs = await this.#passkeysOf(invitation.person);
    const challenge = newChallenge(await this.#challengeKey(), `invitation:${invitation.id}`, now_ms);
    return makingOptions({ userName, challenge, theirs, origin });
  }

  /**
   * Adds whoever followed a link, with their passkey (or the passkey to who is there), and signs them in.
   * @throws StaffError `invitation_void`, `pseudonym`, `pseudonym_taken`, `too_many_passkeys` or `passkey_refused`
   */
  async join(joining: Joining, response: RegistrationResponseJSON, origin: string): Promise<Begun> {
    const now_ms = this.#clock();
    const key = await this.#challengeKey();
    const invitation = await findInvitation(this.#db, joining.secret, now_ms);
    const { id: invited, roles } = invitation;
    const pseudonym = await this.#nameOf(invitation, joining.pseudonym);
    const isOurs = (text: string) => isChallenge(key, `invitation:${invited}`, text, now_ms);
    const { credential } = await verifyMade(response, isOurs, origin);
    return this.#db.transaction().execute(async (trx) => {
      await spendInvitation(trx, invited, now_ms);
      const { language } = joining;
      const staff = invitation.person ?? (await addPerson(trx, { pseudonym, roles, language }, now_ms)).id;
      await addPasskey(trx, staff, credential, now_ms);
      const by = `staff:${staff}` as const;
      const action = invitation.person === null ? 'person.joined' : 'person.passkey_added';
      const detail = { invitation: invited, ...(invitation.person === null && { roles: roles.join(' ') }) };
      await appendAudit(trx, { at_ms: now_ms, by, action, subject: by, detail });
      return begin(trx, staff, 'invitation', now_ms);
    });
  }

  /** The name that a passkey is made for. */
  async #nameOf({ person }: Invitation, wanted: string | null): Promise<string> {
    if (person !== null) {
      const there = await findPerson(this.#db, person);
      // who was disabled since the link was made has no use for it
      if (there === null || there.disabledAt !== null) {
        throw new StaffError('invitation_void', 'this link is for somebody who is not here any more');
      }
      if ((await this.#passkeysOf(person)).length >= PASSKEYS_A_PERSON_MAX) {
        throw new StaffError('too_many_passkeys', `there are ${PASSKEYS_A_PERSON_MAX} passkeys, which is the limit`);
      }
      return there.pseudonym;
    }
    const pseudonym = readPseudonym(wanted ?? '');
    const taken = await this.#db
      .selectFrom('staff')
      .select('id')
      .where('folded', '=', pseudonym.toLowerCase())
      .executeTakeFirst();
    if (taken !== undefined) throw new StaffError('pseudonym_taken', 'somebody else has this pseudonym');
    return pseudonym;
  }

  async #passkeysOf(person: string | null): Promise<{ id: string }[]> {
    if (person === null) return [];
    return this.#db.selectFrom('staff_credential').select('id').where('staff', '=', person).execute();
  }

  /** Read once: it never changes. A failure is not remembered. */
  #challengeKey(): Promise<Buffer> {
    this.#key ??= challengeKey(this.#db).catch((error: unknown) => {
      this.#key = null;
      throw error;
    });
    return this.#key;
  }
}

/** Begins a session, and says so in the audit log. */
export async function begin(
  trx: Transaction<Records>,
  staff: string,
  how: 'passkey' | 'invitation' | 'provider',
  now_ms: number,
): Promise<Begun> {
  const { id, secret, csrf } = await beginSession(trx, staff, now_ms);
  const by = `staff:${staff}` as const;
  await appendAudit(trx, { at_ms: now_ms, by, action: 'session.began', subject: `session:${id}`, detail: { how } });
  return { staff, secret, csrf };
}
