/** A town that is lived day by day: what happens, in order of time, and beside it what is true. */
import type { EventInput } from '@kith/contract';
import { Agenda } from './agenda.ts';
import { isoTime } from './iso.ts';
import { Offender } from './offenders/offender.ts';
import { offend } from './offenders/offending.ts';
import { NEVER_MIN } from './offenders/plan.ts';
import {
  ACCOUNTS_MAX,
  ACCOUNTS_MIN,
  DAY_MS,
  HISTORY_DAYS,
  MINUTE_MS,
  ORDINARY_PLATFORM,
  type TownOptions,
} from './options.ts';
import { meet } from './scenes/connecting.ts';
import { foundGroups } from './scenes/groups.ts';
import { accountCreated } from './scenes/joining.ts';
import { minuteOf } from './scenes/life.ts';
import type { Answer, Said, Scene } from './scenes/scene.ts';
import { Moderation } from './truth/moderation.ts';
import type { Truth } from './truth/truth.ts';
import { truthOf } from './truth/view.ts';
import { World } from './world.ts';

export interface TownEvent {
  event: EventInput;
  /** when it happens, milliseconds since 1970; the same as the event's time */
  at: number;
}

export interface Town {
  /**
   * Once. In order of time, those of the history first. Give each event's decision to `next`, and people act on it;
   * without (as in a `for` loop), everything is allowed.
   */
  events(): Generator<TownEvent, void, Said | undefined>;
  readonly truth: Truth;
  /** when the history begins, when the first day does, and when the last is over; milliseconds since 1970 */
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** Makes the people at once (a million in some seconds); what they do comes with `events()`. Throws RangeError. */
export function createTown(options: TownOptions): Town {
  const { accounts, days, now: start, activity = 1 } = options;
  if (!Number.isInteger(accounts) || accounts < ACCOUNTS_MIN || accounts > ACCOUNTS_MAX)
    throw new RangeError(`accounts must be a whole number from ${ACCOUNTS_MIN} to ${ACCOUNTS_MAX}`);
  if (!(days >= 0)) throw new RangeError('days must be 0 or more');
  if (start % DAY_MS !== 0) throw new RangeError('now must be the beginning of a day (UTC)');
  const platform = { ...ORDINARY_PLATFORM, ...options.platform };
  const world = new World({ ...options, offenders: options.offenders, platform, start });
  const life = new Life(world, start + days * DAY_MS, activity, options.seed);
  return {
    events: () => life.events(),
    truth: truthOf(world, life.offenders, life.moderation),
    from: world.now,
    start,
    end: start + days * DAY_MS,
  };
}

const nobodySaid: Answer = Object.freeze({ event: '', outcome: 'allow', reasons: [], notices: [] });

class Life {
  readonly offenders: readonly Offender[];
  readonly moderation: Moderation;
  readonly #world: World;
  readonly #agenda: Agenda;
  readonly #end: number;
  readonly #activity: number;
  readonly #joining: Int32Array;
  #joined = 0;
  #bonded = 0;
  #scenes = 0;
  #begun = false;

  constructor(world: World, end: number, activity: number, seed: string) {
    this.#world = world;
    this.#end = end;
    this.#activity = activity;
    this.#agenda = new Agenda(world.now);
    const begin = (scene: Scene, delay_ms: number) => this.#begin(scene, delay_ms);
    this.offenders = world.plans.map((plan) => new Offender(world, plan, begin));
    const since = new Map(world.plans.flatMap((plan) => plan.accounts.map((p) => [p, plan.onset_min] as const)));
    this.moderation = new Moderation(
      world,
      `${world.split}/${seed}`,
      (person, at) => world.start + (since.get(person) ?? NEVER_MIN) * MINUTE_MS <= at,
      begin,
    );
    world.moderation = this.moderation;
    this.#joining = byJoining(world);
  }

  #begin(scene: Scene, delay_ms: number): void {
    this.#agenda.add({ scene, at: Math.floor(this.#world.now + delay_ms), number: ++this.#scenes, answer: nobodySaid });
  }

  *events(): Generator<TownEvent, void, Said | undefined> {
    if (this.#begun) throw new Error("a town's events can be drawn once: make another town");
    this.#begun = true;
    const world = this.#world;
    let minute_ms = world.now;
    for (const offender of this.offenders) {
      this.#begin(offend(offender), world.start + offender.plan.onset_min * MINUTE_MS - minute_ms);
    }
    for (const [delay_ms, scene] of foundGroups(world)) this.#begin(scene, delay_ms);
    for (; minute_ms < this.#end; minute_ms += MINUTE_MS) {
      world.now = minute_ms;
      this.#beginMinute();
      for (let one = this.#agenda.next(); one !== undefined; one = this.#agenda.next()) {
        world.now = one.at;
        // each goes on until it waits
        for (;;) {
          const step = one.scene.next(one.answer);
          if (step.done) break;
          if (typeof step.value === 'number') {
            one.at = Math.floor(one.at + step.value);
            one.answer = nobodySaid;
            this.#agenda.add(one);
            break;
          }
          const id = world.name('e');
          const said = yield { event: { id, time: isoTime(one.at), ...step.value }, at: one.at };
          one.answer = said === undefined ? nobodySaid : { event: id, ...said };
        }
      }
      this.#agenda.turn();
    }
  }

  #beginMinute(): void {
    const world = this.#world;
    const { people, bonds } = world;
    const minute = world.minute;
    for (; this.#joined < this.#joining.length; this.#joined++) {
      const person = this.#joining[this.#joined];
      if (people.joined_min[person] > minute) break;
      this.#begin(accountCreated(world, person), 0);
    }
    for (; this.#bonded < bonds.at_min.length && bonds.at_min[this.#bonded] <= minute; this.#bonded++) {
      this.#begin(meet(world, bonds.from[this.#bonded], bonds.to[this.#bonded]), world.random.below(MINUTE_MS));
    }
    if (minute < 0) return;
    this.moderation.sample();
    for (const [delay_ms, scene] of minuteOf(world, this.#activity)) this.#begin(scene, delay_ms);
  }
}

/** Everybody who ever joins by themselves, in the order of joining. */
function byJoining(world: World): Int32Array {
  const { count, joined_min } = world.people;
  const base = (HISTORY_DAYS * DAY_MS) / MINUTE_MS;
  const keys: number[] = [];
  for (let p = 0; p < count; p++) if (joined_min[p] < NEVER_MIN) keys.push((joined_min[p] + base) * count + p);
  return Int32Array.from(Float64Array.from(keys).sort(), (key) => key % count);
}
