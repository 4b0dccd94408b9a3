/** Makes the people of a town: places, households, schools, clubs, and what the platform believes of each. */
import type { Grammar } from '../grammar/grammar.ts';
import { mistakenAge } from '../noise/ages.ts';
import { DAY_MS, HISTORY_MINUTES, MINUTE_MS, type Platform } from '../options.ts';
import type { Chance } from '../random.ts';
import { ageBands, ageMethods, bandOfAge, type Circle, type People, type Person, type Place } from './people.ts';
import { ROLE_SHARES, type Role, roles } from './roles.ts';

/** Accounts of one place, about: two schools and a few clubs. */
const PLACE_SIZE = 400;
const CLASS_SIZE = 18;
const CLUB_SIZE = 14;
const IN_CLUB = 0.35;
/** Every so many places speak the world's second language; a few households of the others do, too. */
const SECOND_LANGUAGE_EVERY = 5;
const SECOND_LANGUAGE_ELSEWHERE = 0.03;
/** Share of accounts that join in the days after the first, and of those that joined in the history. */
const JOIN_LATER = 0.05;
const JOIN_IN_HISTORY = 0.2;
/** Those who join later do so within so many days. */
const LATER_DAYS = 30;

/** Share of accounts that know nobody when they join. */
const ALONE: Readonly<Partial<Record<Role, number>>> & { ordinary: number } = {
  ...{ ordinary: 0.04, spammer: 0.9, recruiter: 0.4, newcomer: 0.9, moderator: 0.5, streamer: 0.3, trader: 0.2 },
};

/** Those who join when most are there know somebody less often. */
const ALONE_LATER = 0.3;

const REGIONS = {
  en: ['GB-ENG', 'GB-ENG', 'GB-ENG', 'GB-SCT', 'GB-WLS', 'GB-NIR', 'IE-L'],
  uk: ['UA-30', 'UA-46', 'UA-51'],
  es: ['ES-MD', 'ES-AN', 'ES-VC'],
  de: ['DE-BE', 'DE-NW', 'DE-BY'],
} as const;

/** [adults, children], as often as they are listed. */
const HOUSEHOLDS: readonly (readonly [number, number])[] = [
  ...[
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [1, 1],
    [1, 1],
    [1, 2],
  ],
  ...[
    [2, 1],
    [2, 1],
    [2, 1],
    [2, 2],
    [2, 2],
    [2, 2],
    [2, 3],
  ],
].map(([adults = 1, children = 0]) => [adults, children] as const);

export function populate(count: number, grammars: readonly Grammar[], platform: Platform, random: Chance): People {
  const places: Place[] = [];
  const classes: Circle[] = [];
  const clubs: Circle[] = [];
  const people: People = {
    count,
    age: new Uint8Array(count),
    band: new Uint8Array(count),
    method: new Uint8Array(count),
    role: new Uint8Array(count),
    language: new Uint8Array(count),
    careless: new Uint8Array(count),
    busy: new Uint8Array(count),
    wary: new Uint8Array(count),
    household: new Int32Array(count),
    place: new Int32Array(count),
    schoolClass: new Int32Array(count).fill(-1),
    club: new Int32Array(count).fill(-1),
    joined_min: new Int32Array(count),
    accountAge_days: new Int16Array(count),
    alone: new Uint8Array(count),
    ids: [],
    places,
    classes,
    clubs,
  };
  for (let first = 0; first < count; ) {
    const place = newPlace(places.length, first, Math.min(count, first + PLACE_SIZE), grammars, random);
    places.push(place);
    settle(people, place, places.length - 1, random);
    circles(people, place, random);
    first = place.end;
  }
  for (let p = 0; p < count; p++) believe(people, p, platform, random);
  return people;
}

function newPlace(index: number, first: number, end: number, grammars: readonly Grammar[], random: Chance): Place {
  const language = index % SECOND_LANGUAGE_EVERY === SECOND_LANGUAGE_EVERY - 1 ? 1 : 0;
  const region = random.pick(REGIONS[grammars[language]?.language ?? 'en']);
  return { country: region.slice(0, 2), region, language, first, end };
}

