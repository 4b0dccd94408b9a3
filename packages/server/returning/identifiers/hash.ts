/** From what a platform says an account can be recognised by to what of it is kept: keyed hashes, and nothing else. */
import type { EventData } from '@kith/contract';
import type { HashedIdentifier, HashedIdentifiers } from '@kith/engine';
import type { Layers } from './layers.ts';
import {
  normaliseAddress,
  normaliseDevice,
  normaliseEmail,
  normalisePayment,
  normaliseTelephone,
} from './normalise.ts';

type Raw = NonNullable<EventData<'account.created'>['identifiers']>;

/** @param country where the account says it is, for telephone numbers without a country */
export function hashIdentifiers(raw: Raw, country: string | undefined, layers: Layers): HashedIdentifiers {
  const of: HashedIdentifier[] = [];
  const add = (kind: HashedIdentifier['kind'], value: string | null | undefined) => {
    if (value === null || value === undefined || value === '') return;
    const hash = layers.hash(kind, value);
    const isVerified = raw.verified?.some((one) => one === kind) === true;
    if (of.some((one) => one.kind === kind && one.hash === hash)) return;
    of.push({ kind, hash, ...(isVerified && { verified: true }) });
  };
  if (raw.email !== undefined) add('email', normaliseEmail(raw.email));
  if (raw.telephone !== undefined) add('telephone', normaliseTelephone(raw.telephone, country));
  for (const device of raw.deviceIds ?? []) add('device', normaliseDevice(device));
  const address = raw.ip === undefined ? null : normaliseAddress(raw.ip);
  add('ip', address?.ip);
  add('network', address?.network);
  if (raw.paymentFingerprint !== undefined) add('payment', normalisePayment(raw.paymentFingerprint));
  return { layers: layers.count, of, ...(raw.invitedBy !== undefined && { inviter: raw.invitedBy }) };
}
