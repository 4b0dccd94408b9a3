/** What is true, for whoever measures: by the ids that the events have. */
import type { Offender } from '../offenders/offender.ts';
import { ageBands, type Person } from '../people/people.ts';
import type { World } from '../world.ts';
import type { Moderation } from './moderation.ts';
import type { OffenderTruth, Truth } from './truth.ts';

export function truthOf(world: World, offenders: readonly Offender[], moderation: Moderation): Truth {
  const { people } = world;
  const owner = new Map<Person, OffenderTruth>();
  for (const offender of offenders) for (const account of offender.plan.accounts) owner.set(account, offender.truth);
  const known = (account: string): Person => {
    const person = world.person(account);
    if (person === undefined) throw new RangeError(`nobody in the town is ${account}`);
    return person;
  };
  return {
    kind(account) {
      const person = known(account);
      if (owner.has(person)) return 'offender';
      if (world.isChild(person) && ageBands[people.band[person]] === 'adult') return 'falseAdult';
      return world.roleOf(person);
    },
    isChild: (account) => world.isChild(known(account)),
    household(account) {
      const home = people.household[known(account)];
      const members: string[] = [];
      for (let p = home; p < people.count && people.household[p] === home; p++) members.push(world.id(p));
      return members;
    },
    offenders: offenders.map((offender) => offender.truth),
    offenderOf: (account) => owner.get(known(account)),
    labels: () => moderation.rulings,
    review: (account, openedAt) => moderation.rule(known(account), openedAt, 'asked'),
  };
}
