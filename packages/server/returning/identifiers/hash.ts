/** From what a platform says an account can be recognised by to what of it is kept: keyed hashes, and nothing else. */
import type { EventData } from '@kith/contract';
import type { HashedIdentifier, HashedIdentifiers, TraitKind } from '@kith/engine';
import type { Layers } from './layers.ts';
import {
  normaliseAddress,
  normaliseDevice,
  normaliseEmail,
  normalisePayment,
  normaliseTelephone,
} from './normalise.ts';

export type Raw = NonNullable<EventData<'account.created'>['identifiers']>;

/** What an account is told of with, in one form for all the ways of writing it. Never to be kept. */
export interface PlainTrait {
  kind: TraitKind;
  value: string;
  verified: boolean;
}

/** @param country where the account says it is, for telephone numbers without a country */
export function traitsIn(raw: Raw, country: string | undefined): readonly PlainTrait[] {
  const of: PlainTrait[] = [];
  const add = (kind: TraitKind, value: string | null | undefined) => {
    if (value === null || value === undefined || value === '') return;
    if (of.some((one) => one.kind === kind && one.value === value)) return;
    of.push({ kind, value, verified: raw.verified?.some((one) => one === kind) === true });
  };
  if (raw.email !== undefined) add('email', normaliseEmail(raw.email));
  if (raw.telephone !== undefined) add('telephone', normaliseTelephone(raw.telephone, country));
  for (const device of raw.deviceIds ?? []) add('device', normaliseDevice(device));
  const address = raw.ip === undefined ? null : normaliseAddress(raw.ip);
  add('ip', address?.ip);
  add('network', address?.network);
  if (raw.paymentFingerprint !== undefined) add('payment', normalisePayment(raw.paymentFingerprint));
  return of;
}

export function hashIdentifiers(raw: Raw, country: string | undefined, layers: Layers): HashedIdentifiers {
  const of = traitsIn(raw, country).map(
    ({ kind, value, verified }): HashedIdentifier => ({
      ...{ kind, hash: layers.hash(kind, value) },
      ...(verified && { verified: true }),
    }),
  );
  return { layers: layers.count, of, ...(raw.invitedBy !== undefined && { inviter: raw.invitedBy }) };
}
