/**
 * An adult approaches children whom they don't know: asks to connect, one after the other, and writes. What they
 * write is as dull as what everybody writes. Children decline, block and report; some accept.
 */
import type { Person } from '../people/person.ts';
import type { Scene, World } from '../world.ts';
import { connect } from './joining.ts';
import { block, report } from './notices.ts';
import { write } from './talking.ts';

/** How many children one approach goes to. The policy holds an adult's requests to children after five a day. */
const APPROACHED_MAX = 8;

const strangerChild = (world: World, adult: Person): Person | undefined => {
  for (let tries = 0; tries < 12; tries++) {
    const child = world.random.pick(world.children);
    if (!world.know(adult, child) && !world.areFriends(adult, child) && !world.isBlocked(adult, child)) return child;
  }
  return undefined;
};

export function* approach(world: World, adult: Person): Scene {
  const children = 2 + world.random.below(APPROACHED_MAX - 1);
  for (let i = 0; i < children && !world.restricted.has(adult.id); i++) {
    const child = strangerChild(world, adult);
    if (child === undefined) return;
    if (world.random.is(0.6)) yield* connect(world, adult, child);
    else yield* keepWriting(world, adult, child);
    if (world.areFriends(adult, child)) yield* keepWriting(world, adult, child);
    yield { wait_s: 3 + world.random.below(15) };
  }
}

/** Writes until it no longer arrives; the child answers little. */
function* keepWriting(world: World, adult: Person, child: Person): Scene {
  const lines = 1 + world.random.below(5);
  for (let i = 0; i < lines; i++) {
    if (world.isBlocked(adult, child) || !(yield* write(world, adult, child))) return;
    yield { wait_s: 4 + world.random.below(15) };
    if (world.random.is(0.3)) yield* write(world, child, adult);
  }
  if (world.random.is(0.3)) yield* report(world, child, adult);
  if (world.random.is(0.4) && !world.isBlocked(child, adult)) yield* block(world, child, adult);
}

/** Asks so many children in one go, one after the other. */
export function* askMany(world: World, adult: Person, requests: number): Scene {
  const strangers = world.children.filter((child) => !world.know(adult, child) && !world.areFriends(adult, child));
  for (const child of strangers.slice(0, requests)) {
    yield { type: 'connection.requested', data: { actor: adult.id, other: child.id } };
  }
}
