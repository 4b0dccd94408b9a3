/**
 * How people of the town come by their devices and addresses, and how those come back who were barred. The held-out split has
 * other ranges than those that weights were set on: more or fewer children turned to again, sooner or later, other homes.
 */
import type { Split } from '../options.ts';
import type { Chance } from '../random.ts';

/** What somebody who comes back keeps; e-mail address and network are always others. */
export type Keeps = 'device' | 'targets' | 'both';

type Range = readonly [from: number, to: number];
interface Ranges {
  /** share of homes with a device that several use, and of their members who sign up on it though they have their own */
  sharedDevice: Range;
  onShared: Range;
  /** share of grown-ups who ask children that they don't know, such as those who play games */
  openAdults: Range;
  /** share of children among those whom an ordinary child asks that it doesn't know */
  openChildren: Range;
  /** children whom an offender turned to before it was barred */
  targets: readonly Range[];
  /** how likely each next contact of one who kept the targets is one of them */
  again: readonly Range[];
  /** hours after they were barred */
  backAfter_h: readonly Range[];
  /** share of those who kept a device who have a new one beside it */
  newBeside: Range;
  /** share of offenders who say to be teens */
  falseAge: Range;
  keeps: Readonly<Record<Keeps, number>>;
}

const LEARNED: Ranges = {
  sharedDevice: [0.45, 0.6],
  onShared: [0.2, 0.35],
  openAdults: [0.03, 0.06],
  openChildren: [0.1, 0.2],
  targets: [[4, 7]],
  again: [[0.6, 0.8]],
  backAfter_h: [[2, 48]],
  newBeside: [0.1, 0.2],
  falseAge: [0.15, 0.25],
  keeps: { device: 3, targets: 3, both: 3 },
};

/** Nobody knows how people come back: weights and thresholds are chosen where that differs widely from one to the next. */
const TUNED: Ranges = {
  sharedDevice: [0.35, 0.6],
  onShared: [0.2, 0.45],
  openAdults: [0.03, 0.08],
  openChildren: [0.1, 0.25],
  targets: [[2, 10]],
  again: [[0.5, 0.9]],
  backAfter_h: [[2, 288]],
  newBeside: [0.1, 0.25],
  falseAge: [0.15, 0.3],
  keeps: { device: 1, targets: 1, both: 1 },
};

const HELD_OUT: Ranges = {
  sharedDevice: [0.3, 0.45],
  onShared: [0.35, 0.5],
  openAdults: [0.06, 0.09],
  openChildren: [0.2, 0.3],
  targets: [
    [2, 3],
    [8, 14],
  ],
  again: [
    [0.5, 0.6],
    [0.8, 0.95],
  ],
  backAfter_h: [
    [0.2, 2],
    [48, 300],
  ],
  newBeside: [0.15, 0.3],
  falseAge: [0.25, 0.35],
  keeps: { device: 4, targets: 4, both: 2 },
};

const RANGES: Readonly<Record<Split, Ranges>> = { training: LEARNED, tuning: TUNED, heldOut: HELD_OUT };

export const rangesOf = (split: Split): Ranges => RANGES[split];

export const within = (ranges: readonly Range[], random: Chance): number => {
  const [from, to] = random.pick(ranges);
  return random.between(from, to);
};
