/** What happens next, where nobody in the town has anything to do: mostly people who know each other talk. */
import { ROLE_TIMES_A_DAY } from '../people/roles.ts';
import { connect } from '../scenes/connecting.ts';
import { begin, type What } from '../scenes/life.ts';
import { ofRole } from '../scenes/roles.ts';
import type { Scene } from '../scenes/scene.ts';
import type { World } from '../world.ts';
import type { Cast } from './cast.ts';
import { acquaintance, type Households, household } from './households.ts';

/** How often each of the demo's own scenes begins, against the others; and each of ordinary life, likewise. */
const OWN = { life: 83, household: 3, connect: 4, role: 3, offender: 2, restore: 1 } as const;
const LIFE: Readonly<Partial<Record<What, number>>> = {
  ...{ talk: 60, groupTalk: 7, settings: 3, profile: 3, pictures: 2, makeGroup: 2, fallOut: 0.5, dealing: 2 },
  ...{ gameMate: 2, suggested: 2, flirt: 1, mistakenReport: 0.3 },
};

/** Without this many who are gone nobody is brought back: a town that runs for days must not run out of people. */
const GONE_ENOUGH = 40;

export function nextScene(world: World, cast: Cast, households: Households): Scene {
  const { random } = world;
  const what = random.weighted<keyof typeof OWN>(OWN);
  switch (what) {
    case 'household':
      return household(world, households.next());
    case 'connect':
      return someConnect(world);
    case 'role':
      return someRole(world);
    case 'offender': {
      const person = cast.next();
      return person === undefined ? nothing() : cast.offender(person);
    }
    case 'restore':
      return restore(world);
    case 'life':
      return begin(world, random.pick(random.is(0.7) ? world.children : world.adults), random.weighted(LIFE));
    default:
      return what satisfies never;
  }
}

/** Two who are connected talk. */
export function* someTalk(world: World): Scene {
  yield* begin(world, world.random.pick(world.random.is(0.6) ? world.children : world.adults), 'talk');
}

function* someConnect(world: World): Scene {
  const person = world.random.pick(world.random.is(0.6) ? world.children : world.adults);
  const other = acquaintance(world, person);
  if (other !== undefined) yield* connect(world, person, other);
}

function* someRole(world: World): Scene {
  const { random } = world;
  const role = random.weighted(ROLE_TIMES_A_DAY);
  const person = world.byRole[role].find((p) => world.isHere(p) && random.is(0.5));
  if (person !== undefined) yield* ofRole(world, person, role);
}

function* restore(world: World): Scene {
  const person = world.longestGone(GONE_ENOUGH);
  if (person === undefined) return;
  world.comeBack(person);
  yield { type: 'enforcement.applied', data: { actor: world.id(person), kind: 'restore' } };
}

function* nothing(): Scene {}
