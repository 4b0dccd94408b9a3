/** An offender and one child, from the first contact to its end. */
import { type ActName, isOffending } from '../acts/acts.ts';
import { evade } from '../noise/evasions.ts';
import { HOUR_MS, MINUTE_MS } from '../options.ts';
import type { Person } from '../people/people.ts';
import { COMPLY, ODDNESS, type Response, respond } from '../scenes/child.ts';
import { block, report } from '../scenes/notices.ts';
import type { Scene } from '../scenes/scene.ts';
import { type Message, write } from '../scenes/writing.ts';
import type { Target } from '../truth/truth.ts';
import { reachChild } from './approach.ts';
import { isHarm, nextAct } from './choosing.ts';
import { untilAwake } from './hours.ts';
import type { Offender } from './offender.ts';

/** Goes on about so long after the first attempt at harm, in paces; then the gain isn't worth the time. */
const AFTER_HARM_PACES = 1.5;
/** A child's parents find out about one who will come back, and tell the platform, so long after the first harm. */
const FOUND_AFTER_H = { from: 5, to: 40 } as const;
/** Lines to one child at most. */
const LINES_MAX = 400;
const HANDLES = ['sunny', 'pixel', 'maple', 'comet', 'otter', 'breeze', 'nova', 'pebble'];

export function* workOn(o: Offender, child: Person): Scene {
  const target = yield* reachChild(o, child);
  if (target !== undefined) {
    o.reached++;
    yield* converse(o, child, target);
  }
  o.working--;
}

function* converse(o: Offender, child: Person, target: Target): Scene {
  const { world, plan } = o;
  const { random } = world;
  const p = plan.parameters;
  const account = o.account;
  const asked = new Map<ActName, number>();
  let trust = 0.05;
  let unanswered = 0;
  let refused = false;
  let harmed = false;
  // a talk now and then: as many as fit the pace
  let left = sessionLines(o);
  const gap_ms = (p.pace_h * HOUR_MS) / (3 + random.below(4));
  for (let n = 0; n < LINES_MAX; n++) {
    if (!world.isHere(account) || !world.isHere(child)) return end(o, target);
    const due = (world.now - target.firstContact) / (p.pace_h * world.hour_ms);
    if (due > 1 + AFTER_HARM_PACES + 24 / p.pace_h) return;
    const act = n === 0 ? opener(o) : nextAct(p, { trust, due: atOnce(o) ? 1 : due, asked, harmed, refused }, random);
    asked.set(act, (asked.get(act) ?? 0) + 1);
    harmed ||= isHarm(act);
    const arrived = yield* say(o, account, child, act);
    if (!arrived) return end(o, target);
    yield random.between(4000, 20_000) + random.around(25_000);
    const response = respond(world, child, act, trust, isOffending(act));
    yield* reply(o, account, child, act, response);
    if (response === 'block' || response === 'report' || response === 'stop') return end(o, target);
    if (response === 'ignore') unanswered++;
    else {
      unanswered = 0;
      target.answered = true;
    }
    refused = response === 'no' || response === 'why';
    trust = Math.min(1, Math.max(0, trust + felt(act, response)));
    // a child that does not answer costs time: another may
    if (unanswered >= p.patience) return;
    if (response === 'comply' && act === 'ask_to_move' && random.is(0.7)) return;
    if (--left > 0) yield random.around(30_000);
    else {
      left = sessionLines(o);
      yield Math.min(gap_ms * random.between(0.5, 1.5), untilDue_ms(o, target) + random.around(HOUR_MS / 2));
      yield* untilAwake(world);
    }
  }
}

/** Whoever has waited so long does not wait much longer: in life's time, whatever the demo makes of it. */
function untilDue_ms(o: Offender, target: Target): number {
  const { world, plan } = o;
  const left = plan.parameters.pace_h - (world.now - target.firstContact) / world.hour_ms;
  return left > 0 ? left * HOUR_MS : Number.POSITIVE_INFINITY;
}

