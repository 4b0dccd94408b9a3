/** The town as the platform's people live it: who has joined, who is connected, what they think of each other. */
import type { Decision, EventInput, NoticeKind } from '@kith/contract';
import type { Chance } from '../random.ts';
import type { Person, Population } from './people/person.ts';

/** What happens, before it has an id and a time. */
type Without<E> = E extends { type: infer T; data: infer D } ? { type: T; data: D } : never;
export type Happening = Without<EventInput>;

/** A step of a scene: something happens, or time passes. */
export type Step = Happening | { wait_s: number };

/** What Kith decided about something that happened; `allow` where nobody said. */
export interface Answer {
  /** the event's id */
  event: string;
  outcome: Decision['outcome'];
  reasons: readonly { code: Decision['reasons'][number]['code'] }[];
  notices: readonly { to: string; kind: NoticeKind; about?: string | undefined }[];
}

/** A stretch of somebody's life. It gives steps, and is told what Kith decided of each that was something happening. */
export type Scene = Generator<Step, void, Answer>;

export interface Group {
  id: string;
  members: Person[];
}

export class World {
  readonly population: Population;
  readonly random: Chance;
  readonly byId: ReadonlyMap<string, Person>;
  /** who has an account, in the order of joining */
  readonly joined: Person[] = [];
  readonly children: Person[] = [];
  readonly groups: Group[] = [];
  /** adults who live alone and write to children whom they don't know */
  readonly approaching: readonly Person[];
  /** children who blocked or reported an account, as the platform's moderators see it */
  readonly against = new Map<string, Set<string>>();
  /** accounts that the platform restricts now */
  readonly restricted = new Set<string>();
  readonly #friends = new Map<string, Person[]>();
  readonly #blocked = new Set<string>();
  readonly #joined = new Set<Person>();
  #households = 0;
  #named = 0;
  readonly #run: string;

  constructor(population: Population, run: string, random: Chance) {
    this.population = population;
    this.#run = run;
    this.random = random;
    this.byId = new Map(population.people.map((p) => [p.id, p]));
    const alone = population.households.flatMap((home) => (home.length === 1 ? home : [])).filter((p) => !p.child);
    this.approaching = alone.filter((p) => p.club === null && random.is(APPROACHING));
  }

  /** The next household that has not joined yet. */
  nextHousehold(): readonly Person[] | undefined {
    return this.population.households[this.#households++];
  }

  hasJoined(person: Person): boolean {
    return this.#joined.has(person);
  }

  join(person: Person): void {
    this.#joined.add(person);
    this.joined.push(person);
    if (person.child) this.children.push(person);
  }

  friendsOf(person: Person): readonly Person[] {
    return this.#friends.get(person.id) ?? NOBODY;
  }

  befriend(a: Person, b: Person): void {
    if (this.areFriends(a, b)) return;
    this.#friends.set(a.id, [...this.friendsOf(a), b]);
    this.#friends.set(b.id, [...this.friendsOf(b), a]);
  }

  part(a: Person, b: Person): void {
    this.#friends.set(
      a.id,
      this.friendsOf(a).filter((p) => p !== b),
    );
    this.#friends.set(
      b.id,
      this.friendsOf(b).filter((p) => p !== a),
    );
  }

  areFriends(a: Person, b: Person): boolean {
    return this.friendsOf(a).includes(b);
  }

  block(by: Person, whom: Person): void {
    this.#blocked.add(`${by.id} ${whom.id}`);
    this.part(by, whom);
    this.flag(by, whom);
  }

  isBlocked(a: Person, b: Person): boolean {
    return this.#blocked.has(`${a.id} ${b.id}`) || this.#blocked.has(`${b.id} ${a.id}`);
  }

  /** A child's block or report counts with the moderators. */
  flag(by: Person, whom: Person): void {
    if (!by.child) return;
    const flags = this.against.get(whom.id) ?? new Set();
    this.against.set(whom.id, flags.add(by.id));
  }

  /** Whether they would know each other away from the platform. */
  know(a: Person, b: Person): boolean {
    return (
      a.household === b.household ||
      (a.school !== null && a.school === b.school) ||
      (a.club !== null && a.club === b.club)
    );
  }

  /** A message's or a conversation's id: unlike any of another run. */
  name(what: string): string {
    return `${what}-${this.#run}-${++this.#named}`;
  }
}

/** Share of adults living alone who approach children. */
const APPROACHING = 0.12;
const NOBODY: readonly Person[] = Object.freeze([]);
