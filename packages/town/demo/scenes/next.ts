/** What happens next, where nobody in the town has anything to do: mostly people who know each other talk. */
import type { Scene, World } from '../world.ts';
import { approach } from './approaching.ts';
import { acquaintance, connect, household } from './joining.ts';
import { moderate } from './moderating.ts';
import { changeProfile, changeSettings, fallOut, groupTalk, makeGroupOfFriends, talk, write } from './talking.ts';

/** How often each kind of scene begins, against the others. */
const OFTEN = {
  talk: 62,
  groupTalk: 8,
  household: 7,
  connect: 6,
  makeGroup: 2,
  settings: 3,
  profile: 4,
  adultsWrite: 3,
  approach: 3,
  moderate: 4,
  fallOut: 1,
} as const;

export function nextScene(world: World, now: number): Scene {
  const what = world.random.weighted(OFTEN);
  switch (what) {
    case 'talk':
      return someTalk(world);
    case 'groupTalk':
      return someGroupTalk(world);
    case 'household':
      return household(world, world.nextHousehold() ?? [], now);
    case 'connect':
      return someConnect(world);
    case 'makeGroup':
      return makeGroupOfFriends(world, world.random.pick(world.joined));
    case 'settings':
      return changeSettings(world, world.random.pick(world.joined));
    case 'profile':
      return changeProfile(world, world.random.pick(world.joined));
    case 'adultsWrite':
      return someAdultsWrite(world);
    case 'approach':
      return someApproach(world);
    case 'moderate':
      return moderate(world);
    case 'fallOut':
      return someFallOut(world);
    default:
      return what satisfies never;
  }
}

/** Two who are connected talk. */
export function* someTalk(world: World): Scene {
  const person = world.random.pick(world.joined);
  const friends = world.friendsOf(person);
  if (friends.length > 0) yield* talk(world, person, world.random.pick(friends));
}

function* someGroupTalk(world: World): Scene {
  if (world.groups.length > 0) yield* groupTalk(world, world.random.pick(world.groups));
}

function* someConnect(world: World): Scene {
  const person = world.random.pick(world.joined);
  const other = acquaintance(world, person);
  if (other !== undefined) yield* connect(world, person, other);
}

/** Adults who aren't connected write to each other, as about something for sale. */
function* someAdultsWrite(world: World): Scene {
  const adults = world.joined.filter((p) => !p.child);
  const [from, to] = [world.random.pick(adults), world.random.pick(adults)];
  if (from === to || world.isBlocked(from, to)) return;
  if (yield* write(world, from, to)) yield* write(world, to, from);
}

function* someApproach(world: World): Scene {
  const adults = world.approaching.filter((p) => world.hasJoined(p));
  if (adults.length > 0) yield* approach(world, world.random.pick(adults));
}

function* someFallOut(world: World): Scene {
  const person = world.random.pick(world.joined);
  const friends = world.friendsOf(person);
  if (friends.length > 3) yield* fallOut(world, person, world.random.pick(friends));
}
