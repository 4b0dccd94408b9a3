/** Where it lies in memory who comes back and what is known material: identifiers, links and media. */
import {
  blankMedia,
  type Identifier,
  type IdentifierKind,
  LINKS_JUDGED_MAX,
  LINKS_MAX,
  type Link,
  type Links,
  linkStates,
  type Media,
  mediaVerdicts,
  NO_LINKS,
  SHARERS_COUNTED,
  SHARERS_SEEN,
  type Sharers,
} from '@kith/engine';
import { floatOf, wordOf } from '../packed.ts';
import type { WrapIdentifier, Wrapped } from '../store.ts';
import { findNamed, NOBODY } from './finding.ts';
import { HashIndex, hashString } from './hash-index.ts';
import { Identifiers } from './identifiers.ts';
import type { Journal } from './journal.ts';
import { RIDER_HEADER, Rider } from './rider.ts';
import type { Strings } from './strings.ts';
import { Table } from './table.ts';

/** Of each link, one after another; `other` is the account's slot + 1, 0 where there is none. */
const LINK = {
  other: 0,
  points: 1,
  at: 2,
  /** state 2 bits, by device 1, from the lowest */
  bits: 3,
  WIDTH: 4,
} as const;
/** Links of one account that lie in the first row: nearly all have no more. The others lie in a row that few have. */
const LINKS_FIRST = 4;
const LINKS_MORE = LINKS_MAX + LINKS_JUDGED_MAX - LINKS_FIRST;
const MEDIA = { idOffset: 0, idSize: 1, uploader: 2, verdict: 3, at: 4, WIDTH: 5 } as const;

/** What this asks of the accounts that its rows belong to. */
export interface Owners {
  readonly strings: Strings;
  account(id: string): number;
  accountOrNew(id: string): number;
  accountId(slot: number): string;
}

export class KnownRows {
  readonly #identifiers: Identifiers;
  /** both ride on accounts */
  readonly #linksOf = new Rider('links', LINKS_FIRST * LINK.WIDTH);
  readonly #moreLinksOf = new Rider('more links', LINKS_MORE * LINK.WIDTH);
  readonly #media = new Table('media', MEDIA.WIDTH);
  #mediaIndex = new HashIndex();
  readonly #owners: Owners;
  readonly #journal: Journal;
  readonly #firstNumber: number;
  /** In the order of the journal's numbers. */
  readonly tables: readonly Table[];

  /** @param firstNumber the journal's number for the first of its tables */
  constructor(owners: Owners, journal: Journal, firstNumber: number) {
    this.#owners = owners;
    this.#journal = journal;
    this.#firstNumber = firstNumber;
    this.#identifiers = new Identifiers((slot) => this.#written(this.#identifiers.table, slot));
    this.tables = [this.#identifiers.table, this.#linksOf.table, this.#media, this.#moreLinksOf.table];
  }

  #written(table: Table, slot: number): void {
    table.touch(slot);
    const number = this.#firstNumber + this.tables.indexOf(table);
    this.#journal.row(number, slot, table.chunkOf(slot), table.offsetOf(slot), table.width);
  }

  identifiers(account: string): readonly Identifier[] {
    return this.#identifiers.of(this.#owners.account(account), account);
  }

