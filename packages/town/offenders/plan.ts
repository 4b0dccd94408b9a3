/** Who offends, how and from when: settled before anything is told, so that no id or date gives it away. */
import { HISTORY_MINUTES, OFFENDERS_SHARE, type Split, type TownOptions } from '../options.ts';
import { ageBands, ageMethods, isChild, type People, type Person } from '../people/people.ts';
import type { Chance } from '../random.ts';
import { type Parameters, parametersOf } from './parameters.ts';
import { type OffenderType, typesIn } from './types.ts';

export interface Plan {
  type: OffenderType;
  parameters: Parameters;
  /** the first, and for those who come back the others */
  accounts: Person[];
  /** minutes after the first day begins */
  onset_min: number;
}

/** Offenders begin within so many days, so that a town of few days is the beginning of one of many. */
const ONSET_WITHIN_MIN = 8 * 1440;
/** Share of offenders whose account is made for it, a little before. */
const NEW_ACCOUNT = 0.55;
/** Nobody joins then: an account that may come later, if its owner is banned. */
export const NEVER_MIN = 2 ** 31 - 1;
/** How often one who is banned comes back. */
const COMES_BACK_MAX = 2;

function wanted(share: TownOptions['offenders'], accounts: number, split: Split): OffenderType[] {
  const types = typesIn(split);
  if (typeof share === 'object') {
    return types.flatMap((type) => Array.from({ length: share[type] ?? 0 }, () => type));
  }
  const many = Math.round((share ?? OFFENDERS_SHARE) * accounts);
  return Array.from({ length: many }, (_, i) => types[i % types.length]);
}

/** Settles what the platform believes of each, and when they join. Throws where there are too few adults for them. */
export function planOffenders(
  people: People,
  options: Pick<TownOptions, 'offenders' | 'split'>,
  random: Chance,
): Plan[] {
  const taken = new Set<Person>();
  const somebody = (): Person => {
    for (let tries = 0; tries < 10_000; tries++) {
      const person = random.below(people.count);
      if (isChild(people, person) || people.role[person] !== 0 || taken.has(person)) continue;
      taken.add(person);
      return person;
    }
    throw new RangeError('too few adults for so many offenders');
  };
  return wanted(options.offenders, people.count, options.split).map((type) => {
    const parameters = parametersOf(type, options.split, random);
    const plan: Plan = { type, parameters, accounts: [somebody()], onset_min: random.below(ONSET_WITHIN_MIN) };
    const [first] = plan.accounts;
    if (parameters.falseAge || random.is(NEW_ACCOUNT)) {
      makeNew(people, first, plan.onset_min - 30 - random.below(3 * 1440), parameters, random);
    } else if (people.joined_min[first] > plan.onset_min) people.joined_min[first] = -HISTORY_MINUTES;
    if (type === 'returning') {
      for (let i = 0; i < COMES_BACK_MAX; i++) {
        const next = somebody();
        makeNew(people, next, NEVER_MIN, parameters, random);
        plan.accounts.push(next);
      }
    }
    return plan;
  });
}

function makeNew(people: People, person: Person, joined_min: number, parameters: Parameters, random: Chance): void {
  people.joined_min[person] = joined_min;
  people.accountAge_days[person] = 0;
  people.alone[person] = 1;
  people.method[person] = ageMethods.indexOf('declared');
  const band = parameters.falseAge ? random.pick(['13to15', '16to17'] as const) : random.is(0.85) ? 'adult' : 'unknown';
  people.band[person] = ageBands.indexOf(band);
}
