/** One offender: the plan, the account in use, and what becomes true of them. */
import type { Person } from '../people/people.ts';
import type { Scene } from '../scenes/scene.ts';
import type { OffenderTruth, Target } from '../truth/truth.ts';
import type { World } from '../world.ts';
import type { Plan } from './plan.ts';

export class Offender {
  readonly world: World;
  readonly plan: Plan;
  readonly truth: OffenderTruth;
  readonly begin: (scene: Scene, delay_ms: number) => void;
  /** the account in use */
  account: Person;
  /** children who were chosen once, on whatever account */
  readonly chosen = new Set<Person>();
  /** how many of them are worked on now, and how many could be reached at all */
  working = 0;
  reached = 0;

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