const sessionLines = (o: Offender): number =>
  5 + Math.floor(o.world.random.around(o.plan.parameters.pace_h < 3 ? 20 : 9));

function end(o: Offender, target: Target): void {
  target.endedAt = o.world.now;
}

const opener = (o: Offender): ActName =>
  o.plan.type === 'giver'
    ? 'trade_gift'
    : o.plan.type === 'mentor'
      ? 'helpful'
      : o.plan.parameters.falseAge && o.world.random.is(0.4)
        ? 'claim_teen'
        : 'opener';

/** Some move elsewhere at once instead of saying anything here. */
const atOnce = (o: Offender): boolean => o.plan.parameters.evasion === 'channel';

function felt(act: ActName, response: Response): number {
  const odd = ODDNESS[act] ?? 0;
  if (response === 'answer')
    return 0.035 + (act === 'interest' || act === 'flatter' || act === 'offer_gift' ? 0.03 : 0);
  if (response === 'comply') return 0.06;
  return response === 'ignore' ? -0.01 : -0.12 * odd;
}

/** Says it, evading where this one does; what is harm goes into the truth. Gives whether it arrived. */
function* say(o: Offender, account: Person, child: Person, act: ActName): Scene<boolean> {
  const { world, plan } = o;
  const { random } = world;
  const noText = plan.type === 'silent';
  const message: Message = { act, slots: slotsOf(o), noText, media: random.is(0.03) };
  const family = isOffending(act) && random.is(plan.parameters.evasionShare) ? plan.parameters.evasion : null;
  let pieces: (string | undefined)[] = [undefined];
  if (family === 'language') {
    const other = 1 - world.languageOf(account, child);
    pieces = [world.put(act, account, other, message.slots)];
  } else if (family === 'channel') {
    message.noText = true;
    message.media = true;
  } else if (family !== null) {
    pieces = evade(world.put(act, account, world.languageOf(account, child), message.slots), family, random);
  }
  let arrived = true;
  let first = '';
  const at = world.now;
  for (const text of pieces) {
    const sent = yield* write(world, account, child, { ...message, text });
    if (first === '') {
      first = sent.message;
      if (isHarm(act)) {
        const harm = {
          at,
          message: first,
          account: world.id(account),
          child: world.id(child),
          act,
          arrived: sent.arrived,
        };
        o.truth.harm.push(harm);
        if (plan.type === 'returning')
          world.moderation?.shown(account, random.between(FOUND_AFTER_H.from, FOUND_AFTER_H.to) * HOUR_MS);
      }
    }
    arrived &&= sent.arrived;
    if (!arrived) break;
    if (pieces.length > 1) yield 900 + random.around(2500);
  }
  return arrived;
}

function slotsOf(o: Offender): Record<string, string> {
  const { random } = o.world;
  return { handle: `${random.pick(HANDLES)}${random.below(900) + 10}`, age: String(13 + random.below(4)) };
}

function* reply(o: Offender, account: Person, child: Person, act: ActName, response: Response): Scene {
  const { world } = o;
  const noText = o.plan.type === 'silent';
  const age = String(world.people.age[child]);
  const back = function* (said: ActName): Scene {
    yield* write(world, child, account, { act: said, slots: { age, handle: slotsOf(o).handle }, noText });
  };
  switch (response) {
    case 'ignore':
      return;
    case 'answer':
      return yield* back('answer');
    case 'comply':
      return yield* back(COMPLY[act] ?? 'say_ok');
    case 'why':
      return yield* back('say_why');
    case 'no':
      return yield* back('say_no');
    case 'stop':
      return yield* back('say_stop');
    case 'block':
      return yield* block(world, child, account);
    case 'report':
      yield* report(world, child, account, 'unwanted contact');
      yield 2000 + world.random.around(MINUTE_MS);
      return yield* block(world, child, account);
    default:
      return response satisfies never;
  }
}
