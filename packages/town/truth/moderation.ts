/**
 * The platform's own moderators: they look at reports, late, and are sometimes wrong; and at a random sample. What they
 * rule is the label stream; whom they disable is told to Kith.
 */
import { DAY_MS, HOUR_MS } from '../options.ts';
import type { Person } from '../people/people.ts';
import { type Chance, chance } from '../random.ts';
import type { Scene } from '../scenes/scene.ts';
import type { World } from '../world.ts';
import type { Ruling } from './truth.ts';

/** So many different people must have reported or blocked before a case is sure to be opened; one report may do. */
const ENOUGH = 3;
const ONE_REPORT_DOES = 0.35;
/** Rulings take this long, about. */
const RULINGS_TAKE_H = 20;
const REVIEWED_TWICE = 0.4;
/** Share of rulings that are wrong, by whether somebody offends, once and twice reviewed. */
const WRONG = { offending: { once: 0.22, twice: 0.08 }, ordinary: { once: 0.02, twice: 0.003 } } as const;
/** Share of accounts that are looked at in a day for no reason. */
const SAMPLED_A_DAY = 0.0005;
/** Moderators remember who complained about whom for so many accounts: older ones are closed cases. */
const COMPLAINTS_MAX = 50_000;

export class Moderation {
  readonly rulings: Ruling[] = [];
  readonly #world: World;
  readonly #offends: (person: Person, at: number) => boolean;
  readonly #begin: (scene: Scene, delay_ms: number) => void;
  readonly #against = new Map<Person, Set<Person>>();
  readonly #open = new Set<Person>();
  readonly #seed: string;
  readonly #delay_ms: number;

  constructor(
    world: World,
    seed: string,
    offends: (person: Person, at: number) => boolean,
    begin: (scene: Scene, delay_ms: number) => void,
    delay_h = RULINGS_TAKE_H,
  ) {
    this.#delay_ms = delay_h * HOUR_MS;
    this.#world = world;
    this.#seed = seed;
    this.#offends = offends;
    this.#begin = begin;
  }

  blocked(by: Person, whom: Person): void {
    this.#complain(by, whom, 0);
  }

  reported(by: Person, whom: Person): void {
    this.#complain(by, whom, ONE_REPORT_DOES);
  }

  #complain(by: Person, whom: Person, alone: number): void {
    const against = this.#against.get(whom) ?? new Set();
    this.#against.delete(whom);
    this.#against.set(whom, against.add(by));
    const oldest = this.#against.keys().next();
    if (this.#against.size > COMPLAINTS_MAX && !oldest.done) this.#against.delete(oldest.value);
    if ((against.size >= ENOUGH || this.#world.random.is(alone)) && !this.#open.has(whom))
      this.#review(whom, 'reports');
  }

  /** Somebody tells the platform about an account, and shows what it did: a ruling that is right, after so long. */
  shown(person: Person, after_ms: number): void {
    if (this.#open.has(person)) return;
    this.#open.add(person);
    const at = Math.floor(this.#world.now + after_ms);
    const account = this.#world.id(person);
    this.#begin(this.#act(person, { at, account, offending: true, because: 'reports', reviewedTwice: true }), after_ms);
  }

  /** Once a minute. */
  sample(): void {
    const { random, people } = this.#world;
    for (let n = random.count((people.count * SAMPLED_A_DAY) / 1440); n > 0; n--) {
      const person = random.below(people.count);
      if (this.#world.isHere(person) && !this.#open.has(person)) this.#review(person, 'random sample');
    }
  }

  /** The same each time it is asked of the same account and hour. */
  rule(person: Person, openedAt: number, because: Ruling['because']): Ruling {
    const random = chance(`${this.#seed}/review/${person}/${Math.floor(openedAt / HOUR_MS)}`);
    return this.#ruling(person, openedAt, because, random);
  }

  #ruling(person: Person, openedAt: number, because: Ruling['because'], random: Chance): Ruling {
    const at = Math.floor(openedAt + HOUR_MS + Math.min(10 * DAY_MS, random.around(this.#delay_ms)));
    const reviewedTwice = random.is(REVIEWED_TWICE);
    const offends = this.#offends(person, openedAt);
    const wrong = WRONG[offends ? 'offending' : 'ordinary'][reviewedTwice ? 'twice' : 'once'];
    const offending = random.is(wrong) ? !offends : offends;
    return { at, account: this.#world.id(person), offending, because, reviewedTwice };
  }

  #review(person: Person, because: Ruling['because']): void {
    this.#open.add(person);
    const ruling = this.rule(person, this.#world.now, because);
    this.#begin(this.#act(person, ruling), ruling.at - this.#world.now);
  }

  *#act(person: Person, ruling: Ruling): Scene {
    const world = this.#world;
    this.#open.delete(person);
    this.#against.delete(person);
    this.rulings.push(ruling);
    if (!world.isHere(person)) return;
    const actor = world.id(person);
    if (!ruling.offending) {
      const nuisance = ruling.because === 'reports' && world.roleOf(person) === 'spammer' && world.random.is(0.5);
      if (nuisance) yield { type: 'enforcement.applied', data: { actor, kind: 'warn' } };
      return;
    }
    world.leave(person);
    yield { type: 'enforcement.applied', data: { actor, kind: 'disable' } };
    if (this.#offends(person, ruling.at)) return;
    // somebody who did nothing objects, and is restored
    yield DAY_MS + world.random.around(3 * DAY_MS);
    world.comeBack(person);
    yield { type: 'enforcement.applied', data: { actor, kind: 'restore' } };
  }
}
