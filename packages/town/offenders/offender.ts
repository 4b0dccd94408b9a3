/** One offender's way through the days: finds children, works on several at a time, is stopped, comes back. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../options.ts';
import type { Person } from '../people/people.ts';
import { accountCreated } from '../scenes/joining.ts';
import type { Scene } from '../scenes/scene.ts';
import type { OffenderTruth, Target } from '../truth/truth.ts';
import type { World } from '../world.ts';
import type { Plan } from './plan.ts';
import { chooseChild } from './targets.ts';
import { workOn } from './working.ts';

/** One who comes back does so after so many hours. */
const BACK_AFTER_H = { from: 1, to: 48 } as const;
/** Nobody writes at these hours; slow people keep to them, fast ones less. */
const NIGHT = { from: 1, to: 7 } as const;

export class Offender {
  readonly world: World;
  readonly plan: Plan;
  readonly truth: OffenderTruth;
  readonly begin: (scene: Scene, delay_ms: number) => void;
  /** the account in use */
  account: Person;
  /** children who were chosen once, on whatever account */
  readonly chosen = new Set<Person>();
  working = 0;

  constructor(world: World, plan: Plan, begin: (scene: Scene, delay_ms: number) => void) {
    this.world = world;
    this.plan = plan;
    this.begin = begin;
    this.account = plan.accounts[0];
    const { type, parameters } = plan;
    this.truth = { accounts: [world.id(this.account)], type, parameters, targets: [], harm: [], banned: [] };
  }

  target(child: Person): Target {
    const target: Target = { child: this.world.id(child), firstContact: this.world.now, answered: false };
    this.truth.targets.push(target);
    return target;
  }
}

export function* offend(o: Offender): Scene {
  const { world, plan } = o;
  const { newTargetsPerDay, targetsAtOnce, targetsMax } = plan.parameters;
  const every_ms = DAY_MS / newTargetsPerDay;
  while (o.chosen.size < targetsMax) {
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

export function* untilAwake(world: World): Scene {
  const hour = new Date(world.now).getUTCHours();
  if (hour >= NIGHT.from && hour < NIGHT.to) yield (NIGHT.to - hour) * HOUR_MS + world.random.around(HOUR_MS);
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
