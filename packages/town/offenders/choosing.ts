/**
 * What an offender does next towards a child. Not stages: everything is open all the time, and weighed by what it gains,
 * what trust it takes, and what it risks. That is what makes conduct look like O'Connell's and Lorenzo-Dus's nets.
 */
import type { ActName, OffendingAct } from '../acts/acts.ts';
import { mixes } from '../acts/mixes.ts';
import type { Chance } from '../random.ts';
import type { HarmAct } from '../truth/truth.ts';
import type { Parameters } from './parameters.ts';

interface Worth {
  /** what the act brings nearer to the goal, 0 to 1 */
  gain: number;
  /** trust that it takes to be tried by somebody who is cautious, 0 to 1 */
  needs: number;
}
const WORTH: Readonly<Record<OffendingAct, Worth>> = {
  ask_age: { gain: 0.7, needs: 0 },
  ask_personal: { gain: 0.8, needs: 0.1 },
  flatter: { gain: 0.9, needs: 0.05 },
  ask_supervision: { gain: 0.7, needs: 0.25 },
  ask_secrecy: { gain: 0.7, needs: 0.4 },
  test_compliance: { gain: 0.5, needs: 0.3 },
  offer_gift: { gain: 0.5, needs: 0.2 },
  press: { gain: 0.6, needs: 0.3 },
  ask_to_move: { gain: 2.2, needs: 0.3 },
  ask_for_media: { gain: 2, needs: 0.45 },
  ask_to_meet: { gain: 1.4, needs: 0.55 },
};
const acts = Object.keys(WORTH) as OffendingAct[]; // Object.keys forgets the keys' type

export const isHarm = (act: ActName): act is HarmAct =>
  act === 'ask_to_move' || act === 'ask_for_media' || act === 'ask_to_meet';

/** Where things stand with one child. */
export interface Standing {
  /** 0 to 1 */
  trust: number;
  /** share of the pace that is over: harm is tried from 1 on */
  due: number;
  /** what was asked already, and how often */
  asked: ReadonlyMap<ActName, number>;
  /** harm was tried */
  harmed: boolean;
  /** the last risky thing was turned down */
  refused: boolean;
}

export function nextAct(p: Parameters, s: Standing, random: Chance): ActName {
  // whoever has waited long enough has less small talk to make
  if (random.is(s.due >= 1 ? p.smallTalk * 0.7 : p.smallTalk)) return mixes.grooming.draw(random);
  const weights: Partial<Record<OffendingAct, number>> = { ask_age: 0.01 };
  for (const act of acts) {
    if (isHarm(act) && s.due < 1) continue;
    const { gain, needs } = WORTH[act];
    // seven times as likely for each tenth of trust beyond what is needed, where one is cautious
    const fit = 1 / (1 + Math.exp(-20 * p.caution * (s.trust - needs)));
    const again = s.asked.get(act) ?? 0;
    const stale = act === 'flatter' || act === 'press' ? 1 / (1 + again / 3) : 1 / (1 + again * again);
    // by now the first of them is what it is all about
    const first = isHarm(act) && !s.harmed ? 2 : 1;
    weights[act] = first * gain * fit * stale * (act === 'press' ? (s.refused ? 2.5 : 0.05) : 1);
  }
  return random.weighted(weights);
}
