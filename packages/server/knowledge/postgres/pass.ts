/** One pass over a block: every event decided in order on a working set, and what it all changed. */
import {
  type Account,
  type Approach,
  type CompiledPolicy,
  type Conduct,
  type Considered,
  type Conversation,
  consider,
  type Identifier,
  identifierKey,
  type Links,
  type Media,
  type Told,
  wasAccepted,
  wasFlagged,
} from '@kith/engine';
import { pairKey } from '../asked.ts';
import type { WorkingSet } from '../working-set.ts';
import type { PlacedContact } from './columns.ts';
import type { PlacedIdentifier } from './known.ts';

/** An event that was not committed before, with its place. */
export interface Fresh {
  told: Told;
  place: number;
  /** of its id */
  hash: string;
}

export interface Decision extends Fresh {
  considered: Considered;
}

/**
 * Members and identifiers that one event may add lie this far apart from the next event's, in the order of joining or
 * recording: above MEMBERS_MAX, and more identifiers than one event records of an account (OF_RULING_MAX in the engine).
 */
export const JOINS_A_PLACE = 512;

interface Membership {
  conversation: string;
  account: string;
  /** null: not a member any more */
  joinedPlace: number | null;
}

export class Pass {
  readonly decided: Decision[] = [];
  /** events whose considering threw: they changed nothing */
  readonly failed: { told: Told; error: Error }[] = [];
  readonly #set: WorkingSet;
  readonly #accounts = new Set<string>();
  /** where a contact came to be accepted, or flagged, in this block; 0 where it did not */
  readonly #contacts = new Map<string, { accepted: number; flagged: number }>();
  readonly #conducts = new Set<string>();
  readonly #approaches = new Map<string, readonly [string, string]>();
  readonly #conversations = new Set<string>();
  readonly #memberships = new Map<string, Membership>();
  readonly #identifiers = new Map<string, PlacedIdentifier>();
  readonly #forgotten = new Map<string, Identifier>();
  readonly #links = new Set<string>();
  readonly #media = new Set<string>();

  constructor(set: WorkingSet, events: readonly Fresh[], policy: CompiledPolicy) {
    this.#set = set;
    for (const { told, place, hash } of events) {
      let considered: Considered;
      try {
        considered = consider(set, told, policy);
      } catch (cause) {
        this.failed.push({ told, error: new Error(`considering a ${told.type} event failed`, { cause }) });
        continue;
      }
      this.decided.push({ told, place, hash, considered });
      this.#note(considered, place);
      set.apply(considered.changes);
    }
  }

  /** What an event is about to change; the working set still holds what was before. */
  #note({ changes }: Considered, place: number): void {
    if (changes.account !== null) this.#accounts.add(changes.account.id);
    if (changes.conduct !== null) this.#conducts.add(changes.conduct.account);
    for (const { actor, other } of changes.approaches) this.#approaches.set(pairKey(actor, other), [actor, other]);
    for (const contact of changes.contacts) {
      const key = pairKey(contact.actor, contact.other);
      const before = this.#set.contacts.get(key);
      let noted = this.#contacts.get(key);
      if (noted === undefined) {
        noted = { accepted: 0, flagged: 0 };
        this.#contacts.set(key, noted);
      }
      if (wasAccepted(contact) && !(before && wasAccepted(before))) noted.accepted = place;
      if (wasFlagged(contact) && !(before && wasFlagged(before))) noted.flagged = place;
    }
    for (const identifier of changes.forgotten) {
      const key = pairKey(identifier.account, identifierKey(identifier.kind, identifier.hash));
      this.#identifiers.delete(key);
      this.#forgotten.set(key, identifier);
    }
    for (const [i, value] of changes.identifiers.entries()) {
      const key = pairKey(value.account, identifierKey(value.kind, value.hash));
      // of one that was there before the block, the place stays that of then: see upsertIdentifiers
      this.#identifiers.set(key, { value, place: this.#identifiers.get(key)?.place ?? place * JOINS_A_PLACE + i });
    }
    if (changes.links !== null) this.#links.add(changes.links.account);
    if (changes.media !== null) this.#media.add(changes.media.id);
    if (changes.conversation === null) return;
    const { id } = changes.conversation;
    this.#conversations.add(id);
    for (const [i, account] of changes.joined.entries()) {
      const joinedPlace = place * JOINS_A_PLACE + i;
      this.#memberships.set(pairKey(id, account), { conversation: id, account, joinedPlace });
    }
    for (const account of changes.left) {
      this.#memberships.set(pairKey(id, account), { conversation: id, account, joinedPlace: null });
    }
  }

  accounts(): Account[] {
    return [...this.#accounts].map((id) => this.#set.account(id));
  }

  conducts(): Conduct[] {
    return [...this.#conducts].map((id) => this.#set.conduct(id));
  }

  approaches(): Approach[] {
    return [...this.#approaches.values()].map(([actor, other]) => this.#set.approach(actor, other));
  }

  contacts(): PlacedContact[] {
    const written: PlacedContact[] = [];
    for (const [key, { accepted, flagged }] of this.#contacts) {
      const contact = this.#set.contacts.get(key);
      if (contact !== undefined) written.push({ contact, acceptedPlace: accepted, flaggedPlace: flagged });
    }
    return written;
  }

  conversations(): Conversation[] {
    return [...this.#conversations].map((id) => this.#set.conversation(id));
  }

  memberships(): Membership[] {
    return [...this.#memberships.values()];
  }

  identifiers(): PlacedIdentifier[] {
    return [...this.#identifiers.values()];
  }

  /** What was forgotten at some time, also where it was recorded again since. */
  forgotten(): Identifier[] {
    return [...this.#forgotten.values()];
  }

  links(): Links[] {
    return [...this.#links].map((account) => this.#set.links(account));
  }

  media(): Media[] {
    return [...this.#media].map((id) => this.#set.media(id));
  }
}
