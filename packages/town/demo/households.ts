/** Households join, one after the other, and find whom they know. */
import type { Person } from '../people/people.ts';
import { connect } from '../scenes/connecting.ts';
import { accountCreated } from '../scenes/joining.ts';
import type { Scene } from '../scenes/scene.ts';
import type { World } from '../world.ts';

/** How many acquaintances a newcomer asks at first. */
const ASKED_FIRST = 3;

/** Which household is next. */
export class Households {
  readonly #world: World;
  #next: Person = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Empty where all have joined. */
  next(): Person[] {
    const { household, count } = this.#world.people;
    const members: Person[] = [];
    for (const home = this.#next; this.#next < count && household[this.#next] === home; this.#next++) {
      members.push(this.#next);
    }
    return members;
  }
}

export function* household(world: World, members: readonly Person[]): Scene {
  const joining = members.filter((p) => !world.isHere(p));
  for (const person of joining) {
    world.join(person);
    yield* accountCreated(world, person);
  }
  const [first, ...rest] = joining;
  if (first === undefined) return;
  for (const person of rest) yield* connect(world, first, person);
  for (const person of joining) {
    for (let i = 0; i < ASKED_FIRST; i++) {
      const other = acquaintance(world, person);
      if (other !== undefined) yield* connect(world, person, other);
    }
  }
}

/** Somebody whom they know away from the platform, who is there and not yet connected; undefined where there is none. */
export function acquaintance(world: World, person: Person): Person | undefined {
  const { start, friends } = world.bonds;
  const n = start[person + 1] - start[person];
  for (let tries = 0; tries < 12 && n > 0; tries++) {
    const other = friends[start[person] + world.random.below(n)];
    if (world.isHere(other) && !world.areFriends(person, other) && !world.isBlocked(person, other)) return other;
  }
  return undefined;
}
