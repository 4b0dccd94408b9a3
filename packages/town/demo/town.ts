/**
 * The town for the first page: the same people, acts and scenes, hurried. Families join one by one from an empty
 * platform, and what takes them hours takes seconds, so that there is something to see within minutes. What Kith
 * decides is told back, and people act on it.
 */
import type { EventInput } from '@kith/contract';
import { isoTime } from '../iso.ts';
import { MINUTE_MS, ORDINARY_PLATFORM } from '../options.ts';
import type { Answer, Said, Scene } from '../scenes/scene.ts';
import { Moderation } from '../truth/moderation.ts';
import { World } from '../world.ts';
import { Cast } from './cast.ts';
import { Households } from './households.ts';
import { nextScene } from './next.ts';
import { opening } from './opening.ts';

export interface DemoOptions {
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

/** Fewer accounts have too few children for the opening. */
const DEMO_ACCOUNTS_MIN = 100;

/** Scenes in a row that may come to nothing; more means that there is a mistake in them. */
const IDLE_MAX = 10_000;

/** Scenes under way at most; a new one begins only where nobody has anything to do. */
const SCENES_MAX = 400;

/** What people mean to do in an hour they do in so long: 18 minutes to 82 hours become 2 seconds to 11 minutes. */
const HOUR_MS_HERE = 8_000;
/** Moderators rule faster, too: within a minute or so. */
const RULINGS_TAKE_H_HERE = 2;
/** Talk goes six times as fast as in life; what takes longer than this goes at the pace of plans. */
const TALK_MS = 30_000;
const TALK_FASTER = 6;
const hurried = (wait_ms: number): number =>
  Math.min(wait_ms, TALK_MS) / TALK_FASTER + (Math.max(0, wait_ms - TALK_MS) * HOUR_MS_HERE) / (60 * MINUTE_MS);

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
export function* town(seed: string, options: DemoOptions): Generator<EventInput, never, Said | undefined> {
  const { accounts, start, rate = 50, run = '1' } = options;
  if (accounts < DEMO_ACCOUNTS_MIN) throw new RangeError(`a town has at least ${DEMO_ACCOUNTS_MIN} accounts`);
  const pace = { hour_ms: HOUR_MS_HERE, run };
  const platform = { ...ORDINARY_PLATFORM, textShare: 0.9 };
  const world = new World({ seed, accounts, split: 'training', offenders: 0, platform, start, pace });
  world.now = start;
  const playing: Playing[] = [];
  const begin = (scene: Scene, delay_ms: number): Playing => {
    const one: Playing = { scene, due: delay_ms === 0 ? 0 : world.now + hurried(delay_ms), answer: nobodySaid('') };
    playing.push(one);
    return one;
  };
  const households = new Households(world);
  const cast = new Cast(world, (scene, delay_ms) => void begin(scene, delay_ms));
  world.moderation = new Moderation(
    world,
    `${seed}/${run}`,
    (p) => cast.offends(p),
    (scene, delay_ms) => void begin(scene, delay_ms),
    RULINGS_TAKE_H_HERE,
  );
  const waitingScenes = opening(world, cast, households);
  let number = 0;
  let idle = 0;

  for (;;) {
    const now = start + Math.floor((number * 1000) / rate);
    world.now = now;
    const one = due(playing, now) ?? begin(waitingScenes.shift() ?? nextScene(world, cast, households), 0);
    const step = one.scene.next(one.answer);
    if (step.done) {
      playing.splice(playing.indexOf(one), 1);
      if (++idle > IDLE_MAX) throw new Error('nobody in the town has anything to do');
      continue;
    }
    if (typeof step.value === 'number') {
      one.due = now + hurried(step.value);
      continue;
    }
    number++;
    idle = 0;
    const id = `${run}-${number}`;
    const said = yield { id, time: isoTime(now), ...step.value };
    one.answer = said === undefined ? nobodySaid(id) : { event: id, ...said };
  }
}

/** The scene that has waited longest of those that are due; where too many are under way, the next one due. */
function due(playing: readonly Playing[], now: number): Playing | undefined {
  let first: Playing | undefined;
  for (const one of playing) if (first === undefined || one.due < first.due) first = one;
  if (first === undefined) return undefined;
  return first.due <= now || playing.length >= SCENES_MAX ? first : undefined;
}