  sharers(kind: IdentifierKind, hash: string): Sharers {
    const accounts: string[] = [];
    let count = 0;
    this.#identifiers.eachSharer(kind, hash, (account) => {
      if (accounts.length < SHARERS_SEEN) accounts.push(this.#owners.accountId(account));
      return ++count >= SHARERS_COUNTED;
    });
    return { accounts, count };
  }

  keepIdentifier(identifier: Identifier): void {
    this.#identifiers.keep(this.#owners.accountOrNew(identifier.account), identifier);
  }

  forgetIdentifier(identifier: Identifier): void {
    this.#identifiers.forget(this.#owners.account(identifier.account), identifier);
  }

  links(account: string): Links {
    return { account, links: this.#linksOfOwner(this.#owners.account(account)) };
  }

  #linksOfOwner(owner: number): readonly Link[] {
    const first = this.#readLinks(this.#linksOf, owner);
    return first.length < LINKS_FIRST ? first : [...first, ...this.#readLinks(this.#moreLinksOf, owner)];
  }

  #readLinks(rider: Rider, owner: number): readonly Link[] {
    const slot = rider.slot(owner);
    if (slot === NOBODY) return NO_LINKS;
    const { table } = rider;
    const c = table.chunkOf(slot);
    const links: Link[] = [];
    const end = table.offsetOf(slot) + table.width;
    for (let o = table.offsetOf(slot) + RIDER_HEADER; o < end && c[o + LINK.other] !== 0; o += LINK.WIDTH) {
      const bits = c[o + LINK.bits];
      links.push({
        other: this.#owners.accountId(c[o + LINK.other] - 1),
        points: floatOf(c[o + LINK.points]),
        byDevice: (bits & 4) !== 0,
        state: linkStates[bits & 3],
        at: c[o + LINK.at],
      });
    }
    return links;
  }

  writeLinks({ account, links }: Links): void {
    const owner = this.#owners.accountOrNew(account);
    const more = links.slice(LINKS_FIRST);
    this.#writeLinks(this.#linksOf, owner, links.slice(0, LINKS_FIRST));
    if (more.length > 0 || this.#moreLinksOf.slot(owner) !== NOBODY) this.#writeLinks(this.#moreLinksOf, owner, more);
  }

  #writeLinks(rider: Rider, owner: number, links: readonly Link[]): void {
    const slot = rider.slotOrNew(owner);
    // before the words are written: a new account may bring a new chunk of its own table, never of this one
    const others = links.map(({ other }) => this.#owners.accountOrNew(other) + 1);
    const { table } = rider;
    const c = table.chunkOf(slot);
    const first = table.offsetOf(slot) + RIDER_HEADER;
    c.fill(0, first, first + table.width - RIDER_HEADER);
    for (const [i, link] of links.entries()) {
      const o = first + i * LINK.WIDTH;
      c[o + LINK.other] = others[i];
      c[o + LINK.points] = wordOf(link.points);
      c[o + LINK.at] = link.at;
      c[o + LINK.bits] = linkStates.indexOf(link.state) | (Number(link.byDevice) << 2);
    }
    this.#written(table, slot);
  }

  media(id: string): Media {
    // most platforms have none, and every message that names some asks
    const slot = this.#media.count === 0 ? NOBODY : findNamed(this.#media, this.#mediaIndex, this.#owners.strings, id);
    return slot === NOBODY ? blankMedia(id) : this.#readMedia(slot, id);
  }

  #readMedia(slot: number, id: string): Media {
    return {
      id,
      uploader: this.#owners.accountId(this.#media.get(slot, MEDIA.uploader)),
      verdict: mediaVerdicts[this.#media.get(slot, MEDIA.verdict)],
      at: this.#media.get(slot, MEDIA.at),
    };
  }

  writeMedia({ id, uploader, verdict, at }: Media): void {
    const { strings } = this.#owners;
    const t = this.#media;
    let slot = findNamed(t, this.#mediaIndex, strings, id);
    if (slot === NOBODY) {
      slot = t.add();
      const { offset, size } = strings.add(id);
      t.set(slot, MEDIA.idOffset, offset);
      t.set(slot, MEDIA.idSize, size);
      this.#journal.bytes(offset, strings.raw(offset, size));
      this.#mediaIndex.add(hashString(id), slot);
    }
    t.set(slot, MEDIA.uploader, this.#owners.accountOrNew(uploader));
    t.set(slot, MEDIA.verdict, mediaVerdicts.indexOf(verdict));
    t.set(slot, MEDIA.at, at);
    this.#written(t, slot);
  }

  /* Every row, for a transfer: by number from 0 on; null where there is none in that place. */

  get identifierCount(): number {
    return this.#identifiers.table.count;
  }

  identifierAt(slot: number): { value: Identifier; place: number } | null {
    const owner = this.#identifiers.owner(slot);
    if (owner === NOBODY) return null;
    const value = this.#identifiers.read(slot, this.#owners.accountId(owner));
    return { value, place: this.#identifiers.order(slot) };
  }

  get linksCount(): number {
    return this.#linksOf.table.count;
  }

  linksAt(slot: number): Links | null {
    const owner = this.#linksOf.owner(slot);
    const links = this.#linksOfOwner(owner);
    return links.length === 0 ? null : { account: this.#owners.accountId(owner), links };
  }

  get mediaCount(): number {
    return this.#media.count;
  }

  mediaAt(slot: number): Media {
    const { strings } = this.#owners;
    return this.#readMedia(
      slot,
      strings.get(this.#media.get(slot, MEDIA.idOffset), this.#media.get(slot, MEDIA.idSize)),
    );
  }

  /** See KnowledgeStore. */
  wrapIdentifiers(layers: number, wrap: WrapIdentifier): Wrapped {
    const wrapped = this.#identifiers.wrap(layers, wrap);
    if (wrapped.behind > 0) this.#identifiers.rebuild();
    return wrapped;
  }

  /** Makes indexes and links from the rows: once, when a start has read them. */
  rebuild(): void {
    this.#identifiers.rebuild();
    this.#linksOf.rebuild();
    this.#moreLinksOf.rebuild();
    const { strings } = this.#owners;
    this.#mediaIndex = new HashIndex(this.#media.count);
    this.#mediaIndex.addAll(this.#media.count, (slot) =>
      strings.hash(this.#media.get(slot, MEDIA.idOffset), this.#media.get(slot, MEDIA.idSize)),
    );
  }

  get bytes(): Record<'identifiers' | 'links' | 'media', number> {
    return {
      identifiers: this.#identifiers.bytes,
      links: this.#linksOf.bytes + this.#moreLinksOf.bytes,
      media: this.#media.bytes + this.#mediaIndex.bytes,
    };
  }
}
