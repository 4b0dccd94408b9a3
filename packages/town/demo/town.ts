/**
 * A small simulated town on a platform: households, friends, schools and clubs, ordinary talk, and some strangers who
 * approach children. All of it comes from a seed; what Kith decides is told back, and people act on it.
 */
import type { EventInput } from '@kith/contract';
import { chance } from '../random.ts';
import { populate } from './people/population.ts';
import { nextScene } from './scenes/next.ts';
import { opening } from './scenes/opening.ts';
import { type Answer, type Scene, World } from './world.ts';

export interface TownOptions {
  /** how many accounts live there; they join one household after the other */
  accounts: number;
  /** the time of the first event, milliseconds since 1970 */
  start: number;
  /** events a second, by which the town's own time goes (50) */
  rate?: number;
  /** makes event ids and what people do unlike those of another run; the people stay the same ('1') */
  run?: string;
}

/** The opening: so many events may be sent at once, to have a town that is alive in the first minute. */
export const OPENING_EVENTS = 400;

/** Fewer have too few children for the opening. */
const ACCOUNTS_MIN = 100;

/** Scenes in a row that may come to nothing; more means that there is a mistake in them. */
const IDLE_MAX = 10_000;

/** Scenes under way at most; a new one begins only where nobody has anything to do. */
const SCENES_MAX = 400;

interface Playing {
  scene: Scene;
  /** when its next step is due, milliseconds since 1970 */
  due: number;
  /** what it is told of its last step */
  answer: Answer;
}

const nobodySaid = (event: string): Answer => ({ event, outcome: 'allow', reasons: [], notices: [] });

/**
 * The town's events, without end, in order of time. Give each event's decision to `next`; without one, `allow` is
 * taken. The same seed, options and decisions give the same events.
 */
export function* town(
  seed: string,
  options: TownOptions,
): Generator<EventInput, never, Omit<Answer, 'event'> | undefined> {
  const { accounts, start, rate = 50, run = '1' } = options;
  if (accounts < ACCOUNTS_MIN) throw new RangeError(`a town has at least ${ACCOUNTS_MIN} accounts`);
  const world = new World(populate(accounts, chance(`${seed}/people`)), run, chance(`${seed}/run/${run}`));
  const playing: Playing[] = [];
  const waitingScenes = opening(world, start);
  let number = 0;
  let idle = 0;

  for (;;) {
    const now = start + Math.floor((number * 1000) / rate);
    const one = due(playing, now) ?? begin();
    const step = one.scene.next(one.answer);
    if (step.done) {
      playing.splice(playing.indexOf(one), 1);
      if (++idle > IDLE_MAX) throw new Error('nobody in the town has anything to do');
      continue;
    }
    if ('wait_s' in step.value) {
      one.due = now + step.value.wait_s * 1000;
      continue;
    }
    number++;
    idle = 0;
    const id = `${run}-${number}`;
    const decision = yield { id, time: new Date(now).toISOString(), ...step.value };
    one.answer = decision === undefined ? nobodySaid(id) : { event: id, ...decision };
  }

  function begin(): Playing {
    const scene = waitingScenes.shift() ?? nextScene(world, start);
    const one: Playing = { scene, due: 0, answer: nobodySaid('') };
    playing.push(one);
    return one;
  }
}

/** The scene that has waited longest of those that are due; where too many are under way, the next one due. */
function due(playing: readonly Playing[], now: number): Playing | undefined {
  let first: Playing | undefined;
  for (const one of playing) if (first === undefined || one.due < first.due) first = one;
  if (first === undefined) return undefined;
  return first.due <= now || playing.length >= SCENES_MAX ? first : undefined;
}
