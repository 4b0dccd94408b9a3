/** What the hard negatives do: much of what offenders do, for reasons of their own. */
import { mixes } from '../acts/mixes.ts';
import type { Person } from '../people/people.ts';
import type { Role } from '../people/roles.ts';
import type { World } from '../world.ts';
import { report } from './notices.ts';
import type { Scene } from './scene.ts';
import { getToKnow, writeToMany } from './strangers.ts';
import { exchange } from './talking.ts';
import { write } from './writing.ts';

export function* ofRole(world: World, person: Person, role: Exclude<Role, 'ordinary'>): Scene {
  const { random, people } = world;
  switch (role) {
    case 'coach':
      return yield* toCircle(world, person, people.clubs[people.club[person]]?.children ?? [], 'coach_notice');
    case 'teacher':
      return yield* toCircle(
        world,
        person,
        people.classes[people.schoolClass[person]]?.children ?? [],
        'teacher_notice',
      );
    case 'streamer':
      return yield* fans(world, person);
    case 'recruiter':
      return yield* writeToMany(world, person, strangers(world, 3 + random.below(6), 0.6), mixes.recruiting);
    case 'spammer':
      return yield* writeToMany(
        world,
        person,
        strangers(world, 6 + random.below(20), 0.35),
        mixes.trading,
        spam(world, person),
      );
    case 'rolePlayer':
      return yield* getToKnow(world, person, nearInAge(world, person), mixes.playing, mixes.playing);
    case 'moderator':
      return yield* warn(world, person);
    case 'newcomer':
      return yield* getToKnow(world, person, strangers(world, 1, 0.12)[0], mixes.newHere, mixes.adults);
    case 'trader':
      return yield* getToKnow(world, person, strangers(world, 1, 0.6)[0], mixes.trading, mixes.gameMates);
    case 'gamer':
      return yield* getToKnow(world, person, strangers(world, 1, 0.55)[0], mixes.gameMates, mixes.gameMates);
    default:
      return role satisfies never;
  }
}

/** Anybody, so large a share of them children. */
export function strangers(world: World, many: number, children: number): Person[] {
  return Array.from({ length: many }, () => {
    const from = world.random.is(children) ? world.children : world.adults;
    return from[world.random.below(from.length)];
  });
}

/** Somebody of about their age, from anywhere. */
export function nearInAge(world: World, person: Person): Person {
  const { age } = world.people;
  const from = world.isChild(person) ? world.children : world.adults;
  let found = from[world.random.below(from.length)];
  for (let tries = 0; tries < 6 && Math.abs(age[found] - age[person]) > 2; tries++) {
    found = from[world.random.below(from.length)];
  }
  return found;
}

/** One by one to some of the children of a class or club, all in one evening: with the same line, and talk after it. */
function* toCircle(
  world: World,
  leader: Person,
  children: readonly Person[],
  act: 'coach_notice' | 'teacher_notice',
): Scene {
  const coach = act === 'coach_notice';
  const text = world.put(act, leader, world.people.language[leader]);
  for (const child of children) {
    if (!world.isHere(child) || !world.areFriends(leader, child) || !world.random.is(coach ? 0.5 : 0.25)) continue;
    const { arrived } = yield* write(world, leader, child, { act, text });
    yield 3000 + world.random.around(60_000);
    if (!arrived || !world.random.is(0.5)) continue;
    yield* exchange(
      world,
      child,
      leader,
      mixes.toLeader,
      coach ? mixes.coaching : mixes.teaching,
      1 + world.random.below(5),
    );
  }
}

/** Fans write first, wherever the platform lets them; the streamer answers some. */
function* fans(world: World, streamer: Person): Scene {
  for (const fan of strangers(world, 2 + world.random.below(8), 0.75)) {
    if (fan === streamer || !world.isHere(fan) || world.isBlocked(fan, streamer)) continue;
    if (world.isChild(streamer) && world.platform.connections) continue;
    const { arrived } = yield* write(world, fan, streamer, { act: 'fan_praise' });
    yield 2000 + world.random.around(300_000);
    if (!arrived || !world.isHere(streamer) || !world.random.is(0.6)) continue;
    if (world.isChild(fan) && world.platform.connections && world.platform.childrenDefault === 'connections') continue;
    yield* exchange(world, streamer, fan, mixes.streaming, mixes.fans, 1 + world.random.below(4));
  }
}

function* warn(world: World, moderator: Person): Scene {
  const [person] = strangers(world, 1, 0.6);
  if (person === moderator || !world.isHere(person)) return;
  const asksAge = world.isChild(person) && world.random.is(0.4);
  yield* write(world, moderator, person, { act: asksAge ? 'mod_age' : 'mod_warn' });
  yield 5000 + world.random.around(300_000);
  if (!world.random.is(0.5)) return;
  yield* write(world, person, moderator, {
    act: asksAge ? 'say_age' : world.random.is(0.5) ? 'sorry' : 'say_why',
    slots: { age: String(world.people.age[person]) },
  });
  if (world.random.is(0.05)) yield* report(world, person, moderator, 'something else');
}

/** Each spammer has one line of their own a day. */
function spam(world: World, spammer: Person): string {
  return world.put('spam', spammer, world.people.language[spammer]);
}