function settle(people: People, place: Place, index: number, random: Chance): void {
  for (let p = place.first; p < place.end; ) {
    const [adults, children] = random.pick(HOUSEHOLDS);
    const home = p;
    const end = Math.min(place.end, p + adults + children);
    const language = place.language === 0 && random.is(SECOND_LANGUAGE_ELSEWHERE) ? 1 : place.language;
    const whole = joining(random);
    for (; p < end; p++) {
      const adult = p - home < adults;
      people.age[p] = adult ? 20 + Math.floor(random.next() ** 1.4 * 55) : childAge(random);
      people.household[p] = home;
      people.place[p] = index;
      people.language[p] = language;
      people.careless[p] = Math.floor((adult ? 50 : 100) * random.next());
      people.busy[p] = 5 + Math.floor(random.next() ** 2 * 95);
      people.wary[p] = Math.floor(100 * random.next());
      people.role[p] = roles.indexOf(roleOf(adult, random));
      // most of a household join together
      const joins = random.is(0.7) ? whole : joining(random);
      people.joined_min[p] = joins;
      people.alone[p] = Number(
        random.is(Math.max(ALONE[roles[people.role[p]]] ?? ALONE.ordinary, joins >= 0 ? ALONE_LATER : 0)),
      );
      people.accountAge_days[p] = joins > -HISTORY_MINUTES ? 0 : 5 + random.below(1200);
    }
  }
}

const childAge = (random: Chance): number => (random.is(0.1) ? 10 + random.below(3) : 13 + random.below(5));

function joining(random: Chance): number {
  const when = random.next();
  if (when < JOIN_LATER) return random.below((LATER_DAYS * DAY_MS) / MINUTE_MS);
  if (when < JOIN_LATER + JOIN_IN_HISTORY) return -1 - random.below(HISTORY_MINUTES - 1);
  return -HISTORY_MINUTES;
}

function roleOf(adult: boolean, random: Chance): Role {
  let left = random.next();
  for (const role of roles) {
    const shares = ROLE_SHARES[role];
    if (shares === undefined) continue;
    left -= adult ? shares.adults : shares.teens;
    if (left < 0) return role;
  }
  return 'ordinary';
}

/** Children of a place go to its classes by age, and to its clubs; some grown-ups of the place teach and coach. */
function circles(people: People, place: Place, random: Chance): void {
  const children: Person[] = [];
  const adults: Person[] = [];
  for (let p = place.first; p < place.end; p++) (people.age[p] < 18 ? children : adults).push(p);
  children.sort((a, b) => people.age[a] - people.age[b] || a - b);
  const lead = (circle: Circle, role: 'coach' | 'teacher', column: Int32Array, index: number) => {
    if (adults.length === 0) return;
    const leader = random.pick(adults);
    if (people.role[leader] !== 0) return;
    people.role[leader] = roles.indexOf(role);
    column[leader] = index;
    circle.leaders.push(leader);
  };
  for (let i = 0; i < children.length; i += CLASS_SIZE) {
    const circle: Circle = { children: children.slice(i, i + CLASS_SIZE), leaders: [] };
    for (const child of circle.children) people.schoolClass[child] = people.classes.length;
    if (random.is(0.4)) lead(circle, 'teacher', people.schoolClass, people.classes.length);
    people.classes.push(circle);
  }
  const sporty = children.filter(() => random.is(IN_CLUB));
  for (let i = 0; i < sporty.length; i += CLUB_SIZE) {
    const circle: Circle = { children: sporty.slice(i, i + CLUB_SIZE), leaders: [] };
    for (const child of circle.children) people.club[child] = people.clubs.length;
    lead(circle, 'coach', people.club, people.clubs.length);
    people.clubs.push(circle);
  }
}

/** What the platform is told of somebody's age, which may be missing or wrong. */
function believe(people: People, p: Person, platform: Platform, random: Chance): void {
  const method = random.weighted({ declared: 62, estimated: 28, verified: 10 });
  people.method[p] = ageMethods.indexOf(method);
  const truly = bandOfAge(people.age[p]);
  people.band[p] = ageBands.indexOf(random.is(platform.agesWrong) ? mistakenAge(truly, method, random) : truly);
}

const NAMED = { under13: 'child', '13to15': 'teen', '16to17': 'teen', adult: 'adult', unknown: 'person' } as const;
/** Larger than any town, and prime: multiplying by it puts neighbours far apart, each in a place of its own. */
const STRIDE = 1_000_003;

/** Gives the ids: numbers that say nothing of who lives with whom or who came when. Last, when all ages are settled. */
export function name(people: People, random: Chance): void {
  const shift = random.below(people.count);
  const digits = Math.max(4, String(people.count - 1).length);
  for (let p = 0; p < people.count; p++) {
    const number = String((p * STRIDE + shift) % people.count).padStart(digits, '0');
    people.ids.push(`${NAMED[ageBands[people.band[p] ?? 4] ?? 'unknown']}-${number}`);
  }
}
