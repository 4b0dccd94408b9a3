/** Whom an offender chooses: whoever is in reach, rather young, and speaks the language. */
import type { Person } from '../people/people.ts';
import type { Offender } from './offender.ts';

/** How many are looked at before one is chosen. */
const LOOKED_AT = 14;

export function chooseChild(o: Offender): Person | undefined {
  const { world, account } = o;
  const { random, people, children } = world;
  // who has one child in mind knows it from somewhere
  const near = o.plan.type === 'oneTarget' ? 3 : 0.3;
  let best: Person | undefined;
  let most = 0;
  for (let i = 0; i < LOOKED_AT; i++) {
    const child = children[random.below(children.length)];
    if (!world.isHere(child) || o.chosen.has(child) || world.know(account, child)) continue;
    if (people.language[child] !== people.language[account] && !random.is(0.1)) continue;
    const age = people.age[child];
    // what an offender can see: age, where from, how much they write; not how wary they are
    const worth =
      (age >= 11 && age <= 15 ? 1 : 0.4) +
      people.busy[child] / 100 +
      (people.place[child] === people.place[account] ? near : 0) +
      random.next();
    if (worth > most) [best, most] = [child, worth];
  }
  return best;
}
