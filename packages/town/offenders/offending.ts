/** An offender's way through the days: finds children, works on several at a time, is stopped, comes back. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../options.ts';
import { accountCreated } from '../scenes/joining.ts';
import type { Scene } from '../scenes/scene.ts';
import { untilAwake } from './hours.ts';
import type { Offender } from './offender.ts';
import { chooseChild } from './targets.ts';
import { workOn } from './working.ts';

/** So many children are tried for each that is wanted; then the offender gives up. */
const TRIED_MAX = 6;
/** One who comes back does so after so many hours. */
const BACK_AFTER_H = { from: 1, to: 48 } as const;

export function* offend(o: Offender): Scene {
  const { world, plan } = o;
  const { newTargetsPerDay, targetsAtOnce, targetsMax } = plan.parameters;
  const every_ms = DAY_MS / newTargetsPerDay;
  while (o.reached < targetsMax && o.chosen.size < TRIED_MAX * targetsMax) {
    if (!world.isHere(o.account)) {
      if (!(yield* comeBack(o))) return;
    }
    yield* untilAwake(world);
    if (o.working < targetsAtOnce) {
      const child = chooseChild(o);
      if (child !== undefined) {
        o.chosen.add(child);
        o.working++;
        o.begin(workOn(o, child), world.random.around(5 * MINUTE_MS));
      }
    }
    yield every_ms * world.random.between(0.4, 1.4);
  }
}

/** On the next account, if there is one. */
function* comeBack(o: Offender): Scene<boolean> {
  const { world } = o;
  o.truth.banned.push({ account: world.id(o.account), at: world.now });
  const next = o.plan.accounts[o.truth.accounts.length];
  if (next === undefined) return false;
  yield world.random.between(BACK_AFTER_H.from, BACK_AFTER_H.to) * HOUR_MS;
  world.people.joined_min[next] = world.minute;
  o.account = next;
  o.truth.accounts.push(world.id(next));
  yield* accountCreated(world, next, o.plan.accounts[0]);
  yield 10 * MINUTE_MS;
  return true;
}
