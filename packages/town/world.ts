/** The town as the platform's people live it: who is there, who is connected, who blocked whom, which groups there are. */
import type { ActName } from './acts/acts.ts';
import { type Grammar, grammarsOf } from './grammar/grammar.ts';
import { type } from './noise/typing.ts';
import { NEVER_MIN, type Plan, planOffenders } from './offenders/plan.ts';
import { DAY_MS, HISTORY_DAYS, HOUR_MS, MINUTE_MS, type Platform, type Split, type TownOptions } from './options.ts';
import { type Bonds, bond } from './people/bonds.ts';
import { ageBands, ageMethods, isChild, type People, type Person } from './people/people.ts';
import { name, populate } from './people/populate.ts';
import { type Role, roles } from './people/roles.ts';
import { type Chance, chance, mix, TWO_TO_32 } from './random.ts';
import type { Moderation } from './truth/moderation.ts';

export interface Group {
  readonly id: string;
  readonly members: Person[];
  readonly hasText: boolean;
}

/** Groups that talk; older ones fall silent, so that memory is bounded by the accounts. */
const GROUPS_AN_ACCOUNT_MAX = 0.2;

const NO_SLOTS = Object.freeze({});
const NOBODY: readonly Person[] = Object.freeze([]);

export interface WorldOptions {
  seed: string;
  offenders: TownOptions['offenders'];
  accounts: number;
  split: Split;
  platform: Platform;
  /** when the first day begins, milliseconds since 1970 */
  start: number;
  /** the demo's: nobody has joined yet, nobody is connected, and time goes faster */
  pace?: DemoPace;
}

export interface DemoPace {
  /** what an hour of people's plans takes, milliseconds */
  hour_ms: number;
  /** makes ids and what people do unlike those of another run */
  run: string;
}

export class World {
  readonly people: People;
  readonly plans: readonly Plan[];
  readonly bonds: Bonds;
  readonly platform: Platform;
  readonly split: Split;
  readonly random: Chance;
  readonly start: number;
  readonly hour_ms: number;
  /** people also try what the platform may refuse: only where they are told that it was */
  readonly tries: boolean;
  readonly grammars: readonly Grammar[];
  readonly byRole: Readonly<Record<Role, Person[]>>;
  /** truly under 18, and the rest; in the demo those who have joined */
  readonly children: Person[] = [];
  readonly adults: Person[] = [];
  readonly groups: Group[] = [];
  /** the present moment, milliseconds since 1970 */
  now: number;
  /** who acted against whom, for the platform's moderators */
  moderation: Moderation | undefined;
  readonly #gone = new Set<Person>();
  readonly #newFriends = new Map<Person, Person[]>();
  readonly #parted = new Set<number>();
  readonly #blocked = new Set<number>();
  readonly #byId = new Map<string, Person>();
  readonly #salt: number;
  readonly #prefix: string;
  #named = 0;

  constructor(options: WorldOptions) {
    // the split is in the seed: a held-out world is never a training world with other words
    const seed = `${options.split}/${options.seed}`;
    this.split = options.split;
    this.platform = options.platform;
    this.start = options.start;
    this.now = options.start - HISTORY_DAYS * DAY_MS;
    this.grammars = grammarsOf(options.split);
    this.people = populate(options.accounts, this.grammars, options.platform, chance(`${seed}/people`));
    this.plans = planOffenders(this.people, options, chance(`${seed}/offenders`));
    name(this.people, chance(`${seed}/names`));
    this.bonds = bond(this.people, chance(`${seed}/bonds`));
    this.tries = options.pace !== undefined;
    this.hour_ms = options.pace?.hour_ms ?? HOUR_MS;
    this.#prefix = options.pace === undefined ? '' : `${options.pace.run}-`;
    if (options.pace !== undefined) {
      this.people.joined_min.fill(NEVER_MIN);
      this.bonds.since_min.fill(NEVER_MIN);
    }
    this.#salt = chance(`${seed}/salt`).below(TWO_TO_32);
    this.random = chance(`${seed}/life/${options.pace?.run ?? ''}`);
    const byRole = Object.fromEntries(roles.map((role) => [role, [] as Person[]])) as Record<Role, Person[]>; // every role
    for (let p = 0; p < this.people.count; p++) {
      if (this.people.role[p] !== 0) byRole[this.roleOf(p)].push(p);
      if (options.pace === undefined) (isChild(this.people, p) ? this.children : this.adults).push(p);
    }
    this.byRole = byRole;
  }

  id(person: Person): string {
    return this.people.ids[person];
  }

