/** How the town begins: some families join, and something of every outcome happens, so that the first minute shows it. */
import type { Person } from '../people/person.ts';
import type { Scene, World } from '../world.ts';
import { approach, askMany } from './approaching.ts';
import { accountCreated, household } from './joining.ts';
import { someTalk } from './next.ts';
import { makeGroup, write } from './talking.ts';

/** Households join until so many children have: enough to ask, and few enough for the rest of the opening. */
const CHILDREN_FIRST = 12;
/** One request more than an adult may make to children in a day under the shipped policy. */
const ONE_TOO_MANY = 6;

export function opening(world: World, now: number): Scene[] {
  const scenes: Scene[] = [];
  for (let children = 0; children < CHILDREN_FIRST; ) {
    const home = world.nextHousehold() ?? [];
    children += home.filter((p) => p.child).length;
    scenes.push(household(world, home, now));
  }
  const [first, second] = world.approaching;
  if (first !== undefined) scenes.push(accountCreated(world, first, now), askMany(world, first, ONE_TOO_MANY));
  if (second !== undefined) scenes.push(accountCreated(world, second, now), strangerWrites(world, second));
  scenes.push(groupOfChildren(world), someTalk(world), someTalk(world), someTalk(world));
  if (second !== undefined) scenes.push(approach(world, second));
  return scenes;
}

/** Writes to a child that keeps strangers out, and to one that wants to be asked. */
function* strangerWrites(world: World, adult: Person): Scene {
  const [closed, asking] = world.children.filter((child) => child.band !== 'unknown' && !world.know(adult, child));
  if (closed !== undefined) yield* write(world, adult, closed);
  if (asking === undefined) return;
  const answer = yield { type: 'settings.changed', data: { actor: asking.id, settings: { directMessages: 'ask' } } };
  for (const { to, kind } of answer.notices) {
    const shown = { actor: to, notice: kind, event: answer.event };
    yield { type: 'notice.shown', data: shown };
    yield { type: 'notice.answered', data: { ...shown, choice: 'accept' } };
  }
  yield* write(world, adult, asking);
}

function* groupOfChildren(world: World): Scene {
  const [maker, ...others] = world.children;
  if (maker !== undefined) yield* makeGroup(world, maker, others.slice(0, 4));
}
