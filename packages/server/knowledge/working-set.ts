/**
 * Knowledge in plain maps. The postgres store loads into one what a block of events asks about, decides on it, and
 * writes back what changed; tests use one as the simplest store there can be.
 */
import {
  type Account,
  blankAccount,
  blankContact,
  blankConversation,
  type Changes,
  CONNECTIONS_SEEN,
  type Contact,
  type Conversation,
  FLAGS_SEEN,
  isChildWhenContacted,
  isConnected,
  type Knowledge,
  MEMBERS_SEEN,
  type Seconds,
  wasAccepted,
  wasFlagged,
} from '@kith/engine';

/** What can be asked of a working set, and so what can be missing from one. */
export type Asked =
  | { what: 'account'; account: string }
  | { what: 'contact'; actor: string; other: string }
  | { what: 'accepted'; account: string }
  | { what: 'flags'; account: string }
  | { what: 'conversation'; conversation: string }
  | { what: 'members'; conversation: string }
  | { what: 'member'; conversation: string; account: string };

/** Identifiers hold no control characters, so this joins two without doubt. */
export const pairKey = (a: string, b: string): string => `${a}\n${b}`;

/** Contacts that were accepted at least once, oldest first: towards others, and by others. */
interface Accepted {
  to: string[];
  from: string[];
}

const copyAccount = (a: Account): Account => ({ ...a });
const copyContact = (c: Contact): Contact => ({ ...c, warnedAt: [...c.warnedAt] });

export class WorkingSet implements Knowledge {
  readonly accounts = new Map<string, Account>();
  readonly contacts = new Map<string, Contact>();
  readonly accepted = new Map<string, Accepted>();
  /** who blocked or reported an account, the oldest first */
  readonly flags = new Map<string, string[]>();
  readonly conversations = new Map<string, Conversation>();
  /** who is in a conversation, the oldest first */
  readonly membersOf = new Map<string, string[]>();
  readonly memberships = new Map<string, boolean>();
  readonly #onMissing: (asked: Asked) => void;

  /** `onMissing` is told of everything that was asked for and is not here; the answer is then as for a blank. */
  constructor(onMissing: (asked: Asked) => void = () => {}) {
    this.#onMissing = onMissing;
  }

  account(id: string): Account {
    const account = this.accounts.get(id);
    if (account !== undefined) return copyAccount(account);
    this.#onMissing({ what: 'account', account: id });
    return blankAccount(id);
  }

  contact(actor: string, other: string): Contact {
    const contact = this.contacts.get(pairKey(actor, other));
    if (contact !== undefined) return copyContact(contact);
    this.#onMissing({ what: 'contact', actor, other });
    return blankContact(actor, other);
  }

  /** The accounts that this one is connected to, among the CONNECTIONS_SEEN newest of each side. */
  #connections(id: string): Set<string> {
    const accepted = this.accepted.get(id);
    const found = new Set<string>();
    if (accepted === undefined) {
      this.#onMissing({ what: 'accepted', account: id });
      return found;
    }
    for (const list of [accepted.to, accepted.from]) {
      for (const other of list.slice(-CONNECTIONS_SEEN).reverse()) {
        if (isConnected(this.contact(id, other), this.contact(other, id))) found.add(other);
      }
    }
    return found;
  }

  mutualConnections(a: string, b: string, enough: number): number {
    const ofA = this.#connections(a);
    const ofB = this.#connections(b);
    let mutual = 0;
    for (const id of ofA) if (ofB.has(id) && ++mutual >= enough) break;
    return mutual;
  }

  hasConnectionIn(account: string, country: string, region: string, except: string): boolean {
    for (const id of this.#connections(account)) {
      if (id === except) continue;
      const other = this.account(id);
      if (other.country === country && (region === '' || other.region === region)) return true;
    }
    return false;
  }

  childrenAgainst(account: string, since: Seconds, enough: number): number {
    const flags = this.flags.get(account);
    if (flags === undefined) {
      this.#onMissing({ what: 'flags', account });
      return 0;
    }
    let children = 0;
    for (const id of flags.slice(-FLAGS_SEEN).reverse()) {
      const contact = this.contact(id, account);
      if (Math.max(contact.blockedAt, contact.reportedAt) <= since) continue;
      if (isChildWhenContacted(this.account(id)) && ++children >= enough) break;
    }
    return children;
  }

  conversation(id: string): Conversation {
    const conversation = this.conversations.get(id);
    if (conversation !== undefined) return { ...conversation };
    this.#onMissing({ what: 'conversation', conversation: id });
    return blankConversation(id);
  }

  isMember(conversation: string, account: string): boolean {
    const member = this.memberships.get(pairKey(conversation, account));
    if (member === undefined) this.#onMissing({ what: 'member', conversation, account });
    return member ?? false;
  }

  members(conversation: string): readonly string[] {
    const members = this.membersOf.get(conversation);
    if (members === undefined) {
      this.#onMissing({ what: 'members', conversation });
      return [];
    }
    return members.slice(-MEMBERS_SEEN).reverse();
  }

  /** Writes what an event changed, so that the next event sees it. */
  apply(changes: Changes): void {
    if (changes.account !== null) this.accounts.set(changes.account.id, copyAccount(changes.account));
    for (const contact of changes.contacts) this.#applyContact(contact);
    if (changes.conversation === null) return;
    const { id } = changes.conversation;
    this.conversations.set(id, { ...changes.conversation });
    for (const account of changes.joined) this.#join(id, account);
    for (const account of changes.left) this.#leave(id, account);
  }

  #applyContact(contact: Contact): void {
    const key = pairKey(contact.actor, contact.other);
    const before = this.contacts.get(key);
    if (wasAccepted(contact) && !(before && wasAccepted(before))) {
      listIn(this.accepted, contact.actor, newAccepted).to.push(contact.other);
      listIn(this.accepted, contact.other, newAccepted).from.push(contact.actor);
    }
    if (wasFlagged(contact) && !(before && wasFlagged(before))) {
      listIn(this.flags, contact.other, newList).push(contact.actor);
    }
    this.contacts.set(key, copyContact(contact));
  }

  #join(conversation: string, account: string): void {
    this.memberships.set(pairKey(conversation, account), true);
    listIn(this.membersOf, conversation, newList).push(account);
  }

  #leave(conversation: string, account: string): void {
    this.memberships.set(pairKey(conversation, account), false);
    const members = listIn(this.membersOf, conversation, newList);
    const at = members.indexOf(account);
    if (at >= 0) members.splice(at, 1);
  }
}

const newList = (): string[] => [];
const newAccepted = (): Accepted => ({ to: [], from: [] });

function listIn<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
