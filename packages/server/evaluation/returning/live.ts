/** Lives a town of sign-ups and first contacts through Kith, and writes down what each newcomer came to. */
import type { EventInput, OwnEvent } from '@kith/contract';
import {
  type CompiledPolicy,
  consider,
  type HashedIdentifier,
  type HashedIdentifiers,
  hashOfAccount,
  type Told,
} from '@kith/engine';
import type { NewcomerTruth, ReturningTown } from '@kith/town';
import { type KnowledgeInMemory, knowledgeInMemory } from '../../knowledge/index.ts';

/** Contacts with others within which a newcomer is to be known. */
export const CONTACTS_WITHIN = 3;

export interface Fate extends NewcomerTruth {
  /** most points of a link with a barred account, at sign-up and within CONTACTS_WITHIN contacts, log-odds */
  points: number;
  /** a case was opened: restricted, held or refused, at sign-up (0) or with which contact; null where none was */
  stopped: number | null;
  /** for an account on a device of its own: of its home, not for a likeness with a stranger */
  overDevice: boolean;
}

type Raw = NonNullable<Extract<EventInput, { type: 'account.created' }>['data']['identifiers']>;

/** In place of keyed hashes, which cost more and tell no more in a world of made-up people. */
function hashed(raw: Raw): HashedIdentifiers {
  const of: HashedIdentifier[] = [];
  const add = (kind: HashedIdentifier['kind'], value: string | undefined) => {
    if (value !== undefined) of.push({ kind, hash: hashOfAccount(`${kind} ${value}`) });
  };
  add('email', raw.email);
  add('telephone', raw.telephone);
  for (const device of raw.deviceIds ?? []) add('device', device);
  add('ip', raw.ip);
  add('network', raw.ip?.replace(/\.\d+$/, ''));
  add('payment', raw.paymentFingerprint);
  return { layers: 1, of, ...(raw.invitedBy !== undefined && { inviter: raw.invitedBy }) };
}

function toldOf(event: EventInput | OwnEvent, at: number): Told {
  const { identifiers, ...rest } = { identifiers: undefined, ...event.data };
  const data = identifiers === undefined ? rest : { ...rest, identifiers: hashed(identifiers) };
  // the cast joins a type and the data that belongs to it
  return { id: event.id, type: event.type, at, data } as Told;
}

function shareDevice(k: KnowledgeInMemory, one: string, other: string): boolean {
  const devices = new Set(k.identifiers(other).flatMap(({ kind, hash }) => (kind === 'device' ? [hash] : [])));
  return k.identifiers(one).some(({ kind, hash }) => kind === 'device' && devices.has(hash));
}

export interface Lived {
  fates: Fate[];
  events: number;
  /** microseconds that considering a sign-up took, the slowest of a hundred */
  signUp_us: number;
}

export function liveReturning(town: ReturningTown, policy: CompiledPolicy): Lived {
  const k: KnowledgeInMemory = knowledgeInMemory();
  const fates = new Map<string, Fate & { contacts: number }>();
  for (const truth of town.newcomers) {
    fates.set(truth.account, {
      ...truth,
      points: Number.NEGATIVE_INFINITY,
      stopped: null,
      overDevice: false,
      contacts: 0,
    });
  }
  const took: number[] = [];
  for (const { event, at } of town.events) {
    const told = toldOf(event, at);
    const before = performance.now();
    const considered = consider(k, told, policy);
    if (told.type === 'account.created') took.push((performance.now() - before) * 1000);
    k.apply(considered.changes);
    const fate = fates.get(told.data.actor);
    if (fate === undefined) continue;
    if (told.type === 'connection.requested') fate.contacts++;
    else if (told.type !== 'account.created') continue;
    if (fate.contacts > CONTACTS_WITHIN) continue;
    for (const link of considered.changes.links?.links ?? []) {
      if (k.account(link.other).barred) fate.points = Math.max(fate.points, link.points);
    }
    for (const effect of considered.effects) {
      if (effect.type !== 'case.opened' || !('linked' in effect)) continue;
      fate.stopped ??= fate.contacts;
      if (shareDevice(k, told.data.actor, effect.linked.account)) fate.overDevice = true;
    }
  }
  took.sort((a, b) => a - b);
  return {
    fates: [...fates.values()],
    events: town.events.length,
    signUp_us: took[Math.floor(took.length * 0.99)] ?? 0,
  };
}
