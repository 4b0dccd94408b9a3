/**
 * Where knowledge lies in memory: rows in typed arrays, found by hash, linked into the lists that deciding asks for.
 * Whatever changes is also written, row by row, into a journal: the rows as they became. Putting a journal's rows back
 * twice does no harm, so a start may begin from any older copy of each chunk. Indexes and links are not saved: they are
 * built again from the rows.
 */
import type { Account, Approach, Conduct, Contact, Conversation, Told } from '@kith/engine';
import { APPROACH_WORDS, CONDUCT_WORDS, packApproach, packConduct } from '../packed.ts';
import { Ahead } from './ahead.ts';
import { ContactLists } from './contacts-of.ts';
import { findNamed, findPair, NOBODY } from './finding.ts';
import { HashIndex, hashPair, hashString } from './hash-index.ts';
import type { Journal } from './journal.ts';
import { KnownRows } from './known.ts';
import { InOrder, indexPairs } from './rebuilding.ts';
import { RIDER_HEADER, Rider } from './rider.ts';
import {
  ACCOUNT,
  CONTACT,
  CONVERSATION,
  MEMBER,
  markIfBlocking,
  WORD,
  type Words,
  writeAccount,
  writeContact,
} from './rows.ts';
import { Strings } from './strings.ts';
import { Table } from './table.ts';

/** The newest of each list of an account, and the next older of a contact in it: slot + 1, 0 for none. */
export const LIST = { acceptedTo: 0, acceptedFrom: 1, flags: 2, WIDTH: 3 } as const;
export type List = Exclude<keyof typeof LIST, 'WIDTH'>;
/** Beside an account's lists: 1 where it has ever ended a connection. */
const HAS_REMOVED = LIST.WIDTH;
const MEMBER_LINK = { older: 0, newer: 1, WIDTH: 2 } as const;

/** The journal's numbers for the tables. */
const TABLE = { accounts: 0, contacts: 1, conversations: 2, members: 3, words: 4, conducts: 5, approaches: 6 } as const;
type TableKey = keyof typeof TABLE;

export class ResidentState {
  readonly strings = new Strings();
  readonly accounts = new Table('account', ACCOUNT.WIDTH);
  readonly contacts = new Table('contact', CONTACT.WIDTH);
  readonly conversations = new Table('conversation', CONVERSATION.WIDTH);
  readonly members = new Table('member', MEMBER.WIDTH);
  readonly words = new Table('word', WORD.WIDTH);
  /** rides on accounts */
  readonly conductOf = new Rider('conduct', CONDUCT_WORDS);
  /** rides on contacts */
  readonly approachOf = new Rider('approach', APPROACH_WORDS);
  readonly conducts = this.conductOf.table;
  readonly approaches = this.approachOf.table;
  readonly contactLists = new ContactLists();
  /** identifiers, links, media */
  readonly known: KnownRows;
  /** In the order of the journal's numbers. */
  readonly tables: readonly Table[];

  readonly #accountLists = new Table('account lists', LIST.WIDTH + 1);
  readonly #contactLinks = new Table('contact links', LIST.WIDTH);
  readonly #conversationLists = new Table('conversation lists', 1);
  readonly #memberLinks = new Table('member links', MEMBER_LINK.WIDTH);
  #accountIndex = new HashIndex();
  #contactIndex = new HashIndex();
  #conversationIndex = new HashIndex();
  #memberIndex = new HashIndex();
  #wordNumbers = new Map<string, number>();
  #wordList: string[] = [];
  #acceptedOrder = 0;
  #flaggedOrder = 0;
  #joinedOrder = 0;
  readonly #journal: Journal;
  readonly #ahead = new Ahead();

  /** An event names the same few accounts over and over: the last two that were looked up. */
  #recent: [string, string] = ['', ''];
  #recentSlot: [number, number] = [NOBODY, NOBODY];

  /** Regions and languages as numbers and back. */
  readonly codes: Words = {
    number: (word) => this.#wordNumbers.get(word) ?? this.#addWord(word),
    word: (number) => this.#wordList[number],
  };

  constructor(journal: Journal) {
    this.#journal = journal;
    this.known = new KnownRows(this, journal, Object.keys(TABLE).length);
    const numbered = [this.accounts, this.contacts, this.conversations, this.members, this.words];
    this.tables = [...numbered, this.conducts, this.approaches, ...this.known.tables];
    this.rebuild();
  }

