/** How the demo begins: some families join, and something of every outcome happens, so that the first minute shows it. */
import { ageBands, type Person } from '../people/people.ts';
import { accountCreated } from '../scenes/joining.ts';
import type { Scene } from '../scenes/scene.ts';
import { makeGroup } from '../scenes/talking.ts';
import { write } from '../scenes/writing.ts';
import type { World } from '../world.ts';
import type { Cast } from './cast.ts';
import { type Households, household } from './households.ts';
import { someTalk } from './next.ts';

/** Households join until so many children have: enough to ask, and few enough for the rest of the opening. */
const CHILDREN_FIRST = 12;
/** One request more than an adult may make to children in a day under the shipped policy. */
const ONE_TOO_MANY = 6;

export function opening(world: World, cast: Cast, households: Households): Scene[] {
  const scenes: Scene[] = [];
  for (let children = 0; children < CHILDREN_FIRST; ) {
    const home = households.next();
    children += home.filter((p) => world.isChild(p)).length;
    scenes.push(household(world, home));
  }
  const [first, second, third] = [cast.next(), cast.next(), cast.next()];
  if (first !== undefined) scenes.push(joins(world, first), askMany(world, first, ONE_TOO_MANY));
  if (second !== undefined) scenes.push(joins(world, second), strangerWrites(world, second));
  scenes.push(groupOfChildren(world), someTalk(world), someTalk(world), someTalk(world));
  if (third !== undefined) scenes.push(cast.offender(third));
  return scenes;
}

function* joins(world: World, person: Person): Scene {
  world.join(person);
  yield* accountCreated(world, person);
}

/** Asks so many children in one go, one after the other. */
function* askMany(world: World, adult: Person, requests: number): Scene {
  const strangers = world.children.filter((child) => !world.know(adult, child));
  for (const child of strangers.slice(0, requests)) {
    yield { type: 'connection.requested', data: { actor: world.id(adult), other: world.id(child) } };
  }
}

/** Writes to a child that keeps strangers out, and to one that wants to be asked. */
function* strangerWrites(world: World, adult: Person): Scene {
  const known = world.children.filter((p) => !['unknown', 'adult'].includes(ageBands[world.people.band[p]]));
  const [closed, asking] = known.filter((child) => !world.know(adult, child));
  if (closed !== undefined) yield* write(world, adult, closed, { act: 'opener' });
  if (asking === undefined) return;
  const actor = world.id(asking);
  const answer = yield { type: 'settings.changed', data: { actor, settings: { directMessages: 'ask' } } };
  for (const { to, kind } of answer.notices) {
    const shown = { actor: to, notice: kind, event: answer.event };
    yield { type: 'notice.shown', data: shown };
    yield { type: 'notice.answered', data: { ...shown, choice: 'accept' } };
  }
  yield* write(world, adult, asking, { act: 'opener' });
}

function* groupOfChildren(world: World): Scene {
  const [maker, ...others] = world.children;
  if (maker !== undefined) yield* makeGroup(world, maker, others.slice(0, 4));
}
