/**
 * The file that operators give each other: JSON lines. First who gives it to whom, under which agreement, the how manieth, when and
 * until when; then a line a hash; last an Ed25519 signature (RFC 8032) of all bytes before it. Each file has all that is shared
 * then: what is in it no more is withdrawn.
 */
import { sign, verify } from 'node:crypto';
import { z } from 'zod';
import { type SharedTrait, saltIdOf } from './hashes.ts';
import { type Agreement, keyIdOf } from './settings.ts';

/** Bytes of a file: some two million hashes. */
export const FILE_BYTES_MAX = 256 * 1024 * 1024;
const FORMAT = 1;

const header = z.strictObject({
  kithSharing: z.literal(FORMAT),
  from: z.string(),
  to: z.string(),
  agreement: z.string(),
  /** 16 digits that tell the salt and the key that signs; they say nothing of either */
  salt: z.string(),
  key: z.string(),
  /** rises with each file from the one to the other */
  sequence: z.int().min(1),
  at: z.iso.datetime(),
  expires: z.iso.datetime(),
  entries: z.int().min(0),
});
export type SharedHeader = z.infer<typeof header>;
const entry = z.strictObject({
  kind: z.enum(['email', 'telephone', 'payment']),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
const trailer = z.strictObject({ signature: z.string() });

/** Why a file is refused, in a word that stays. */
export const refusals = {
  too_large: `is larger than ${FILE_BYTES_MAX / 1024 / 1024} MB`,
  malformed: 'is no file of shared identifiers',
  other_agreement: 'is of another agreement',
  not_for_us: 'is for another operator',
  wrong_signer: 'was signed by somebody else than the agreement names',
  altered: 'was altered after it was signed, or cut',
  foreign_salt: 'was made with another salt: nothing in it could ever match',
  expired: 'is void by now',
  from_the_future: "is from after Kith's clock: check both",
  replayed: 'was taken before, or a later one was',
  agreement_over: 'comes after the end of the agreement',
} as const;
export class SharingRefused extends Error {
  readonly code: keyof typeof refusals;
  constructor(code: keyof typeof refusals) {
    super(`The file ${refusals[code]}.`);
    this.code = code;
  }
}

export function writeShared(
  agreement: Agreement,
  traits: readonly SharedTrait[],
  sequence: number,
  now_ms: number,
): Buffer {
  const { us: from, them: to, name, days, until_ms, ourKey } = agreement;
  const head: SharedHeader = {
    ...{ kithSharing: FORMAT, from, to, agreement: name, salt: saltIdOf(agreement), key: keyIdOf(ourKey), sequence },
    at: new Date(now_ms).toISOString(),
    expires: new Date(Math.min(until_ms, now_ms + days * 86_400_000)).toISOString(),
    entries: traits.length,
  };
  const body = Buffer.from([head, ...traits].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const signature = sign(null, body, ourKey).toString('base64');
  return Buffer.concat([body, Buffer.from(trailerOf(signature))]);
}

const trailerOf = (signature: string): string => `${JSON.stringify({ signature })}\n`;

export interface SharedFile {
  header: SharedHeader;
  traits: readonly SharedTrait[];
}

/** A clock of another's may be ahead by so much, milliseconds. */
const AHEAD_MAX_MS = 5 * 60_000;

/**
 * Reads a file that another operator made. Nothing that it says is believed before its signature is verified.
 * @param last the number of the last file that was taken
 * @throws SharingRefused
 */
export function readShared(bytes: Buffer, agreement: Agreement, last: number, now_ms: number): SharedFile {
  if (bytes.length > FILE_BYTES_MAX) throw new SharingRefused('too_large');
  const end = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
  const signed = bytes.subarray(0, end);
  const head = parsed(header, signed.subarray(0, Math.max(0, signed.indexOf(0x0a))), 'malformed');
  if (head.agreement !== agreement.name) throw new SharingRefused('other_agreement');
  if (head.to !== agreement.us) throw new SharingRefused('not_for_us');
  if (head.from !== agreement.them || head.key !== keyIdOf(agreement.theirKey))
    throw new SharingRefused('wrong_signer');
  const { signature } = parsed(trailer, bytes.subarray(end), 'altered');
  // base64 can be written in several ways
  const plain = Buffer.from(signature, 'base64').toString('base64');
  if (!bytes.subarray(end).equals(Buffer.from(trailerOf(plain)))) throw new SharingRefused('altered');
  if (!verify(null, signed, agreement.theirKey, Buffer.from(signature, 'base64'))) throw new SharingRefused('altered');
  if (head.salt !== saltIdOf(agreement)) throw new SharingRefused('foreign_salt');
  if (now_ms >= agreement.until_ms) throw new SharingRefused('agreement_over');
  if (Date.parse(head.at) > now_ms + AHEAD_MAX_MS) throw new SharingRefused('from_the_future');
  if (Date.parse(head.expires) <= now_ms) throw new SharingRefused('expired');
  if (head.sequence <= last) throw new SharingRefused('replayed');
  const lines = signed.toString('utf8').split('\n').slice(1, -1);
  if (lines.length !== head.entries) throw new SharingRefused('malformed');
  return { header: head, traits: lines.map((line) => parsed(entry, Buffer.from(line), 'malformed')) };
}

function parsed<T>(schema: z.ZodType<T>, line: Uint8Array, otherwise: keyof typeof refusals): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(line).toString('utf8')));
  } catch {
    throw new SharingRefused(otherwise);
  }
}