  get bytes(): Record<string, number> {
    return {
      accounts: this.accounts.bytes + this.#accountLists.bytes + this.#accountIndex.bytes + this.strings.bytes,
      contacts: this.contacts.bytes + this.#contactLinks.bytes + this.#contactIndex.bytes + this.contactLists.bytes,
      conversations:
        this.conversations.bytes +
        this.#conversationLists.bytes +
        this.#conversationIndex.bytes +
        this.members.bytes +
        this.#memberLinks.bytes +
        this.#memberIndex.bytes,
      conducts: this.conductOf.bytes,
      approaches: this.approachOf.bytes,
      ...this.known.bytes,
    };
  }

  /* Finding */

  account(id: string): number {
    if (this.#recent[0] === id) return this.#recentSlot[0];
    if (this.#recent[1] === id) return this.#recentSlot[1];
    const slot = findNamed(this.accounts, this.#accountIndex, this.strings, id);
    if (slot !== NOBODY) this.#remember(id, slot);
    return slot;
  }

  #remember(id: string, slot: number): void {
    this.#recent[1] = this.#recent[0];
    this.#recentSlot[1] = this.#recentSlot[0];
    this.#recent[0] = id;
    this.#recentSlot[0] = slot;
  }

  accountId(slot: number): string {
    return this.strings.get(this.accounts.get(slot, ACCOUNT.idOffset), this.accounts.get(slot, ACCOUNT.idSize));
  }

  conversation(id: string): number {
    return findNamed(this.conversations, this.#conversationIndex, this.strings, id);
  }

  conversationId(slot: number): string {
    return this.strings.get(
      this.conversations.get(slot, CONVERSATION.idOffset),
      this.conversations.get(slot, CONVERSATION.idSize),
    );
  }

  contact(actor: number, other: number): number {
    return findPair(this.contacts, this.#contactIndex, actor, other);
  }

  member(conversation: number, account: number): number {
    return findPair(this.members, this.#memberIndex, conversation, account);
  }

  /** The slot of the newest contact in one of an account's lists, or NOBODY. */
  newest(list: List, account: number): number {
    return this.#accountLists.get(account, LIST[list]) - 1;
  }

  /** The next older contact in a list, or NOBODY. */
  older(list: List, contact: number): number {
    return this.#contactLinks.get(contact, LIST[list]) - 1;
  }

  /** Whether an account has ever ended a connection: for most, what others accepted still holds without another look. */
  hasRemoved(account: number): boolean {
    return this.#accountLists.get(account, HAS_REMOVED) !== 0;
  }

  newestMember(conversation: number): number {
    return this.#conversationLists.get(conversation, 0) - 1;
  }

  olderMember(member: number): number {
    return this.#memberLinks.get(member, MEMBER_LINK.older) - 1;
  }

  /**
   * Touches what deciding on these events will look at, so that the waits for memory overlap: at ten million contacts a
   * look-up waits for memory several times, and one event after another that was a third of deciding.
   */
  foresee(tolds: readonly Told[]): void {
    const ahead = this.#ahead;
    ahead.begin(tolds);
    ahead.touchNamed(this.accounts, this.#accountIndex, this.#accountLists, this.strings);
    ahead.touchPairs(this.contacts, this.#contactIndex);
  }

  /* Changing */

  #written(key: TableKey, slot: number): void {
    const t = this[key];
    t.touch(slot);
    this.#journal.row(TABLE[key], slot, t.chunkOf(slot), t.offsetOf(slot), t.width);
  }

  /** A new row whose first two words say where its string is. */
  #addNamed(table: Table, s: string): number {
    const slot = table.add();
    const { offset, size } = this.strings.add(s);
    table.set(slot, 0, offset);
    table.set(slot, 1, size);
    this.#journal.bytes(offset, this.strings.raw(offset, size));
    return slot;
  }

  #addWord(word: string): number {
    const slot = this.#addNamed(this.words, word);
    this.#written('words', slot);
    this.#wordNumbers.set(word, slot + 1);
    this.#wordList[slot + 1] = word;
    return slot + 1;
  }

  accountOrNew(id: string): number {
    const known = this.account(id);
    if (known !== NOBODY) return known;
    const slot = this.#addNamed(this.accounts, id);
    this.#accountLists.reach(slot);
    this.#accountIndex.add(hashString(id), slot);
    this.#written('accounts', slot);
    this.#remember(id, slot);
    return slot;
  }

  writeAccount(account: Account): void {
    const slot = this.accountOrNew(account.id);
    writeAccount(this.accounts, slot, account, this.codes);
    this.#written('accounts', slot);
  }

  /** Writes a contact; `accepted` and `flagged` say whether it belongs in the lists. */
  writeContact(contact: Contact, accepted: boolean, flagged: boolean): number {
    const actor = this.accountOrNew(contact.actor);
    const other = this.accountOrNew(contact.other);
    let slot = this.contact(actor, other);
    if (slot === NOBODY) {
      slot = this.contacts.add();
      this.#contactLinks.reach(slot);
      this.contacts.set(slot, CONTACT.actor, actor);
      this.contacts.set(slot, CONTACT.other, other);
      this.#contactIndex.add(hashPair(actor, other), slot);
      this.contactLists.add(actor, slot);
    }
    writeContact(this.contacts, slot, contact);
    if (contact.removeStep > 0) this.#accountLists.set(actor, HAS_REMOVED, 1);
    if (accepted && this.contacts.get(slot, CONTACT.acceptedOrder) === 0) this.#orderAccepted(slot);
    if (flagged && this.contacts.get(slot, CONTACT.flaggedOrder) === 0) this.#orderFlagged(slot);
    this.#written('contacts', slot);
    return slot;
  }

  writeConduct(conduct: Conduct): void {
    const slot = this.conductOf.slotOrNew(this.accountOrNew(conduct.account));
    packConduct(conduct, this.conducts.chunkOf(slot), this.conducts.offsetOf(slot) + RIDER_HEADER);
    this.#written('conducts', slot);
  }

  /** @throws Error where the contact is not known */
  writeApproach(approach: Approach): void {
    const contact = this.contact(this.account(approach.actor), this.account(approach.other));
    if (contact === NOBODY) throw new Error('an approach without its contact');
    const slot = this.approachOf.slotOrNew(contact);
    packApproach(approach, this.approaches.chunkOf(slot), this.approaches.offsetOf(slot) + RIDER_HEADER);
    this.#written('approaches', slot);
  }

  #orderAccepted(slot: number): void {
    this.contacts.set(slot, CONTACT.acceptedOrder, ++this.#acceptedOrder);
    this.#linkAccepted(slot);
  }

  #orderFlagged(slot: number): void {
    this.contacts.set(slot, CONTACT.flaggedOrder, ++this.#flaggedOrder);
    this.#linkFlagged(slot);
  }

  /** Puts a contact that was written without into the lists of accepted ones, as the newest. */
  listAccepted(slot: number): void {
    this.#orderAccepted(slot);
    this.#written('contacts', slot);
  }

  /** The same for the list of those who blocked or reported. */
  listFlagged(slot: number): void {
    this.#orderFlagged(slot);
    this.#written('contacts', slot);
  }

  #linkAccepted(slot: number): void {
    this.#link('acceptedTo', this.contacts.get(slot, CONTACT.actor), slot);
    this.#link('acceptedFrom', this.contacts.get(slot, CONTACT.other), slot);
  }

  #linkFlagged(slot: number): void {
    this.#link('flags', this.contacts.get(slot, CONTACT.other), slot);
  }

  /** Makes the contact the newest of an account's list. */
  #link(list: List, account: number, contact: number): void {
    const l = LIST[list];
    this.#contactLinks.set(contact, l, this.#accountLists.get(account, l));
    this.#accountLists.set(account, l, contact + 1);
  }

  writeConversation(conversation: Conversation): number {
    let slot = this.conversation(conversation.id);
    if (slot === NOBODY) {
      slot = this.#addNamed(this.conversations, conversation.id);
      this.#conversationLists.reach(slot);
      this.#conversationIndex.add(hashString(conversation.id), slot);
    }
    const t = this.conversations;
    t.set(slot, CONVERSATION.bits, Number(conversation.kind === 'direct'));
    t.set(slot, CONVERSATION.createdAt, conversation.createdAt);
    t.set(slot, CONVERSATION.lastAt, conversation.lastAt);
    t.set(slot, CONVERSATION.messages, conversation.messages);
    t.set(slot, CONVERSATION.members, conversation.members);
    this.#written('conversations', slot);
    return slot;
  }

  join(conversation: number, id: string): void {
    const account = this.accountOrNew(id);
    let slot = this.member(conversation, account);
    if (slot === NOBODY) {
      slot = this.members.add();
      this.#memberLinks.reach(slot);
      this.members.set(slot, MEMBER.conversation, conversation);
      this.members.set(slot, MEMBER.account, account);
      this.#memberIndex.add(hashPair(conversation, account), slot);
    }
    if (this.members.get(slot, MEMBER.joinedOrder) !== 0) return;
    this.members.set(slot, MEMBER.joinedOrder, ++this.#joinedOrder);
    this.#linkMember(slot);
    this.#written('members', slot);
  }

  #linkMember(slot: number): void {
    const conversation = this.members.get(slot, MEMBER.conversation);
    const older = this.#conversationLists.get(conversation, 0);
    this.#memberLinks.set(slot, MEMBER_LINK.older, older);
    this.#memberLinks.set(slot, MEMBER_LINK.newer, 0);
    if (older !== 0) this.#memberLinks.set(older - 1, MEMBER_LINK.newer, slot + 1);
    this.#conversationLists.set(conversation, 0, slot + 1);
  }

  leave(conversation: number, id: string): void {
    const slot = this.member(conversation, this.account(id));
    if (slot === NOBODY || this.members.get(slot, MEMBER.joinedOrder) === 0) return;
    this.members.set(slot, MEMBER.joinedOrder, 0);
    const older = this.#memberLinks.get(slot, MEMBER_LINK.older);
    const newer = this.#memberLinks.get(slot, MEMBER_LINK.newer);
    if (older !== 0) this.#memberLinks.set(older - 1, MEMBER_LINK.newer, newer);
    if (newer !== 0) this.#memberLinks.set(newer - 1, MEMBER_LINK.older, older);
    else this.#conversationLists.set(conversation, 0, older);
    this.#written('members', slot);
  }

  /* Starting */

  /** Makes indexes and links from the rows: once, when a start has read them. */
  rebuild(): void {
    this.#wordNumbers = new Map([['', 0]]);
    this.#wordList = [''];
    for (let slot = 0; slot < this.words.count; slot++) {
      const word = this.strings.get(this.words.get(slot, WORD.offset), this.words.get(slot, WORD.size));
      this.#wordNumbers.set(word, slot + 1);
      this.#wordList[slot + 1] = word;
    }
    this.#accountIndex = this.#indexNames(this.accounts, this.#accountLists);
    this.#conversationIndex = this.#indexNames(this.conversations, this.#conversationLists);
    const [accepted, flagged, joined] = [new InOrder(), new InOrder(), new InOrder()];
    this.#contactIndex = indexPairs(this.contacts, this.#contactLinks, (words, at, slot) => {
      accepted.take(words[at + CONTACT.acceptedOrder], slot);
      flagged.take(words[at + CONTACT.flaggedOrder], slot);
      markIfBlocking(this.accounts, words[at + CONTACT.actor], words[at + CONTACT.bits]);
      if (words[at + CONTACT.removeStep] > 0) this.#accountLists.set(words[at + CONTACT.actor], HAS_REMOVED, 1);
    });
    this.#memberIndex = indexPairs(this.members, this.#memberLinks, (words, at, slot) => {
      joined.take(words[at + MEMBER.joinedOrder], slot);
    });
    this.contactLists.rebuild(this.accounts.count, this.contacts);
    this.conductOf.rebuild();
    this.approachOf.rebuild();
    this.known.rebuild();
    this.#acceptedOrder = accepted.visit((slot) => this.#linkAccepted(slot));
    this.#flaggedOrder = flagged.visit((slot) => this.#linkFlagged(slot));
    this.#joinedOrder = joined.visit((slot) => this.#linkMember(slot));
  }

  #indexNames(table: Table, lists: Table): HashIndex {
    const index = new HashIndex(table.count);
    if (table.count > 0) lists.reach(table.count - 1);
    index.addAll(table.count, (slot) => this.strings.hash(table.get(slot, 0), table.get(slot, 1)));
    return index;
  }
}
