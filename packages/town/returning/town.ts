/**
 * A town as far as sign-ups and first contacts go: who joins on what, whom they ask first, who is barred and comes back. The
 * same people, homes, schools and clubs as those of the town that is lived (people/), with nothing said and no days lived, so
 * that tens of thousands of sign-ups can be counted.
 */
import type { EventInput, EventType, OwnEvent } from '@kith/contract';
import { grammarsOf } from '../grammar/grammar.ts';
import { isoTime } from '../iso.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, ORDINARY_PLATFORM, type Split } from '../options.ts';
import { ageBands, ageMethods, METHOD_CONFIDENCE, type People, type Person } from '../people/people.ts';
import { name, populate } from '../people/populate.ts';
import { type Chance, chance } from '../random.ts';
import { Homes, type Identifiers } from './homes.ts';
import { type Keeps, rangesOf, within } from './settings.ts';

export interface ReturningOptions {
  seed: string;
  split: Split;
  accounts: number;
  /** share of grown-ups who are barred and come back: far more than there are, so that there are some to count */
  offenders: number;
  /** everybody who is barred is on their home's device: for counting those of the same home who join after */
  homes?: boolean;
  /** when the first joins, milliseconds since 1970 */
  now: number;
}

/** What is true of an account. `home`: of the same home as one who was barred, on a device of theirs, and joins after that. */
export type NewcomerKind = 'ordinary' | 'home' | 'returning';
export interface NewcomerTruth {
  account: string;
  kind: NewcomerKind;
  keeps: Keeps | null;
}

export interface ReturningTown {
  /** in order of time; of Kith's own, that accounts are barred */
  events: Told[];
  newcomers: NewcomerTruth[];
}

/** Everybody joins within so many days. */
const JOIN_WITHIN_DAYS = 120;
/** Offenders join within the first so many, so that most of the town joins after some were barred. */
const OFFENDERS_WITHIN_DAYS = 40;
/** Half of a home joins within a week of its first. */
const WITH_THE_HOME = 0.5;
const BARRED_AFTER_DAYS = [4, 9] as const;
/** First contacts of one newcomer. */
const CONTACTS_MAX = 6;
const ACCEPTED = { known: 0.8, stranger: 0.2 } as const;
/** How likely the device of somebody who is asked has whoever asks in its contacts, where they know each other. */
const IN_CONTACTS = 0.35;
/** Share of offenders who are on a device that their home shares, and on no other. */
const ON_SHARED = 0.4;
/** Share of grown-ups who ask a child of their kin: nieces, godchildren. */
const KIN = 0.08;

interface Told {
  event: EventInput | OwnEvent;
  at: number;
}

class Making {
  readonly events: Told[] = [];
  readonly newcomers: NewcomerTruth[] = [];
  readonly #people: People;
  readonly #homes: Homes;
  readonly #random: Chance;
  readonly #split: Split;
  readonly #onShared: number;
  readonly #start: number;
  readonly #children: Person[] = [];
  /** when each joins, milliseconds */
  readonly #joins: Float64Array;
  readonly #open: { adults: number; children: number };
  /** by device: when somebody on it was barred */
  readonly #barredOn = new Map<string, number>();
  #ids = 0;

