/** Who lives in the town: the same people for the same seed, whatever they do later. */
import type { AgeBand } from '@kith/contract';
import type { Chance } from '../../random.ts';
import type { Person, Population } from './person.ts';

/** Pupils of one school who are on the platform, about. */
const SCHOOL_SIZE = 60;
/** Children and coaches of one club, about. */
const CLUB_SIZE = 14;
/** Share of children who are in a club. */
const IN_CLUB = 0.4;
/** Share of accounts whose age the platform doesn't know. */
const AGE_UNKNOWN = 0.1;
/** Share of accounts that are younger than the week in which an account counts as new. */
const NEW_ACCOUNTS = 0.06;

const REGIONS = { 'GB-ENG': 72, 'GB-SCT': 12, 'GB-WLS': 11, 'GB-NIR': 5 } as const;
/** Share of households in Wales that use the platform in Welsh. */
const WELSH = 0.4;
/** A few adults who live alone are abroad. */
const ABROAD = ['IE', 'FR', 'NL'] as const;

/** Which households there are: how many adults and how many children. */
const HOUSEHOLDS = {
  'alone abroad': { weight: 3, adults: 1, children: 0 },
  alone: { weight: 26, adults: 1, children: 0 },
  couple: { weight: 24, adults: 2, children: 0 },
  'one parent': { weight: 12, adults: 1, children: 1 },
  'one parent, two': { weight: 6, adults: 1, children: 2 },
  'two parents, one': { weight: 12, adults: 2, children: 1 },
  'two parents, two': { weight: 12, adults: 2, children: 2 },
  'two parents, three': { weight: 5, adults: 2, children: 3 },
} as const;
type HouseholdKind = keyof typeof HOUSEHOLDS;

const WEIGHTS = Object.fromEntries(Object.entries(HOUSEHOLDS).map(([kind, { weight }]) => [kind, weight])) as Record<
  HouseholdKind,
  number
>; // the same keys; Object.fromEntries forgets them

const NAMED: Readonly<Record<AgeBand, string>> = {
  under13: 'child',
  '13to15': 'teen',
  '16to17': 'teen',
  adult: 'adult',
  unknown: 'person',
};

/** Makes the people of a town of so many accounts. */
export function populate(accounts: number, random: Chance): Population {
  const people: Person[] = [];
  const households: Person[][] = [];
  const schools = Math.max(1, Math.round((accounts * 0.35) / SCHOOL_SIZE));
  const clubs = Math.max(1, Math.round((accounts * 0.35 * IN_CLUB) / CLUB_SIZE));
  const named = new Map<string, number>();

  const person = (child: boolean, home: Pick<Person, 'country' | 'region' | 'language' | 'household'>): Person => {
    const band: AgeBand = random.is(AGE_UNKNOWN)
      ? 'unknown'
      : child
        ? random.weighted({ under13: 3, '13to15': 55, '16to17': 42 })
        : 'adult';
    const method = random.weighted({ declared: 60, estimated: 28, verified: 12 });
    const name = NAMED[band];
    const number = (named.get(name) ?? 0) + 1;
    named.set(name, number);
    return {
      id: `${name}-${String(number).padStart(4, '0')}`,
      band,
      method,
      confidence: { declared: 0.5, estimated: 0.8, verified: 0.98 }[method],
      child,
      ...home,
      accountAge_days: random.is(NEW_ACCOUNTS) ? random.below(6) : 10 + random.below(1200),
      school: child ? random.below(schools) : null,
      club: child ? (random.is(IN_CLUB) ? random.below(clubs) : null) : random.is(0.04) ? random.below(clubs) : null,
    };
  };

  while (people.length < accounts) {
    const kind = random.weighted(WEIGHTS);
    const { adults, children } = HOUSEHOLDS[kind];
    const abroad = kind === 'alone abroad';
    const region = abroad ? '' : random.weighted(REGIONS);
    const home = {
      country: abroad ? random.pick(ABROAD) : 'GB',
      region,
      language: region === 'GB-WLS' && random.is(WELSH) ? 'cy' : 'en',
      household: households.length,
    };
    const members: Person[] = [];
    for (let i = 0; i < adults + children && people.length < accounts; i++) {
      const one = person(i >= adults, home);
      members.push(one);
      people.push(one);
    }
    households.push(members);
  }
  return { people, households };
}
