/** An account is made. */
import { DAY_MS } from '../options.ts';
import { ageBands, ageMethods, METHOD_CONFIDENCE, type Person } from '../people/people.ts';
import type { World } from '../world.ts';
import type { Scene } from './scene.ts';

/** Share of those who come back who do so from the device that they had. */
const SAME_DEVICE = 0.5;

/** `device`: the account whose device this one is made on, where that isn't its own household's. */
export function* accountCreated(world: World, person: Person, device?: Person): Scene {
  const { people } = world;
  const place = people.places[people.place[person]];
  const band = ageBands[people.band[person]];
  const method = ageMethods[people.method[person]];
  const { childrenDefault } = world.platform;
  const open = band !== 'adult' && childrenDefault !== 'connections';
  // households share a device, now and then
  const shared = device !== undefined && world.random.is(SAME_DEVICE) ? device : deviceOf(world, person);
  yield {
    type: 'account.created',
    data: {
      actor: world.id(person),
      // where the age is unknown, nothing is said of it
      ...(band !== 'unknown' && { age: { band, method, confidence: METHOD_CONFIDENCE[method] } }),
      country: place.country,
      region: place.region,
      language: spoken(world, person),
      createdAt: new Date(world.now - people.accountAge_days[person] * DAY_MS).toISOString(),
      ...(open && { settings: { directMessages: childrenDefault } }),
      identifiers: { deviceIds: [`d${world.secretNumber(shared)}`] },
    },
  };
}

/** What they chose on the platform: some in Wales chose Welsh, and write English all the same. */
function spoken(world: World, person: Person): string {
  const { people, grammars } = world;
  const { language } = grammars[people.language[person]];
  const welsh =
    people.places[people.place[person]].region === 'GB-WLS' && world.secretNumber(people.household[person]) % 5 < 2;
  return language === 'en' && welsh ? 'cy' : language;
}

/** Small children and some others use the household's first device. */
function deviceOf(world: World, person: Person): Person {
  const { age, household } = world.people;
  return age[person] < 13 || world.secretNumber(person) % 5 === 0 ? household[person] : person;
}
