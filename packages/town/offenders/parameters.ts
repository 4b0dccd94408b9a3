/**
 * How each offender goes about it. The ranges of the two splits don't overlap: a held-out offender is faster or slower,
 * and writes to fewer or more children, than any that was learnt from.
 */
import { type EvasionFamily, evasionFamilies } from '../noise/evasions.ts';
import type { Split } from '../options.ts';
import type { Chance } from '../random.ts';
import type { OffenderType } from './types.ts';

export interface Parameters {
  /** from a child's first contact until harm is tried in earnest, hours (0.3 to 82: 18 minutes to 82 hours) */
  pace_h: number;
  /** how many children are written to at most in a day */
  newTargetsPerDay: number;
  /** how many at the same time */
  targetsAtOnce: number;
  /** how many in all */
  targetsMax: number;
  /** lines in a row without an answer before a child is given up */
  patience: number;
  /** share of lines that are ordinary talk */
  smallTalk: number;
  /** minds being noticed, 0 to 1: what is risky waits for trust */
  caution: number;
  /** says to be a teen, on the profile and in words */
  falseAge: boolean;
  evasion: EvasionFamily | null;
  /** share of the risky lines that are spelt around filters */
  evasionShare: number;
}

type Range = readonly [from: number, to: number];
/** Tuning worlds have those of training: what is new in them is how people write. */
type Ranges = Record<Exclude<Split, 'tuning'>, Range[]>;
/** Alternating stretches: training has some, the held-out split has those between and beyond. */
const RANGES: Readonly<Record<'fast' | 'middling' | 'slow' | 'few' | 'many' | 'patience' | 'talk', Ranges>> = {
  fast: {
    training: [
      [0.5, 1.2],
      [2, 3],
    ],
    heldOut: [
      [0.3, 0.5],
      [1.2, 2],
    ],
  },
  middling: {
    training: [
      [4, 8],
      [14, 20],
    ],
    heldOut: [
      [3, 4],
      [8, 14],
    ],
  },
  slow: {
    training: [
      [24, 36],
      [48, 60],
    ],
    heldOut: [
      [36, 48],
      [60, 78],
    ],
  },
  few: { training: [[2, 3]], heldOut: [[1, 1.99]] },
  many: {
    training: [
      [4, 6],
      [9, 12],
    ],
    heldOut: [
      [6.01, 8.99],
      [12.01, 18],
    ],
  },
  patience: {
    training: [[3, 4]],
    heldOut: [
      [2, 2.99],
      [4.01, 5],
    ],
  },
  talk: {
    training: [[0.55, 0.75]],
    heldOut: [
      [0.45, 0.55],
      [0.75, 0.88],
    ],
  },
};

const within = (ranges: readonly Range[], random: Chance): number => {
  const [from, to] = random.pick(ranges);
  return random.between(from, to);
};

export function parametersOf(type: OffenderType, split: Split, random: Chance): Parameters {
  const from = (name: keyof typeof RANGES) => within(RANGES[name][split === 'heldOut' ? split : 'training'], random);
  const usual: Parameters = {
    pace_h: from(random.pick(['fast', 'middling', 'middling', 'slow'])),
    newTargetsPerDay: from('few'),
    targetsAtOnce: 2 + random.below(2),
    targetsMax: 2 + random.below(6),
    patience: from('patience'),
    smallTalk: from('talk'),
    caution: random.between(0.3, 0.7),
    falseAge: random.is(0.25),
    evasion: null,
    evasionShare: 0,
  };
  switch (type) {
    case 'fast':
      return { ...usual, pace_h: from('fast'), newTargetsPerDay: from('many'), targetsAtOnce: 4, caution: 0.1 };
    case 'slow':
      return { ...usual, pace_h: from('slow'), caution: random.between(0.6, 0.9) };
    case 'falseAge':
      return { ...usual, falseAge: true };
    case 'wide':
      return { ...usual, newTargetsPerDay: from('many'), targetsAtOnce: 10, targetsMax: 30, caution: 0.2 };
    case 'oneTarget':
      return { ...usual, newTargetsPerDay: 1, targetsAtOnce: 1, targetsMax: 1, patience: from('patience') * 3 };
    case 'silent':
      return { ...usual, newTargetsPerDay: from('few') + 1, targetsAtOnce: 4 };
    case 'quiet':
      return { ...usual, pace_h: from('slow'), newTargetsPerDay: 1, targetsAtOnce: 1, targetsMax: 3, caution: 0.9 };
    case 'evasive':
      return { ...usual, evasion: random.pick(evasionFamilies(split)), evasionShare: random.between(0.6, 0.95) };
    case 'returning':
      return { ...usual, newTargetsPerDay: from('many'), targetsAtOnce: 4, targetsMax: 20, caution: 0.2 };
    case 'mentor':
      return { ...usual, pace_h: from('slow'), targetsAtOnce: 3, caution: 0.6, smallTalk: from('talk') };
    case 'giver':
      return { ...usual, newTargetsPerDay: from('many'), targetsAtOnce: 5, caution: 0.4 };
    default:
      return type satisfies never;
  }
}

/** For the test that the two splits have nothing in common. */
export const ranges: Readonly<Record<string, Ranges>> = RANGES;
