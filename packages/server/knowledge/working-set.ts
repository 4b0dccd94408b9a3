/**
 * Knowledge in plain maps. The postgres store loads into one what a block of events asks about, decides on it, and
 * writes back what changed; tests use one as the simplest store there can be.
 */
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
  | { what: 'conduct'; account: string }
  | { what: 'approach'; actor: string; other: string }
  | { what: 'accepted'; account: string }
  | { what: 'flags'; account: string }
  | { what: 'conversation'; conversation: string }
  | { what: 'members'; conversation: string }
  | { what: 'member'; conversation: string; account: string };

/** Identifiers hold no control characters, so this joins two without doubt. */
export const pairKey = (a: string, b: string): string => `${a}\n${b}`;

/** Contacts that were accepted at least once, oldest first: towards others, and by others. */
export interface Accepted {
  readonly to: readonly string[];
  readonly from: readonly string[];
}

/** The part of a contact that says whether it is a connection. */
export type Steps = Pick<Contact, 'acceptStep' | 'removeStep'>;
/** The part of an account that says where its person lives. */
export type Whereabouts = Pick<Account, 'country' | 'region'>;
const NOWHERE: Whereabouts = Object.freeze({ country: '', region: '' });
const NO_STEPS: Steps = Object.freeze({ acceptStep: 0, removeStep: 0 });
const NOBODY: Accepted = Object.freeze({ to: Object.freeze([]), from: Object.freeze([]) });

const copyAccount = (a: Account): Account => ({ ...a });
/** What they hold by reference is replaced, never changed in place. */
const copyConduct = (c: Conduct): Conduct => ({ ...c });
const copyApproach = (a: Approach): Approach => ({ ...a });
const copyContact = (c: Contact): Contact => ({ ...c, warnedAt: [...c.warnedAt] });

/** A map over another: it gives what that one has where it has nothing itself, and is the only one that is written. */
class Layer<V> extends Map<string, V> {
  readonly #below: ReadonlyMap<string, V>;

  constructor(below: ReadonlyMap<string, V>) {
    super();
    this.#below = below;
  }

  override get(key: string): V | undefined {
    return super.get(key) ?? this.#below.get(key);
  }
}

/** Values are replaced, never changed in place: a fork shares them. */
export class WorkingSet implements Knowledge {
  accounts = new Map<string, Account>();
  contacts = new Map<string, Contact>();
  conducts = new Map<string, Conduct>();
  approaches = new Map<string, Approach>();
  /** of contacts that are not in `contacts`: as much of them as connections need */
  steps = new Map<string, Steps>();
  /** of accounts that are not in `accounts` */
  whereabouts = new Map<string, Whereabouts>();
  accepted = new Map<string, Accepted>();
  /** who blocked or reported an account, the oldest first */
  flags = new Map<string, readonly string[]>();
  conversations = new Map<string, Conversation>();
  /** who is in a conversation, the oldest first */
  membersOf = new Map<string, readonly string[]>();
  memberships = new Map<string, boolean>();
  readonly #onMissing: ((asked: Asked) => void) | null;

  /**
   * With `onMissing` it holds a part of what is known: `onMissing` is told of everything that was asked for and is not
   * here, and the answer is then as for a blank. Without, what is not here is not known.
   */
  constructor(onMissing: ((asked: Asked) => void) | null = null) {
    this.#onMissing = onMissing;
  }

