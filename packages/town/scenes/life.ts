/** What begins in a minute of ordinary life: how many scenes, whose, which. More in the evening than at night. */
import { mixes } from '../acts/mixes.ts';
import type { Person } from '../people/people.ts';
import { ROLE_TIMES_A_DAY, type Role } from '../people/roles.ts';
import type { World } from '../world.ts';
import { block, report } from './notices.ts';
import { nearInAge, ofRole, strangers } from './roles.ts';
import type { Scene } from './scene.ts';
import { getToKnow } from './strangers.ts';
import { exchange, groupTalk, makeGroup, talk } from './talking.ts';
import { write } from './writing.ts';

/** How often a day an ordinary person begins something, at most: those who write less begin less. */
const BEGINS_A_DAY = { child: 3.2, adult: 1.6 } as const;

/** By the hour, against the day's mean. */
const CURVES = {
  child: {
    weekday: [4, 1, 0, 0, 0, 1, 4, 12, 8, 5, 5, 6, 10, 7, 6, 18, 26, 27, 26, 28, 30, 26, 16, 8],
    weekend: [10, 5, 2, 0, 0, 0, 1, 3, 8, 14, 18, 20, 20, 20, 20, 21, 22, 23, 24, 26, 28, 26, 22, 15],
  },
  adult: {
    weekday: [3, 1, 0, 0, 0, 2, 6, 12, 14, 13, 13, 14, 18, 15, 13, 13, 14, 18, 22, 24, 24, 22, 14, 7],
    weekend: [7, 3, 1, 0, 0, 1, 3, 7, 12, 17, 19, 19, 19, 18, 17, 17, 18, 20, 22, 23, 23, 21, 16, 10],
  },
} as const;

const curve = (who: 'child' | 'adult', at_ms: number): number => {
  const date = new Date(at_ms);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const hours = CURVES[who][weekend ? 'weekend' : 'weekday'];
  const total = hours.reduce((sum: number, n) => sum + n, 0);
  return (hours[date.getUTCHours()] * 24) / total;
};

const OF_CHILD = {
  talk: 70,
  groupTalk: 12,
  flirt: 1,
  gameMate: 1.4,
  suggested: 1.2,
  asksAdult: 0.15,
  pictures: 1,
  settings: 0.4,
  profile: 1.2,
  fallOut: 0.15,
  makeGroup: 0.15,
  mistakenReport: 0.04,
  maliciousReport: 0.03,
  goes: 0.02,
} as const;
const OF_ADULT = {
  talk: 72,
  groupTalk: 8,
  dealing: 3,
  suggested: 1,
  gameMate: 0.8,
  relative: 2,
  profile: 1,
  fallOut: 0.05,
  settings: 0.2,
  mistakenReport: 0.02,
  goes: 0.02,
} as const;
export type What = keyof typeof OF_CHILD | keyof typeof OF_ADULT;

/** The scenes that begin in this minute, with how many milliseconds into it each begins. */
export function* minuteOf(world: World, activity: number): Generator<readonly [delay_ms: number, Scene]> {
  const { random } = world;
  for (const who of ['child', 'adult'] as const) {
    const list = who === 'child' ? world.children : world.adults;
    const mean = (curve(who, world.now) * BEGINS_A_DAY[who] * activity * list.length) / 1440;
    for (let n = random.count(mean); n > 0; n--) {
      const person = list[random.below(list.length)];
      if (random.next() * 100 > world.people.busy[person] || !world.isHere(person)) continue;
      yield [random.below(60_000), begin(world, person, random.weighted<What>(who === 'child' ? OF_CHILD : OF_ADULT))];
    }
  }
  const awake = curve('adult', world.now);
  for (const role in ROLE_TIMES_A_DAY) {
    const name = role as Exclude<Role, 'ordinary'>; // for..in forgets the keys' type
    const list = world.byRole[name];
    for (let n = random.count((awake * ROLE_TIMES_A_DAY[name] * list.length) / 1440); n > 0; n--) {
      const person = random.pick(list);
      if (world.isHere(person)) yield [random.below(60_000), ofRole(world, person, name)];
    }
  }
}