  constructor({ seed, split, accounts, now, homes }: ReturningOptions) {
    const of = (what: string) => chance(`${split}/${seed}/returning/${what}`);
    this.#random = of('life');
    this.#split = split;
    this.#onShared = homes === true ? 1 : ON_SHARED;
    this.#start = now;
    this.#people = populate(accounts, grammarsOf(split), ORDINARY_PLATFORM, of('people'));
    name(this.#people, of('names'));
    this.#homes = new Homes(this.#people, split, of('homes'));
    this.#joins = this.#joining();
    const { openAdults, openChildren } = rangesOf(split);
    this.#open = { adults: this.#random.between(...openAdults), children: this.#random.between(...openChildren) };
    for (let p = 0; p < accounts; p++) if (this.#people.age[p] < 18) this.#children.push(p);
  }

  #joining(): Float64Array {
    const { count, household } = this.#people;
    const joins = new Float64Array(count);
    for (let p = 0; p < count; p++) {
      const home = household[p];
      const together = home !== p && this.#random.is(WITH_THE_HOME);
      const days = together
        ? (joins[home] - this.#start) / DAY_MS + this.#random.next() * 7
        : this.#random.next() * JOIN_WITHIN_DAYS;
      joins[p] = this.#start + days * DAY_MS;
    }
    return joins;
  }

  #tell(at: number, type: EventType, data: object): void {
    // the cast joins a type and the data that belongs to it
    this.events.push({ at, event: { id: `t${++this.#ids}`, type, time: isoTime(at), data } as Told['event'] });
  }

  #create(person: Person, account: string, at: number, identifiers: Identifiers, band?: string): void {
    const { people } = { people: this.#people };
    const told = band ?? ageBands[people.band[person]];
    const method = band === undefined ? ageMethods[people.method[person]] : 'declared';
    const { country, region, language } = people.places[people.place[person]];
    this.#tell(at, 'account.created', {
      ...{ actor: account, country, region, language: grammarsOf(this.#split)[language].language },
      ...(told !== 'unknown' && { age: { band: told, method, confidence: METHOD_CONFIDENCE[method] } }),
      identifiers,
    });
  }

  #ask(from: string, to: Person, at: number, known: boolean): void {
    const other = this.#people.ids[to];
    if (from === other) return;
    const inContacts = known && this.#random.is(IN_CONTACTS);
    this.#tell(at, 'connection.requested', { actor: from, other, ...(inContacts && { inContacts }) });
    if (this.#random.is(known ? ACCEPTED.known : ACCEPTED.stranger)) {
      this.#tell(at + this.#random.around(HOUR_MS), 'connection.accepted', { actor: other, other: from });
    }
  }

  /** Somebody of the same place, of a class or club where they have one. */
  #neighbour(person: Person): Person {
    const { schoolClass, club, classes, clubs, places, place } = this.#people;
    const circle = schoolClass[person] >= 0 ? classes[schoolClass[person]] : undefined;
    const other = club[person] >= 0 ? clubs[club[person]] : undefined;
    const from = this.#random.is(0.5) ? (circle ?? other) : (other ?? circle);
    if (from !== undefined && this.#random.is(0.8)) return this.#random.pick(from.children);
    const { first, end } = places[place[person]];
    return first + this.#random.below(end - first);
  }

  #adultsOf(person: Person): Person {
    for (let tries = 0; tries < 20; tries++) {
      const other = this.#neighbour(person);
      if (this.#people.age[other] >= 18) return other;
    }
    return this.#people.household[person];
  }

