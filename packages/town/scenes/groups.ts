/** The groups that there are from early on: classes, clubs, families, guilds of a game. */
import { DAY_MS, HISTORY_DAYS } from '../options.ts';
import type { Person } from '../people/people.ts';
import type { World } from '../world.ts';
import { strangers } from './roles.ts';
import type { Scene } from './scene.ts';
import { makeGroup } from './talking.ts';

const CLASSES = 0.6;
const CLUBS = 0.8;
const FAMILIES = 0.15;
/** One guild for so many accounts. */
const GUILD_PER = 150;
/** The last are founded so many days before the first day. */
const SETTLED_DAYS = 5;

/** Each with how long after the history's beginning it is made. */
export function* foundGroups(world: World): Generator<readonly [delay_ms: number, Scene]> {
  const { random, people } = world;
  const delay = () => DAY_MS + random.below((HISTORY_DAYS - SETTLED_DAYS) * DAY_MS);
  for (const { children, leaders } of people.classes) {
    if (random.is(CLASSES))
      yield [delay(), made(world, children[0], random.is(0.2) ? [...children, ...leaders] : children)];
  }
  for (const { children, leaders } of people.clubs) {
    if (random.is(CLUBS)) yield [delay(), made(world, leaders[0] ?? children[0], children)];
  }
  for (let p = 0; p < people.count; ) {
    const home = p;
    while (p < people.count && people.household[p] === home) p++;
    if (p - home > 2 && random.is(FAMILIES)) {
      yield [
        delay(),
        made(
          world,
          home,
          Array.from({ length: p - home }, (_, i) => home + i),
        ),
      ];
    }
  }
  for (let n = Math.ceil(people.count / GUILD_PER); n > 0; n--) {
    const members = strangers(world, 5 + random.below(25), 0.5);
    yield [delay(), made(world, members[0], members)];
  }
}

function* made(world: World, maker: Person, members: readonly Person[]): Scene {
  yield* makeGroup(world, maker, members);
}
