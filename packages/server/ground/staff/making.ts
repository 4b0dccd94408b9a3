/** Making a passkey: what the browser needs for it, and whether what it made is one. Whoever may have one is the caller's to know. */
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { StaffError } from './errors.ts';
import { CHALLENGE_MAX_MS } from './limits.ts';

/** Ed25519, ECDSA on P-256, RSA (COSE): what authenticators make. Newer ones need parts of Node that may still change. */
const ALGORITHMS = [-8, -7, -257];
/** What browsers show as whose passkey it is. */
const RP_NAME = 'Kith';

/** Loaded when somebody first makes or uses a passkey: three hundred modules, which a start would wait for. */
export const webauthn = () => import('@simplewebauthn/server');

export const refused = (cause?: unknown) =>
  new StaffError('passkey_refused', 'this passkey does not let anybody in here', cause);

/** The name that a passkey is for: of an origin, without scheme and port. */
export const rpOf = (origin: string): string => new URL(origin).hostname;

/** In memory of its own, as the library's types ask for. */
export const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);

export interface Making {
  userName: string;
  challenge: Buffer;
  /** passkeys that they have: a device makes no second one */
  theirs: readonly { id: string }[];
  origin: string;
}

/** What the browser needs to make a passkey. */
export async function makingOptions({
  userName,
  challenge,
  theirs,
  origin,
}: Making): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    rpName: RP_NAME,
    rpID: rpOf(origin),
    userName,
    userDisplayName: userName,
    challenge: bytesOf(challenge),
    timeout: CHALLENGE_MAX_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: theirs.map(({ id }) => ({ id })),
    // discoverable: nobody types a name to sign in
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  });
}

/** A passkey as it was made. */
export interface Made {
  id: string;
  publicKey: Uint8Array;
  counter: number;
  transports: readonly string[];
}

/** @returns it, and the challenge that it answered. @throws StaffError `passkey_refused`, whatever is wrong */
export async function verifyMade(
  response: RegistrationResponseJSON,
  isOurs: (challenge: string) => boolean,
  origin: string,
): Promise<{ credential: Made; challenge: string }> {
  const { verifyRegistrationResponse } = await webauthn();
  let challenge = '';
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge(text) {
      challenge = text;
      return isOurs(text);
    },
    expectedOrigin: origin,
    expectedRPID: rpOf(origin),
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((error: unknown) => Promise.reject(refused(error)));
  if (!verified.verified) throw refused();
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { credential: { id, publicKey, counter, transports: response.response.transports ?? [] }, challenge };
}

/** @throws StaffError `passkey_refused` where it is there already */
export async function addPasskey(trx: Kysely<Records>, staff: string, made: Made, now_ms: number): Promise<void> {
  const added = await trx
    .insertInto('staff_credential')
    .values({
      ...{ id: made.id, staff, public_key: Buffer.from(made.publicKey).toString('base64url') },
      ...{ counter: made.counter, transports: made.transports.join(' '), created_at: now_ms, used_at: null },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (Number(added.numInsertedOrUpdatedRows ?? 0) === 0) throw refused();
}
