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
  blankLinks,
  blankMedia,
  type Changes,
  type Conduct,
  type Contact,
  type Conversation,
  FLAGS_SEEN,
  type Identifier,
  type IdentifierKind,
  isChildWhenContacted,
  isSeenByGuardian,
  type Knowledge,
  type Links,
  MEMBERS_SEEN,
  type Media,
  type Seconds,
  type Sharers,
  wasFlagged,
} from '@kith/engine';
import { type Asked, pairKey } from './asked.ts';
import { Connections } from './connections.ts';
import { Layer } from './layer.ts';
import { Recognised } from './recognised.ts';

const copyAccount = (a: Account): Account => ({ ...a });
/** What they hold by reference is replaced, never changed in place. */
const copyConduct = (c: Conduct): Conduct => ({ ...c });
const copyApproach = (a: Approach): Approach => ({ ...a });
const copyLinks = ({ account, links }: Links): Links => ({ account, links: links.map((link) => ({ ...link })) });
const copyContact = (c: Contact): Contact => ({ ...c, warnedAt: [...c.warnedAt] });

/** Values are replaced, never changed in place: a fork shares them. */
export class WorkingSet implements Knowledge {
  accounts = new Map<string, Account>();
  contacts = new Map<string, Contact>();
  conducts = new Map<string, Conduct>();
  approaches = new Map<string, Approach>();
  connections: Connections;
  /** who blocked or reported an account, the oldest first */
  flags = new Map<string, readonly string[]>();
  conversations = new Map<string, Conversation>();
  /** who is in a conversation, the oldest first */
  membersOf = new Map<string, readonly string[]>();
  memberships = new Map<string, boolean>();
  recognised: Recognised;
  linksOf = new Map<string, Links>();
  mediaOf = new Map<string, Media>();
  readonly #onMissing: ((asked: Asked) => void) | null;

  /**
   * With `onMissing` it holds a part of what is known: `onMissing` is told of everything that was asked for and is not
   * here, and the answer is then as for a blank. Without, what is not here is not known.
   */
  constructor(onMissing: ((asked: Asked) => void) | null = null) {
    this.#onMissing = onMissing;
    this.connections = new Connections(this, onMissing);
    this.recognised = new Recognised(onMissing);
  }

  /** One that lies over this one: it sees what this one holds, and keeps its own changes. */
  fork(): WorkingSet {
    const fork = new WorkingSet(this.#onMissing);
    fork.accounts = new Layer(this.accounts);
    fork.contacts = new Layer(this.contacts);
    fork.conducts = new Layer(this.conducts);
    fork.approaches = new Layer(this.approaches);
    fork.connections = new Connections(fork, this.#onMissing, this.connections);
    fork.flags = new Layer(this.flags);
    fork.conversations = new Layer(this.conversations);
    fork.membersOf = new Layer(this.membersOf);
    fork.memberships = new Layer(this.memberships);
    fork.recognised = new Recognised(this.#onMissing, this.recognised);
    fork.linksOf = new Layer(this.linksOf);
    fork.mediaOf = new Layer(this.mediaOf);
    return fork;
  }

  account(id: string): Account {
    const account = this.accounts.get(id);
    if (account !== undefined) return copyAccount(account);
    this.#onMissing?.({ what: 'account', account: id });
    return blankAccount(id);
  }

  isSeenByGuardian(id: string): boolean {
    const account = this.accounts.get(id);
    if (account === undefined) this.#onMissing?.({ what: 'account', account: id });
    return account !== undefined && isSeenByGuardian(account);
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

  mutualConnections(a: string, b: string, enough: number): number {
    return this.connections.mutualConnections(a, b, enough);
  }

  hasConnectionIn(account: string, country: string, region: string, except: string): boolean {
    return this.connections.hasConnectionIn(account, country, region, except);
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

  identifiers(account: string): readonly Identifier[] {
    return this.recognised.of(account);
  }

  sharers(kind: IdentifierKind, hash: string): Sharers {
    return this.recognised.sharers(kind, hash);
  }

  links(account: string): Links {
    const links = this.linksOf.get(account);
    if (links !== undefined) return copyLinks(links);
    this.#onMissing?.({ what: 'links', account });
    return blankLinks(account);
  }

  media(id: string): Media {
    const media = this.mediaOf.get(id);
    if (media !== undefined) return { ...media };
    this.#onMissing?.({ what: 'media', media: id });
    return blankMedia(id);
  }

  /** Writes what an event changed, so that the next event sees it. */
  apply(changes: Changes): void {
    if (changes.account !== null) this.#applyAccount(changes.account);
    if (changes.conduct !== null) this.conducts.set(changes.conduct.account, copyConduct(changes.conduct));
    for (const contact of changes.contacts) this.#applyContact(contact);
    for (const a of changes.approaches) this.approaches.set(pairKey(a.actor, a.other), copyApproach(a));
    for (const identifier of changes.forgotten) this.recognised.forget(identifier);
    for (const identifier of changes.identifiers) this.recognised.keep(identifier);
    if (changes.links !== null) this.linksOf.set(changes.links.account, copyLinks(changes.links));
    if (changes.media !== null) this.mediaOf.set(changes.media.id, { ...changes.media });
    if (changes.conversation === null) return;
    const { id } = changes.conversation;
    this.conversations.set(id, { ...changes.conversation });
    for (const account of changes.joined) this.#join(id, account);
    for (const account of changes.left) this.#leave(id, account);
  }

  #applyAccount(account: Account): void {
    this.connections.accountChanges(this.accounts.get(account.id), account);
    this.accounts.set(account.id, copyAccount(account));
  }

  #applyContact(contact: Contact): void {
    const { actor, other } = contact;
    const key = pairKey(actor, other);
    const before = this.contacts.get(key);
    this.connections.contactChanges(before, contact);
    if (wasFlagged(contact) && !(before && wasFlagged(before))) {
      this.#change(this.flags, other, (flags) => [...flags, actor]);
    }
    this.contacts.set(key, copyContact(contact));
  }

  #join(conversation: string, account: string): void {
    const key = pairKey(conversation, account);
    if (this.memberships.get(key) === true) return;
    this.memberships.set(key, true);
    this.#change(this.membersOf, conversation, (members) => [...members, account]);
  }

  #leave(conversation: string, account: string): void {
    this.memberships.set(pairKey(conversation, account), false);
    this.#change(this.membersOf, conversation, (members) => members.filter((m) => m !== account));
  }

  /** A list that a part of what is known doesn't hold stays missing: begun here, it would be taken for the whole. */
  #change(
    lists: Map<string, readonly string[]>,
    key: string,
    change: (list: readonly string[]) => readonly string[],
  ): void {
    const list = lists.get(key) ?? (this.#onMissing === null ? NONE : undefined);
    if (list !== undefined) lists.set(key, change(list));
  }
}

const NONE: readonly string[] = Object.freeze([]);
