/**
 * Agreements with other operators, as the file of KITH_SHARING names them: with whom, until when, which key file holds the salt
 * that both have, which the own key that signs, and which the other's by which theirs is verified.
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TraitKind } from '@kith/engine';
import { z } from 'zod';
import type { Config } from '../ground/config/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { RulesError } from '../rules-error.ts';

/** Agreements: each costs a hash of each identifier at every sign-up. */
const AGREEMENTS_MAX = 16;
/** Bytes of a salt: with fewer, hashes of telephone numbers could be tried out by whoever gets hold of a file. */
export const SALT_BYTES = 32;
/** Characters of a name. */
const NAME_LENGTH_MAX = 64;

const operator = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*$/)
  .max(NAME_LENGTH_MAX);
/** What says the same at both operators: devices and addresses are one platform's, or one moment's. */
const shareable = z.enum(['email', 'telephone', 'payment']) satisfies z.ZodType<TraitKind>;
export type Shareable = z.infer<typeof shareable>;

const agreement = z.strictObject({
  name: operator,
  /** names of the two operators, as both write them */
  us: operator,
  them: operator,
  /** the last day on which anything is made, taken or used under it */
  until: z.iso.date(),
  kinds: z.array(shareable).min(1).default(['email', 'telephone']),
  /** files: 32 bytes in hexadecimal, the same at both; the own key (Ed25519, PKCS 8, PEM); the other's (SPKI, PEM) */
  salt: z.string().min(1),
  ourKey: z.string().min(1),
  theirKey: z.string().min(1),
  /** how long a file of ours may be used, days */
  days: z.int().min(1).max(365).default(30),
});

const sharingFile = z
  .array(agreement)
  .max(AGREEMENTS_MAX)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names an agreement twice');

export interface Agreement {
  readonly name: string;
  readonly us: string;
  readonly them: string;
  /** the end of its last day, milliseconds since 1970 */
  readonly until_ms: number;
  readonly kinds: readonly Shareable[];
  readonly salt: Uint8Array;
  readonly ourKey: KeyObject;
  readonly theirKey: KeyObject;
  readonly days: number;
}

/** The agreements of the configuration; none where there is no file. Throws a RulesError where one can't be used. */
export function readSharing({ sharing: { file } }: Pick<Config, 'sharing'>): readonly Agreement[] {
  if (file === null) return [];
  const read = readYamlFile(file, sharingFile);
  if (!read.ok) throw new RulesError(`The agreements on sharing can't be used:\n${formatProblems(read.problems)}`);
  return read.value.map(({ salt, ourKey, theirKey, until, ...more }) => ({
    ...more,
    until_ms: Date.parse(until) + DAY_MS,
    salt: saltIn(salt),
    ourKey: keyIn(ourKey, createPrivateKey),
    theirKey: keyIn(theirKey, createPublicKey),
  }));
}

const DAY_MS = 86_400_000;

function saltIn(path: string): Uint8Array {
  const salt = Buffer.from(contentOf(path).trim(), 'hex');
  if (salt.length !== SALT_BYTES) throw new RulesError(`${path}: a salt is ${SALT_BYTES} bytes in hexadecimal`);
  return salt;
}

function keyIn(path: string, read: (pem: string) => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read(contentOf(path));
  } catch (cause) {
    if (cause instanceof RulesError) throw cause;
    throw new RulesError(`${path}: is no key in PEM`, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new RulesError(`${path}: must be an Ed25519 key`);
  return key;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new RulesError(`${path}: can't be read`, { cause });
  }
}

/** What a key is told by: the first 16 digits of the hash of the public one. */
export const keyIdOf = (key: KeyObject): string => {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
  return hash('sha256', spki).slice(0, 16);
};