  /** One that lies over this one: it sees what this one holds, and keeps its own changes. */
  fork(): WorkingSet {
    const fork = new WorkingSet(this.#onMissing);
    fork.accounts = new Layer(this.accounts);
    fork.contacts = new Layer(this.contacts);
    fork.conducts = new Layer(this.conducts);
    fork.approaches = new Layer(this.approaches);
    fork.steps = this.steps;
    fork.whereabouts = this.whereabouts;
    fork.accepted = new Layer(this.accepted);
    fork.flags = new Layer(this.flags);
    fork.conversations = new Layer(this.conversations);
    fork.membersOf = new Layer(this.membersOf);
    fork.memberships = new Layer(this.memberships);
    return fork;
  }

  account(id: string): Account {
    const account = this.accounts.get(id);
    if (account !== undefined) return copyAccount(account);
    this.#onMissing?.({ what: 'account', account: id });
    return blankAccount(id);
  }

  contact(actor: string, other: string): Contact {
    const contact = this.contacts.get(pairKey(actor, other));
    if (contact !== undefined) return copyContact(contact);
    this.#onMissing?.({ what: 'contact', actor, other });
    return blankContact(actor, other);
  }

  conduct(id: string): Conduct {
    const conduct = this.conducts.get(id);
    if (conduct !== undefined) return copyConduct(conduct);
    this.#onMissing?.({ what: 'conduct', account: id });
    return blankConduct(id);
  }

  approach(actor: string, other: string): Approach {
    const approach = this.approaches.get(pairKey(actor, other));
    if (approach !== undefined) return copyApproach(approach);
    this.#onMissing?.({ what: 'approach', actor, other });
    return blankApproach(actor, other);
  }

  /** The accounts that this one is connected to, among the CONNECTIONS_SEEN newest of each side. */
  #connections(id: string): Set<string> {
    const accepted = this.accepted.get(id);
    const found = new Set<string>();
    if (accepted === undefined) {
      this.#onMissing?.({ what: 'accepted', account: id });
      return found;
    }
    for (const list of [accepted.to, accepted.from]) {
      for (const other of list.slice(-CONNECTIONS_SEEN).reverse()) {
        if (isConnected(this.#stepsOf(id, other), this.#stepsOf(other, id))) found.add(other);
      }
    }
    return found;
  }

  #stepsOf(actor: string, other: string): Steps {
    const key = pairKey(actor, other);
    const known = this.contacts.get(key) ?? this.steps.get(key);
    if (known !== undefined) return known;
    this.#onMissing?.({ what: 'contact', actor, other });
    return NO_STEPS;
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
      const other = this.#whereaboutsOf(id);
      if (other.country === country && (region === '' || other.region === region)) return true;
    }
    return false;
  }

  #whereaboutsOf(id: string): Whereabouts {
    const known = this.accounts.get(id) ?? this.whereabouts.get(id);
    if (known !== undefined) return known;
    this.#onMissing?.({ what: 'account', account: id });
    return NOWHERE;
  }

  childrenAgainst(account: string, since: Seconds, enough: number): number {
    const flags = this.flags.get(account);
    if (flags === undefined) {
      this.#onMissing?.({ what: 'flags', account });
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
    this.#onMissing?.({ what: 'conversation', conversation: id });
    return blankConversation(id);
  }

  isMember(conversation: string, account: string): boolean {
    const member = this.memberships.get(pairKey(conversation, account));
    if (member === undefined) this.#onMissing?.({ what: 'member', conversation, account });
    return member ?? false;
  }

  members(conversation: string): readonly string[] {
    const members = this.membersOf.get(conversation);
    if (members === undefined) {
      this.#onMissing?.({ what: 'members', conversation });
      return [];
    }
    return members.slice(-MEMBERS_SEEN).reverse();
  }

  /** Writes what an event changed, so that the next event sees it. */
  apply(changes: Changes): void {
    if (changes.account !== null) this.accounts.set(changes.account.id, copyAccount(changes.account));
    if (changes.conduct !== null) this.conducts.set(changes.conduct.account, copyConduct(changes.conduct));
    for (const contact of changes.contacts) this.#applyContact(contact);
    for (const a of changes.approaches) this.approaches.set(pairKey(a.actor, a.other), copyApproach(a));
    if (changes.conversation === null) return;
    const { id } = changes.conversation;
    this.conversations.set(id, { ...changes.conversation });
    for (const account of changes.joined) this.#join(id, account);
    for (const account of changes.left) this.#leave(id, account);
  }

  #applyContact(contact: Contact): void {
    const { actor, other } = contact;
    const key = pairKey(actor, other);
    const before = this.contacts.get(key);
    if (wasAccepted(contact) && !(before && wasAccepted(before))) {
      this.#change(this.accepted, actor, NOBODY, (a) => ({ ...a, to: [...a.to, other] }));
      this.#change(this.accepted, other, NOBODY, (a) => ({ ...a, from: [...a.from, actor] }));
    }
    if (wasFlagged(contact) && !(before && wasFlagged(before))) {
      this.#change(this.flags, other, NONE, (flags) => [...flags, actor]);
    }
    this.contacts.set(key, copyContact(contact));
  }

  #join(conversation: string, account: string): void {
    const key = pairKey(conversation, account);
    if (this.memberships.get(key) === true) return;
    this.memberships.set(key, true);
    this.#change(this.membersOf, conversation, NONE, (members) => [...members, account]);
  }

  #leave(conversation: string, account: string): void {
    this.memberships.set(pairKey(conversation, account), false);
    this.#change(this.membersOf, conversation, NONE, (members) => members.filter((m) => m !== account));
  }

  /** A list that a part of what is known doesn't hold stays missing: begun here, it would be taken for the whole. */
  #change<V>(lists: Map<string, V>, key: string, none: V, change: (list: V) => V): void {
    const list = lists.get(key) ?? (this.#onMissing === null ? none : undefined);
    if (list !== undefined) lists.set(key, change(list));
  }
}

const NONE: readonly string[] = Object.freeze([]);
