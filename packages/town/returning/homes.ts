/** What each person of the town can be recognised by: their own, what their home shares, and what hundreds do. */
import type { EventInput } from '@kith/contract';
import type { Split } from '../options.ts';
import type { People, Person } from '../people/people.ts';
import type { Chance } from '../random.ts';
import { rangesOf } from './settings.ts';

export type Identifiers = NonNullable<Extract<EventInput, { type: 'account.created' }>['data']['identifiers']>;

/** How likely somebody has a device of their own, by age; the others use that of their home. */
const OWN_DEVICE = { under13: 0.3, teen: 0.85, adult: 0.95 } as const;
/** Accounts behind one address of a mobile network. */
const BEHIND_ONE_ADDRESS = 250;
/** Share of sign-ups over a mobile network, and of children's from school. */
const MOBILE = 0.3;
const AT_SCHOOL = 0.12;
/** Share of sign-ups on a library's device, and how many places have a library. */
const AT_LIBRARY = 0.01;
const PAYS = { adult: 0.3, child: 0.12 } as const;
const HAS_TELEPHONE = 0.5;
/** Children who are told of with their parent's e-mail address, or telephone. */
const PARENTS = 0.2;

/** An address of a range for documentation would be of no one place, so these are ordinary ones. */
const address = (first: number, number: number): string =>
  `${first}.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255 || 1}`;

export class Homes {
  readonly #people: People;
  readonly #random: Chance;
  /** homes with a device that several use */
  readonly #shared: Uint8Array;
  readonly #own: Uint8Array;
  readonly #onShared: number;
  readonly #mobiles: number;

  constructor(people: People, split: Split, random: Chance) {
    this.#people = people;
    this.#random = random;
    const ranges = rangesOf(split);
    const sharing = random.between(...ranges.sharedDevice);
    this.#onShared = random.between(...ranges.onShared);
    this.#mobiles = Math.max(1, Math.floor(people.count / BEHIND_ONE_ADDRESS));
    this.#shared = new Uint8Array(people.count);
    this.#own = new Uint8Array(people.count);
    for (let p = 0; p < people.count; p++) {
      if (people.household[p] === p) this.#shared[p] = Number(random.is(sharing));
      const { age } = people;
      const likely = age[p] < 13 ? OWN_DEVICE.under13 : age[p] < 18 ? OWN_DEVICE.teen : OWN_DEVICE.adult;
      this.#own[p] = Number(random.is(likely));
    }
  }

  sharedDevice = (person: Person): string => `tablet-${this.#people.household[person]}`;

  /** The devices that somebody signs up on. */
  devicesOf(person: Person): string[] {
    const home = this.#people.household[person];
    if (this.#random.is(AT_LIBRARY)) return [`library-${this.#people.place[person]}`];
    const own = this.#own[person] === 1 ? [`phone-${person}`] : [];
    const shares = own.length === 0 || (this.#shared[home] === 1 && this.#random.is(this.#onShared));
    return shares ? [...own, this.sharedDevice(person)] : own;
  }

  #address(person: Person): string {
    const { place, household, age } = this.#people;
    if (age[person] < 18 && this.#random.is(AT_SCHOOL)) return address(62, place[person] + 1);
    if (this.#random.is(MOBILE)) return address(92, 1 + this.#random.below(this.#mobiles));
    return address(81, household[person] + 1);
  }

  /** An address that has nothing to do with the person's home. */
  elsewhere(): string {
    return this.#random.is(MOBILE)
      ? address(92, 1 + this.#random.below(this.#mobiles))
      : address(109, this.#random.below(1 << 20));
  }

  identifiersOf(person: Person): Identifiers {
    const { age, household } = this.#people;
    const isAdult = age[person] >= 18;
    // the first of a household is a grown-up
    const owner = !isAdult && this.#random.is(PARENTS) ? household[person] : person;
    const pays = this.#random.is(isAdult ? PAYS.adult : PAYS.child);
    return {
      email: `p${owner}@mail.example`,
      ...(this.#random.is(HAS_TELEPHONE) && { telephone: `+4477${String(owner).padStart(8, '0')}` }),
      deviceIds: this.devicesOf(person),
      ip: this.#address(person),
      ...(pays && { paymentFingerprint: `card-${household[person]}` }),
    };
  }
}
