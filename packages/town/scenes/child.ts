/** How a child takes what somebody it hardly knows writes: most ignore much, some answer, some end it. */
import type { ActName } from '../acts/acts.ts';
import type { Person } from '../people/people.ts';
import type { World } from '../world.ts';

/** ignore; answer as in any talk; do what is asked; ask why; say no; put an end to it in words, by blocking, by reporting */
export type Response = 'ignore' | 'answer' | 'comply' | 'why' | 'no' | 'stop' | 'block' | 'report';

/** How odd an act is in a child's eyes, 0 to 1. */
export const ODDNESS: Readonly<Partial<Record<ActName, number>>> = {
  ask_age: 0.12,
  ask_personal: 0.3,
  flatter: 0.22,
  ask_supervision: 0.35,
  ask_secrecy: 0.55,
  ask_to_move: 0.35,
  ask_for_media: 0.6,
  test_compliance: 0.4,
  offer_gift: 0.2,
  ask_to_meet: 0.75,
  press: 0.6,
};

/** `trust` of this child in whoever writes, 0 to 1. */
export function respond(world: World, child: Person, act: ActName, trust: number, risky: boolean): Response {
  const wary = world.people.wary[child] / 100;
  const odd = risky ? (ODDNESS[act] ?? 0.3) : 0;
  const alarm = odd * (0.4 + wary) * (1.3 - trust);
  if (!risky) {
    return world.random.weighted<Response>({
      answer: 0.25 + 0.5 * (1 - wary) + 0.6 * trust,
      ignore: 0.15 + 0.75 * wary * (1 - trust),
      block: 0.03 * wary * (1 - trust),
      report: 0.008 * wary * (1 - trust),
    });
  }
  return world.random.weighted<Response>({
    comply: (1 - alarm) * (0.25 + trust) * (1 - 0.6 * odd),
    answer: 0.3 * (1 - alarm),
    ignore: 0.3 + 0.3 * alarm,
    why: 0.25 * alarm + 0.05,
    no: 0.45 * alarm,
    stop: 0.2 * alarm * wary,
    block: 0.35 * alarm * alarm,
    report: 0.14 * alarm * alarm,
  });
}

/** What complying sounds like, by what was asked. */
export const COMPLY: Readonly<Partial<Record<ActName, ActName>>> = {
  ask_age: 'say_age',
  ask_personal: 'say_place',
  flatter: 'thanks',
  ask_supervision: 'say_alone',
  ask_to_move: 'say_handle',
  offer_gift: 'thanks',
};
