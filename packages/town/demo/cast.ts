/** Who offends in the demo: always a few, one after the other, so that there is always somebody to see coming. */
import { Offender } from '../offenders/offender.ts';
import { offend } from '../offenders/offending.ts';
import { parametersOf } from '../offenders/parameters.ts';
import { typesIn } from '../offenders/types.ts';
import type { Person } from '../people/people.ts';
import { accountCreated } from '../scenes/joining.ts';
import type { Scene } from '../scenes/scene.ts';
import type { World } from '../world.ts';

/** So many at a time at most: the rest of the town is to be seen, too. */
const AT_ONCE_MAX = 6;

export class Cast {
  readonly #world: World;
  readonly #begin: (scene: Scene, delay_ms: number) => void;
  readonly #offenders = new Set<Person>();
  #active = 0;

  constructor(world: World, begin: (scene: Scene, delay_ms: number) => void) {
    this.#world = world;
    this.#begin = begin;
  }

  offends(person: Person): boolean {
    return this.#offenders.has(person);
  }

  /** A grown-up who lives alone and is not on the platform yet; undefined where chance finds none. */
  next(): Person | undefined {
    const { people, random } = this.#world;
    for (let tries = 0; tries < 50; tries++) {
      const person = random.below(people.count);
      const alone = people.household[person] === person && people.household[person + 1] !== person;
      if (!alone || people.role[person] !== 0 || this.#world.isHere(person) || this.#offenders.has(person)) continue;
      // a grown-up who says so: the demo is to be understood at a glance
      this.#world.declareAdult(person);
      return person;
    }
    return undefined;
  }

  /** Joins, and goes after children until stopped. */
  *offender(person: Person): Scene {
    if (this.#active >= AT_ONCE_MAX) return;
    const { world, type } = { world: this.#world, type: this.#world.random.pick(typesIn('training')) };
    const parameters = parametersOf(type, 'training', world.random);
    this.#offenders.add(person);
    this.#active++;
    const { people } = world;
    people.accountAge_days[person] = world.random.is(0.5) ? world.random.below(6) : 10 + world.random.below(900);
    world.join(person);
    yield* accountCreated(world, person);
    const plan = { type, parameters, accounts: [person], onset_min: 0 };
    yield* offend(new Offender(world, plan, this.#begin));
    this.#active--;
  }
}