  /** Built when somebody first asks: a town without feedback doesn't need it. */
  person(id: string): Person | undefined {
    if (this.#byId.size === 0) for (const [p, name] of this.people.ids.entries()) this.#byId.set(name, p);
    return this.#byId.get(id);
  }

  roleOf(person: Person): Role {
    return roles[this.people.role[person]];
  }

  isChild(person: Person): boolean {
    return isChild(this.people, person);
  }

  /** Has an account that isn't disabled. */
  isHere(person: Person): boolean {
    return this.people.joined_min[person] <= this.minute && !this.#gone.has(person);
  }

  /** minutes after the first day began */
  get minute(): number {
    return Math.floor((this.now - this.start) / MINUTE_MS);
  }

  leave(person: Person): void {
    this.#gone.add(person);
  }

  /** The demo's people join one by one. */
  join(person: Person): void {
    this.people.joined_min[person] = Math.min(0, this.minute);
    (this.isChild(person) ? this.children : this.adults).push(person);
  }

  /** Before they join: says to be grown up, and is named so. */
  declareAdult(person: Person): void {
    this.people.method[person] = ageMethods.indexOf('declared');
    this.people.band[person] = ageBands.indexOf('adult');
    this.people.ids[person] = this.people.ids[person].replace(/^[a-z]+/, 'adult');
    this.#byId.clear();
  }

  /** Who has been gone longest; undefined where fewer than so many are. */
  longestGone(of: number): Person | undefined {
    const [first] = this.#gone;
    return this.#gone.size < of ? undefined : first;
  }

  comeBack(person: Person): void {
    this.#gone.delete(person);
  }

  #pair(a: Person, b: Person): number {
    return Math.min(a, b) * this.people.count + Math.max(a, b);
  }

  areFriends(a: Person, b: Person): boolean {
    if (this.#newFriends.get(a)?.includes(b)) return true;
    const { start, friends, since_min } = this.bonds;
    for (let i = start[a]; i < start[a + 1]; i++) {
      if (friends[i] === b) return since_min[i] <= this.minute && !this.#parted.has(this.#pair(a, b));
    }
    return false;
  }

  /** One of their friends, who is there; undefined where chance finds none. */
  friend(person: Person): Person | undefined {
    const { start, friends, since_min } = this.bonds;
    const more = this.#newFriends.get(person) ?? NOBODY;
    const n = start[person + 1] - start[person];
    if (n + more.length === 0) return undefined;
    // the first are dearer than the last: most talk goes to few
    const i = Math.floor(this.random.next() ** 1.6 * (n + more.length));
    if (i >= n) return more[i - n];
    const at = start[person] + i;
    const other = friends[at];
    if (since_min[at] > this.minute || this.#parted.has(this.#pair(person, other))) return undefined;
    return this.isHere(other) ? other : undefined;
  }

  friendsOf(person: Person): Person[] {
    const { start, friends, since_min } = this.bonds;
    const found = [...(this.#newFriends.get(person) ?? NOBODY)];
    for (let i = start[person]; i < start[person + 1]; i++) {
      const other = friends[i];
      if (since_min[i] <= this.minute && !this.#parted.has(this.#pair(person, other))) found.push(other);
    }
    return found.filter((p) => this.isHere(p));
  }

  befriend(a: Person, b: Person): void {
    this.#parted.delete(this.#pair(a, b));
    if (this.areFriends(a, b)) return;
    this.#newFriends.set(a, [...(this.#newFriends.get(a) ?? NOBODY), b]);
    this.#newFriends.set(b, [...(this.#newFriends.get(b) ?? NOBODY), a]);
  }

  part(a: Person, b: Person): void {
    const without = (list: readonly Person[] | undefined, p: Person) => (list ?? NOBODY).filter((q) => q !== p);
    if (this.#newFriends.has(a)) this.#newFriends.set(a, without(this.#newFriends.get(a), b));
    if (this.#newFriends.has(b)) this.#newFriends.set(b, without(this.#newFriends.get(b), a));
    this.#parted.add(this.#pair(a, b));
  }

  block(by: Person, whom: Person): void {
    this.#blocked.add(by * this.people.count + whom);
    this.part(by, whom);
  }

  isBlocked(a: Person, b: Person): boolean {
    const { count } = this.people;
    return this.#blocked.has(a * count + b) || this.#blocked.has(b * count + a);
  }

  /** Whether they would know each other away from the platform. */
  know(a: Person, b: Person): boolean {
    const { household, schoolClass, club } = this.people;
    return (
      household[a] === household[b] ||
      (schoolClass[a] >= 0 && schoolClass[a] === schoolClass[b]) ||
      (club[a] >= 0 && club[a] === club[b]) ||
      this.areFriends(a, b)
    );
  }

  addGroup(group: Group): void {
    this.groups.push(group);
    if (this.groups.length > this.people.count * GROUPS_AN_ACCOUNT_MAX) this.groups.shift();
  }

  /** An id that nothing else has and that says nothing. */
  name(what: string): string {
    return this.#prefix + what + (++this.#named).toString(36);
  }

  /** A number that is always the same for the same person, and from which nobody can tell who it is. */
  secretNumber(person: Person): number {
    return mix(this.#salt, person);
  }

  /** Whether the platform sees the text of what these two write to each other. */
  hasText(a: Person, b: Person): boolean {
    return mix(this.#salt ^ Math.min(a, b), Math.max(a, b)) < this.platform.textShare * TWO_TO_32;
  }

  /** The language that two people write in: their own where it is the same, else the world's first. */
  languageOf(a: Person, b: Person): number {
    const { language } = this.people;
    return language[a] === language[b] ? language[a] : 0;
  }

  /** An act in words, as this person would type it. */
  put(act: ActName, from: Person, language: number, slots: Readonly<Record<string, string>> = NO_SLOTS): string {
    return type(this.grammars[language].say(act, this.random, slots), this.people.careless[from] / 100, this.random);
  }
}