/** One thing that somebody does, with whoever it takes; nothing where there is nobody. */
export function* begin(world: World, person: Person, what: What): Scene {
  const { random } = world;
  const friend = world.friend(person);
  switch (what) {
    case 'talk':
      if (friend !== undefined && mayTalk(world, person, friend)) yield* talk(world, person, friend);
      return;
    case 'groupTalk': {
      if (world.groups.length === 0) return;
      const group = random.pick(world.groups);
      const some = group.members[0];
      const burst = random.is(0.03) ? 60 : 3;
      return yield* groupTalk(world, group, world.isChild(some) ? mixes.teens : mixes.adults, burst + random.below(12));
    }
    case 'flirt': {
      const other = friend !== undefined && world.isChild(friend) ? friend : nearInAge(world, person);
      if (world.people.household[other] === world.people.household[person]) return;
      if (friend === other && mayTalk(world, person, other)) {
        yield* exchange(world, person, other, mixes.flirting, mixes.flirting, 8 + random.below(30));
      } else yield* getToKnow(world, person, other, mixes.flirting, mixes.flirting);
      return;
    }
    case 'gameMate':
      // games mix ages
      return yield* getToKnow(
        world,
        person,
        random.is(0.7) ? nearInAge(world, person) : strangers(world, 1, 0.4)[0],
        mixes.gameMates,
        mixes.gameMates,
      );
    case 'suggested':
      return yield* getToKnow(world, person, nearInAge(world, person), mixes.adults, mixes.adults);
    case 'asksAdult':
      return yield* getToKnow(world, person, strangers(world, 1, 0)[0], mixes.gameMates, mixes.gameMates);
    case 'dealing':
      return yield* getToKnow(world, person, strangers(world, 1, 0.03)[0], mixes.dealing, mixes.dealing);
    case 'relative': {
      if (friend === undefined || !world.isChild(friend) || !mayTalk(world, person, friend)) return;
      return yield* talk(world, person, friend);
    }
    case 'pictures':
      if (friend !== undefined && mayTalk(world, person, friend))
        yield* write(world, person, friend, { act: 'react', media: true });
      return;
    case 'settings':
      return yield* changeSettings(world, person);
    case 'profile':
      yield {
        type: 'profile.updated',
        data: { actor: world.id(person), fields: [random.pick(['name', 'picture', 'about'])] },
      };
      return;
    case 'fallOut':
      if (friend === undefined || world.people.household[friend] === world.people.household[person]) return;
      if (random.is(0.3) || !world.platform.connections) return yield* block(world, person, friend);
      world.part(person, friend);
      yield { type: 'connection.removed', data: { actor: world.id(person), other: world.id(friend) } };
      return;
    case 'makeGroup':
      yield* makeGroup(world, person, world.friendsOf(person).slice(0, 12));
      return;
    case 'mistakenReport': {
      const whom = friend ?? nearInAge(world, person);
      if (whom !== person) yield* report(world, person, whom, random.pick(['spam', 'something else']));
      return;
    }
    case 'goes':
      world.leave(person);
      yield { type: 'account.deleted', data: { actor: world.id(person) } };
      return;
    case 'maliciousReport':
      return yield* gangUp(world, person);
    default:
      return what satisfies never;
  }
}

const mayTalk = (world: World, a: Person, b: Person): boolean => !world.isBlocked(a, b) && world.isHere(b);

/** Some children report one grown-up or another child, for fun or in anger. */
function* gangUp(world: World, person: Person): Scene {
  const { people } = world;
  const circle = people.classes[people.schoolClass[person]];
  const whom = circle?.leaders[0] ?? world.friend(person);
  if (whom === undefined) return;
  for (const child of [person, ...(circle?.children ?? []).slice(0, 1 + world.random.below(3))]) {
    if (child === whom || !world.isHere(child)) continue;
    yield* report(world, child, whom, 'bullying');
    yield world.random.around(600_000);
    if (world.random.is(0.5)) yield* block(world, child, whom);
  }
}

function* changeSettings(world: World, person: Person): Scene {
  const settings = world.random.pick([
    { directMessages: 'ask' as const },
    { directMessages: 'connections' as const },
    { showLocation: true },
    { showLocation: false },
    { showOwnList: true },
    { beSuggested: true, seeSuggestions: true },
    { beSuggested: false, seeSuggestions: false },
  ]);
  const answer = yield { type: 'settings.changed', data: { actor: world.id(person), settings } };
  if (answer.outcome !== 'confirm') return;
  for (const { to, kind } of answer.notices) {
    const shown = { actor: to, notice: kind, event: answer.event };
    yield { type: 'notice.shown', data: shown };
    yield 2000 + world.random.below(9000);
    yield { type: 'notice.answered', data: { ...shown, choice: world.random.is(0.6) ? 'accept' : 'decline' } };
  }
}
