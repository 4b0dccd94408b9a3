/** A passkey in software, for tests without a browser: makes a key pair, and signs challenges as WebAuthn says (level 3, 6.5). */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** Flags of authenticator data. */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_KEY = 0x40;

export interface Wrong {
  /** the origin that is signed */
  origin?: string;
  rpId?: string;
  /** without the person's finger, face or PIN */
  unverified?: boolean;
  counter?: number;
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

export class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly id = randomBytes(16).toString('base64url');
  readonly #origin: string;
  #counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  #clientData(type: 'webauthn.create' | 'webauthn.get', challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authenticatorData(flags: number, { rpId, counter }: Wrong, key: Uint8Array): Buffer {
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(counter ?? ++this.#counter, 1);
    return Buffer.concat([sha256(rpId ?? new URL(this.#origin).hostname), head, key]);
  }

  /** The answer of navigator.credentials.create() */
  create(challenge: string, wrong: Wrong = {}): RegistrationResponseJSON {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    // COSE: EC2, ES256, P-256, x and y, in CBOR
    const cose = Buffer.concat([
      ...[Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url')],
      ...[Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')],
    ]);
    const flags = PRESENT | HAS_KEY | (wrong.unverified ? 0 : VERIFIED);
    const data = this.#authenticatorData(flags, wrong, Buffer.concat([Buffer.alloc(16), length, id, cose]));
    const size = Buffer.alloc(2);
    size.writeUInt16BE(data.length);
    // { fmt: 'none', attStmt: {}, authData } in CBOR
    const attestation = Buffer.concat([
      ...[Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'), size, data],
    ]);
    const clientData = this.#clientData('webauthn.create', challenge, wrong.origin ?? this.#origin);
    return {
      ...{ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: clientData.toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** The answer of navigator.credentials.get() */
  get(challenge: string, wrong: Wrong = {}): AuthenticationResponseJSON {
    const data = this.#authenticatorData(PRESENT | (wrong.unverified ? 0 : VERIFIED), wrong, Buffer.alloc(0));
    const clientData = this.#clientData('webauthn.get', challenge, wrong.origin ?? this.#origin);
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey);
    return {
      ...{ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    };
  }
}
