/** What deciding asks, answered from memory; and what an event changes, written there. */
import {
  type Account,
  type Approach,
  blankAccount,
  blankApproach,
  blankConduct,
  blankContact,
  blankConversation,
  type Changes,
  CONNECTIONS_SEEN,
  type Conduct,
  type Contact,
  type Conversation,
  FLAGS_SEEN,
  type Identifier,
  type IdentifierKind,
  type Knowledge,
  type Links,
  MEMBERS_SEEN,
  type Media,
  type Seconds,
  type Sharers,
  wasAccepted,
  wasFlagged,
} from '@kith/engine';
import { unpackApproach, unpackConduct } from '../packed.ts';
import { NOBODY } from './finding.ts';
import { RIDER_HEADER } from './rider.ts';
import {
  ACCOUNT,
  CONTACT,
  CONVERSATION,
  isAdult,
  isSeenByGuardian,
  livesIn,
  MEMBER,
  readAccount,
  readContact,
} from './rows.ts';
import type { List, ResidentState } from './state.ts';

export class ResidentKnowledge implements Knowledge {
  readonly #state: ResidentState;

  constructor(state: ResidentState) {
    this.#state = state;
  }

  account(id: string): Account {
    const slot = this.#state.account(id);
    return slot === NOBODY ? blankAccount(id) : readAccount(this.#state.accounts, slot, id, this.#state.codes);
  }

  isSeenByGuardian(account: string): boolean {
    const slot = this.#state.account(account);
    return slot !== NOBODY && isSeenByGuardian(this.#state.accounts.get(slot, ACCOUNT.bits));
  }

  contact(actor: string, other: string): Contact {
    const state = this.#state;
    const a = state.account(actor);
    const b = state.account(other);
    const slot = a === NOBODY || b === NOBODY ? NOBODY : state.contact(a, b);
    return slot === NOBODY ? blankContact(actor, other) : readContact(state.contacts, slot, actor, other);
  }

  conduct(account: string): Conduct {
    const { conductOf, conducts } = this.#state;
    const slot = conductOf.slot(this.#state.account(account));
    if (slot === NOBODY) return blankConduct(account);
    return unpackConduct(account, conducts.chunkOf(slot), conducts.offsetOf(slot) + RIDER_HEADER);
  }

  approach(actor: string, other: string): Approach {
    const state = this.#state;
    const a = state.account(actor);
    const b = state.account(other);
    const slot = a === NOBODY || b === NOBODY ? NOBODY : state.approachOf.slot(state.contact(a, b));
    if (slot === NOBODY) return blankApproach(actor, other);
    return unpackApproach(actor, other, state.approaches.chunkOf(slot), state.approaches.offsetOf(slot) + RIDER_HEADER);
  }

  /** Whether the contact in that slot, one of the two between its accounts, belongs to a connection (isConnected). */
  connects(slot: number): boolean {
    const { contacts } = this.#state;
    const c = contacts.chunkOf(slot);
    const o = contacts.offsetOf(slot);
    let accept = c[o + CONTACT.acceptStep];
    let remove = c[o + CONTACT.removeStep];
    if (accept > remove && !this.#state.hasRemoved(c[o + CONTACT.other])) return true;
    const back = this.#state.contact(c[o + CONTACT.other], c[o + CONTACT.actor]);
    if (back !== NOBODY) {
      accept = Math.max(accept, contacts.get(back, CONTACT.acceptStep));
      remove = Math.max(remove, contacts.get(back, CONTACT.removeStep));
    }
    return accept > remove;
  }

  /** Calls `visit` with the slot of each account that this one is connected to, until it says true. */
  #eachConnection(account: number, visit: (other: number) => boolean): void {
    this.#eachAccepted(account, (other, slot) => this.connects(slot) && visit(other));
  }

  /** Calls `visit` for each contact that was ever accepted between this account and another, until it says true. */
  #eachAccepted(account: number, visit: (other: number, contact: number) => boolean): void {
    if (!this.#eachIn('acceptedTo', account, CONTACT.other, visit))
      this.#eachIn('acceptedFrom', account, CONTACT.actor, visit);
  }

  #eachIn(list: List, account: number, end: number, visit: (other: number, contact: number) => boolean): boolean {
    const state = this.#state;
    let slot = state.newest(list, account);
    for (let seen = 0; slot !== NOBODY && seen < CONNECTIONS_SEEN; seen++) {
      if (visit(state.contacts.get(slot, end), slot)) return true;
      slot = state.older(list, slot);
    }
    return false;
  }

  /**
   * Whether a connection holds says the same of both its contacts. It is looked up only for those who stand in the lists of
   * both, which are few: for each it costs a wait for memory or two.
   */
  mutualConnections(a: string, b: string, enough: number): number {
    const one = this.#state.account(a);
    const two = this.#state.account(b);
    if (one === NOBODY || two === NOBODY) return 0;
    const ofOne = new Map<number, number>();
    this.#eachAccepted(one, (other, slot) => {
      ofOne.set(other, slot);
      return false;
    });
    if (ofOne.size === 0) return 0;
    let mutual = 0;
    this.#eachAccepted(two, (other, slot) => {
      const ofThat = ofOne.get(other);
      if (ofThat === undefined || !this.connects(slot) || !this.connects(ofThat)) return false;
      // taken out when counted: one may stand in both lists
      ofOne.delete(other);
      return ++mutual >= enough;
    });
    return mutual;
  }

  hasConnectionIn(account: string, country: string, region: string, except: string): boolean {
    const state = this.#state;
    const slot = state.account(account);
    if (slot === NOBODY) return false;
    const not = state.account(except);
    let found = false;
    this.#eachConnection(slot, (other) => {
      if (other === not) return false;
      found = livesIn(state.accounts, other, state.codes, country, region);
      return found;
    });
    return found;
  }

  childrenAgainst(account: string, since: Seconds, enough: number): number {
    const state = this.#state;
    const accountSlot = state.account(account);
    if (accountSlot === NOBODY) return 0;
    let children = 0;
    let slot = state.newest('flags', accountSlot);
    for (let seen = 0; slot !== NOBODY && seen < FLAGS_SEEN; seen++) {
      const c = state.contacts.chunkOf(slot);
      const o = state.contacts.offsetOf(slot);
      if (Math.max(c[o + CONTACT.blockedAt], c[o + CONTACT.reportedAt]) > since) {
        // doubt protects, as in isChildWhenContacted
        if (!isAdult(state.accounts.get(c[o + CONTACT.actor], ACCOUNT.bits)) && ++children >= enough) break;
      }
      slot = state.older('flags', slot);
    }
    return children;
  }

  conversation(id: string): Conversation {
    const slot = this.#state.conversation(id);
    return slot === NOBODY ? blankConversation(id) : this.#readConversation(slot, id);
  }

  #readConversation(slot: number, id: string): Conversation {
    const t = this.#state.conversations;
    return {
      id,
      known: true,
      kind: t.get(slot, CONVERSATION.bits) === 1 ? 'direct' : 'group',
      createdAt: t.get(slot, CONVERSATION.createdAt),
      lastAt: t.get(slot, CONVERSATION.lastAt),
      messages: t.get(slot, CONVERSATION.messages),
      members: t.get(slot, CONVERSATION.members),
    };
  }

  isMember(conversation: string, account: string): boolean {
    const c = this.#state.conversation(conversation);
    const a = this.#state.account(account);
    if (c === NOBODY || a === NOBODY) return false;
    const slot = this.#state.member(c, a);
    return slot !== NOBODY && this.#state.members.get(slot, MEMBER.joinedOrder) !== 0;
  }

  members(conversation: string): readonly string[] {
    const state = this.#state;
    const ids: string[] = [];
    const slot = state.conversation(conversation);
    if (slot === NOBODY) return ids;
    for (let m = state.newestMember(slot); m !== NOBODY && ids.length < MEMBERS_SEEN; m = state.olderMember(m)) {
      ids.push(state.accountId(state.members.get(m, MEMBER.account)));
    }
    return ids;
  }

  identifiers(account: string): readonly Identifier[] {
    return this.#state.known.identifiers(account);
  }

  sharers(kind: IdentifierKind, hash: string): Sharers {
    return this.#state.known.sharers(kind, hash);
  }

  links(account: string): Links {
    return this.#state.known.links(account);
  }

  media(id: string): Media {
    return this.#state.known.media(id);
  }

  /** Writes what an event changed, so that the next event sees it. */
  apply(changes: Changes): void {
    const state = this.#state;
    if (changes.account !== null) state.writeAccount(changes.account);
    if (changes.conduct !== null) state.writeConduct(changes.conduct);
    for (const contact of changes.contacts) state.writeContact(contact, wasAccepted(contact), wasFlagged(contact));
    for (const approach of changes.approaches) state.writeApproach(approach);
    for (const identifier of changes.forgotten) state.known.forgetIdentifier(identifier);
    for (const identifier of changes.identifiers) state.known.keepIdentifier(identifier);
    if (changes.links !== null) state.known.writeLinks(changes.links);
    if (changes.media !== null) state.known.writeMedia(changes.media);
    if (changes.conversation === null) return;
    const slot = state.writeConversation(changes.conversation);
    for (const account of changes.joined) state.join(slot, account);
    for (const account of changes.left) state.leave(slot, account);
  }
}
