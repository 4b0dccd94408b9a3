/** People who don't know each other meet: most mean well, and look the more like those who don't. */
import { type Mix, mixes } from '../acts/mixes.ts';
import type { Person } from '../people/people.ts';
import type { World } from '../world.ts';
import { connect } from './connecting.ts';
import { block, report } from './notices.ts';
import type { Scene } from './scene.ts';
import { exchange } from './talking.ts';
import { write } from './writing.ts';

/** Share of adult strangers who just write, where a platform that is told off for it would stop them. */
const TRIES = 0.4;

/** Whether somebody may write to a stranger: they are connected, or the platform lets strangers write. */
export const mayWrite = (world: World, from: Person, to: Person): boolean =>
  !world.platform.connections ||
  world.areFriends(from, to) ||
  !world.isChild(to) ||
  world.platform.childrenDefault !== 'connections' ||
  (world.tries && !world.isChild(from) && world.random.is(TRIES));

/** Where the platform wants it, asks first; gives whether a message can go out. */
export function* reach(world: World, from: Person, to: Person, accepts: number): Scene<boolean> {
  if (world.isBlocked(from, to) || !world.isHere(from) || !world.isHere(to)) return false;
  if (mayWrite(world, from, to) && world.random.is(0.7)) return true;
  if (yield* connect(world, from, to, accepts)) return true;
  return false;
}

/** How ready a child is to say yes to a stranger: teens of the same age far more than grown-ups. */
export function welcome(world: World, child: Person, stranger: Person): number {
  const { age, wary } = world.people;
  const open = (100 - wary[child]) / 100;
  const apart = Math.abs(age[child] - age[stranger]);
  return apart <= 2 ? 0.25 + 0.5 * open : apart <= 5 ? 0.1 + 0.4 * open : 0.03 + 0.3 * open;
}

/** Two meet in a game or by the platform's suggestion, and talk if they get on. */
export function* getToKnow(world: World, a: Person, b: Person, of: Mix, to: Mix): Scene {
  if (a === b || !(yield* reach(world, a, b, welcome(world, b, a)))) return;
  const { arrived } = yield* write(world, a, b, { act: 'opener' });
  yield 3000 + world.random.around(600_000);
  if (!arrived || !world.isHere(b) || !world.random.is(0.55)) return;
  yield* exchange(world, b, a, to, of, 3 + Math.floor(world.random.around(9)));
  if (world.random.is(0.25)) yield* connect(world, a, b, 0.7);
}

/** Writes to one after the other, whoever answers; some block, some report. */
export function* writeToMany(world: World, from: Person, others: readonly Person[], of: Mix, line?: string): Scene {
  const { random } = world;
  for (const other of others) {
    if (other === from || !world.isHere(from)) continue;
    const spam = line !== undefined;
    yield 4000 + random.around(90_000);
    if (!(yield* reach(world, from, other, spam ? 0.12 : 0.3))) continue;
    const { arrived } = yield* write(world, from, other, { act: of.draw(random), text: line });
    if (!arrived) continue;
    yield 2000 + random.around(120_000);
    if (random.is(spam ? 0.05 : 0.5)) yield* exchange(world, other, from, mixes.chatting, of, 1 + random.below(6));
    else if (random.is(spam ? 0.12 : 0.03)) yield* block(world, other, from);
    else if (random.is(spam ? 0.1 : 0.02)) yield* report(world, other, from, spam ? 'spam' : 'something else');
  }
}