  #firstContacts(person: Person, from: string, at: number): void {
    const random = this.#random;
    const many = Math.min(CONTACTS_MAX, 1 + random.count(2.5));
    const isChild = this.#people.age[person] < 18;
    const leads = !isChild && (this.#people.schoolClass[person] >= 0 || this.#people.club[person] >= 0);
    const isOpen = !isChild && random.is(this.#open.adults);
    let when = at + random.around(HOUR_MS);
    for (let i = 0; i < many; i++) {
      when += random.around(6 * HOUR_MS) + MINUTE_MS;
      if (isChild) {
        const stranger = random.is(this.#open.children);
        this.#ask(from, stranger ? random.pick(this.#children) : this.#neighbour(person), when, !stranger);
      } else if (isOpen) this.#ask(from, random.pick(this.#children), when, false);
      else if (leads || random.is(KIN)) this.#ask(from, this.#childNear(person), when, true);
      else this.#ask(from, this.#adultsOf(person), when, true);
    }
  }

  #childNear(person: Person): Person {
    for (let tries = 0; tries < 20; tries++) {
      const other = this.#neighbour(person);
      if (this.#people.age[other] < 18) return other;
    }
    return this.#random.pick(this.#children);
  }

  offenders(share: number): ReadonlySet<Person> {
    const chosen = new Set<Person>();
    const many = Math.round(share * (this.#people.count - this.#children.length));
    while (chosen.size < many) {
      const person = this.#random.below(this.#people.count);
      if (this.#people.age[person] < 18 || this.#people.role[person] !== 0) continue;
      chosen.add(person);
    }
    for (const person of chosen) this.#offend(person);
    return chosen;
  }

  /** Joins, turns to children, is barred, and comes back under another name. */
  #offend(person: Person): void {
    const random = this.#random;
    const ranges = rangesOf(this.#split);
    const first = this.#people.ids[person];
    const band = random.is(random.between(...ranges.falseAge)) ? random.pick(['13to15', '16to17']) : undefined;
    const at = this.#start + random.next() * OFFENDERS_WITHIN_DAYS * DAY_MS;
    const identifiers = this.#homes.identifiersOf(person);
    // the device of the home, which whoever is at home also joins on, is the hard case
    if (random.is(this.#onShared)) identifiers.deviceIds = [this.#homes.sharedDevice(person)];
    this.#create(person, first, at, identifiers, band);
    const targets = this.#targets(Math.round(within(ranges.targets, random)));
    let when = at + random.around(3 * HOUR_MS);
    for (const child of targets) {
      when += random.around(8 * HOUR_MS) + MINUTE_MS;
      this.#ask(first, child, when, false);
    }
    const barred = Math.max(when + HOUR_MS, at + random.between(...BARRED_AFTER_DAYS) * DAY_MS);
    const turnedTo = targets.map((child) => this.#people.ids[child]);
    this.#tell(barred, 'enforcement.requested', { actor: first, kind: 'disable', turnedTo });
    for (const device of identifiers.deviceIds ?? []) this.#barredOn.set(device, barred);
    this.#comeBack(person, { identifiers, targets, barred, band });
  }

  #targets(many: number): Person[] {
    const anchor = this.#random.pick(this.#children);
    const near = this.#random.is(0.4);
    const found = new Set<Person>();
    for (let tries = 0; found.size < many && tries < many * 10; tries++) {
      found.add(near ? this.#childNear(anchor) : this.#random.pick(this.#children));
    }
    return [...found];
  }

  #comeBack(
    person: Person,
    before: { identifiers: Identifiers; targets: Person[]; barred: number; band: string | undefined },
  ): void {
    const random = this.#random;
    const ranges = rangesOf(this.#split);
    const keeps = random.weighted(ranges.keeps);
    const account = `back-${this.#people.ids[person]}`;
    const at = before.barred + within(ranges.backAfter_h, random) * HOUR_MS;
    const kept = keeps === 'targets' ? [] : (before.identifiers.deviceIds ?? []);
    const hasNew = keeps === 'targets' || random.is(random.between(...ranges.newBeside));
    const deviceIds = [...(hasNew ? [`new-${person}`] : []), ...kept];
    const identifiers = { email: `b${person}@mail.example`, deviceIds, ip: this.#homes.elsewhere() };
    this.#create(person, account, at, identifiers, before.band);
    this.newcomers.push({ account, kind: 'returning', keeps });
    const again = within(ranges.again, random);
    const left = [...before.targets];
    let when = at + random.around(HOUR_MS);
    for (let i = 0; i < CONTACTS_MAX; i++) {
      when += random.around(6 * HOUR_MS) + MINUTE_MS;
      const old = keeps !== 'device' && left.length > 0 && random.is(again);
      const child = old ? left.splice(random.below(left.length), 1)[0] : random.pick(this.#children);
      this.#ask(account, child, when, false);
    }
  }

  everybodyElse(offenders: ReadonlySet<Person>): void {
    for (let person = 0; person < this.#people.count; person++) {
      if (offenders.has(person)) continue;
      const at = this.#joins[person];
      const account = this.#people.ids[person];
      const identifiers = this.#homes.identifiersOf(person);
      this.#create(person, account, at, identifiers);
      const isOfTheHome = identifiers.deviceIds?.some(
        (device) => !device.startsWith('library') && (this.#barredOn.get(device) ?? Number.POSITIVE_INFINITY) < at,
      );
      this.newcomers.push({ account, kind: isOfTheHome ? 'home' : 'ordinary', keeps: null });
      this.#firstContacts(person, account, at);
    }
  }
}

export function createReturningTown(options: ReturningOptions): ReturningTown {
  const making = new Making(options);
  making.everybodyElse(making.offenders(options.offenders));
  const { events, newcomers } = making;
  return { events: events.sort((a, b) => a.at - b.at), newcomers };
}
