/**
 * A digest of everything that is known, the same whatever the store and the order of its rows: to compare two stores.
 * Lists count by their order (of acceptance, of flagging, of joining), not by the numbers that a store keeps them by; of
 * who shares an identifier only who does: most have one account, and all of them in memory would be a gigabyte.
 */
import { hash } from 'node:crypto';
import { type Account, type Contact, isBlankConduct } from '@kith/engine';
import { canonicalJson } from '../ground/json/index.ts';
import { pairKey } from './asked.ts';
import type { KnowledgeRow } from './store.ts';
import type { WorkingSet } from './working-set.ts';

const LANES = 8;

/** A multiset of texts: their hashes added up, lane by lane, so that order doesn't matter and a double counts twice. */
class Bag {
  readonly #lanes = new Uint32Array(LANES);
  count = 0;

  add(text: string): void {
    const bytes = hash('sha256', text, 'buffer');
    for (let i = 0; i < LANES; i++) this.#lanes[i] = (this.#lanes[i] ?? 0) + bytes.readUInt32LE(i * 4);
    this.count++;
  }

  toString(): string {
    return `${this.count}:${[...this.#lanes].join('.')}`;
  }
}

/** Nothing is known of it: one store keeps such a row, another doesn't. */
const isBlankAccount = (a: Account): boolean => !a.known && a.createdAt === 0 && a.status === 'active';
const isBlankContact = (c: Contact): boolean => c.firstAt === 0;

export interface KnowledgeDigest {
  /** SHA-256, hexadecimal */
  digest: string;
  accounts: number;
  contacts: number;
  conversations: number;
  members: number;
  identifiers: number;
}

class Digest {
  readonly #accounts = new Bag();
  readonly #contacts = new Bag();
  readonly #conducts = new Bag();
  readonly #approaches = new Bag();
  readonly #conversations = new Bag();
  readonly #members = new Bag();
  readonly #identifiers = new Bag();
  readonly #links = new Bag();
  readonly #media = new Bag();
  readonly #lists = new Bag();

  row(row: KnowledgeRow): void {
    switch (row.row) {
      case 'account':
        if (!isBlankAccount(row.value)) this.#accounts.add(canonicalJson(row.value));
        break;
      case 'contact':
        if (!isBlankContact(row.value)) this.#contacts.add(canonicalJson(row.value));
        break;
      case 'conduct':
        if (!isBlankConduct(row.value)) this.#conducts.add(canonicalJson(row.value));
        break;
      case 'approach':
        this.#approaches.add(canonicalJson(row.value));
        break;
      case 'conversation':
        if (row.value.known) this.#conversations.add(canonicalJson(row.value));
        break;
      case 'member':
        this.#members.add(pairKey(row.conversation, row.account));
        break;
      case 'identifier':
        this.#identifiers.add(canonicalJson(row.value));
        break;
      case 'links':
        if (row.value.links.length > 0) this.#links.add(canonicalJson(row.value));
        break;
      case 'media':
        this.#media.add(canonicalJson(row.value));
        break;
      default:
        row satisfies never;
    }
  }

  list(what: string, of: string, ids: readonly string[]): void {
    if (ids.length > 0) this.#lists.add(`${what}\n${of}\n${ids.join('\n')}`);
  }

  result(): KnowledgeDigest {
    const bags = [
      this.#accounts,
      this.#contacts,
      this.#conducts,
      this.#approaches,
      this.#conversations,
      this.#members,
      this.#lists,
      this.#identifiers,
      this.#links,
      this.#media,
    ];
    return {
      digest: hash('sha256', bags.join('\n')),
      accounts: this.#accounts.count,
      contacts: this.#contacts.count,
      conversations: this.#conversations.count,
      members: this.#members.count,
      identifiers: this.#identifiers.count,
    };
  }
}

/** Of a store's rows. Holds the lists' ids in memory while it counts: some 100 bytes for each that was ever accepted. */
export async function digestOf(rows: AsyncIterable<readonly KnowledgeRow[]>): Promise<KnowledgeDigest> {
  const digest = new Digest();
  const lists = new Map<string, { place: number; id: string }[]>();
  const put = (what: string, of: string, place: number, id: string): void => {
    if (place === 0) return;
    const key = `${what}\n${of}`;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [{ place, id }]);
    else list.push({ place, id });
  };
  for await (const chunk of rows) {
    for (const row of chunk) {
      digest.row(row);
      if (row.row === 'contact') {
        put('to', row.value.actor, row.acceptedPlace, row.value.other);
        put('from', row.value.other, row.acceptedPlace, row.value.actor);
        put('flags', row.value.other, row.flaggedPlace, row.value.actor);
      } else if (row.row === 'member') {
        put('members', row.conversation, row.joinedPlace, row.account);
      }
    }
  }
  for (const [key, list] of lists) {
    const [what = '', of = ''] = key.split('\n');
    list.sort((a, b) => a.place - b.place);
    digest.list(
      what,
      of,
      list.map(({ id }) => id),
    );
  }
  return digest.result();
}

/** Of a working set that holds all there is. */
export function digestOfWorkingSet(set: WorkingSet): KnowledgeDigest {
  const digest = new Digest();
  for (const value of set.accounts.values()) digest.row({ row: 'account', value });
  for (const value of set.contacts.values()) digest.row({ row: 'contact', value, acceptedPlace: 0, flaggedPlace: 0 });
  for (const value of set.conducts.values()) digest.row({ row: 'conduct', value });
  for (const value of set.approaches.values()) digest.row({ row: 'approach', value });
  for (const value of set.conversations.values()) digest.row({ row: 'conversation', value });
  for (const value of set.recognised.all()) digest.row({ row: 'identifier', value, place: 0 });
  for (const value of set.linksOf.values()) digest.row({ row: 'links', value });
  for (const value of set.mediaOf.values()) digest.row({ row: 'media', value });
  for (const [account, { to, from }] of set.connections.accepted) {
    digest.list('to', account, to);
    digest.list('from', account, from);
  }
  for (const [account, ids] of set.flags) digest.list('flags', account, ids);
  for (const [conversation, ids] of set.membersOf) {
    for (const account of ids) digest.row({ row: 'member', conversation, account, joinedPlace: 0 });
    digest.list('members', conversation, ids);
  }
  return digest.result();
}
