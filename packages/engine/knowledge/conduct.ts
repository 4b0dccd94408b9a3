/**
 * What an account's events add up to, as far as it bears on children's safety: counts that fade, bounded whatever the
 * account does. Kept only of accounts that turned to a child, and written only by their own events.
 * Every number is a 32-bit float or a 32-bit whole number, so that both stores give back exactly what was written.
 */
import type { Risk } from '@kith/contract';
import type { Seconds } from './account.ts';
import { faded } from './decay.ts';
import { type EvidenceSums, fadeSums, NO_EVIDENCE } from './evidence-sums.ts';

/** Days of which first contacts with children are counted exactly: the longest window that a rule can ask for is 30. */
export const CHILD_DAYS = 32;
/** How many openers are remembered, to see whether the next says nearly the same. */
export const OPENERS_REMEMBERED = 4;
/** The counts of a conduct lose half in this time. */
export const COUNT_HALF_LIFE: Seconds = 15 * 86_400;
const DAY: Seconds = 86_400;

/** The counts that fade, each by one for each new child, or as it says. */
export interface Counts {
  /** accounts first turned to, of any age */
  contacted: number;
  /** of these, children */
  children: number;
  /** children without a connection, a connection in common or a place in the child's device contacts */
  cold: number;
  /** the same, each counted by the square of how sure it is that an adult turned to a child there */
  aimed: number;
  /** children with nothing in common whom it kept writing to, counted likewise */
  kept: number;
  /** children who were seen to answer */
  answered: number;
  /** openers to children that were nearly the same as one of the last */
  sameOpener: number;
  /** children who were asked to go elsewhere within the first messages */
  handOffs: number;
  /** of the cold ones, children who don't live where the account does, nor does any of their connections */
  far: number;
  /** children towards whom there was evidence of any kind, each counted by the share of it that counts */
  approached: number;
  /** children towards whom there was evidence of several kinds, counted likewise */
  pursued: number;
  /** children who were turned to and whose platform withheld the message */
  withheld: number;
  /** messages to children in groups with evidence in them */
  inGroups: number;
}
export const countNames = [
  'contacted',
  'children',
  'cold',
  'aimed',
  'kept',
  'answered',
  'sameOpener',
  'handOffs',
  'far',
  'approached',
  'pursued',
  'withheld',
  'inGroups',
] as const satisfies readonly (keyof Counts)[];

export interface Conduct extends Counts {
  readonly account: string;
  /** when the counts were last brought up to date; 0 where there is nothing */
  at: Seconds;
  /** the day (days since 1970) of the first of `childrenByDay` */
  day: number;
  /** children first turned to, a number a day, the newest first, each at most 255 */
  childrenByDay: Uint8Array;
  /** evidence towards all children, by code */
  evidence: EvidenceSums;
  /** children towards whom there was evidence of each code, in the order of evidenceCodes */
  childrenByCode: EvidenceSums;
  /** the most kinds of evidence towards one child */
  breadth: number;
  /** how much the policy's rules that fired weigh together, log-odds */
  ruled: number;
  /** sketches of the last openers to children, the newest first; 0 for none */
  openers: readonly number[];
  /** what the account's own risk was when it last changed, and what was told of it */
  level: Risk;
}

const COUNT_HALF_LIVES: readonly Seconds[] = Array.from(NO_EVIDENCE, () => COUNT_HALF_LIFE);
const NO_CHILDREN = new Uint8Array(CHILD_DAYS);
const NO_OPENERS: readonly number[] = Object.freeze(new Array<number>(OPENERS_REMEMBERED).fill(0));

export function blankConduct(account: string): Conduct {
  return {
    account,
    at: 0,
    contacted: 0,
    children: 0,
    cold: 0,
    aimed: 0,
    kept: 0,
    answered: 0,
    sameOpener: 0,
    handOffs: 0,
    far: 0,
    approached: 0,
    pursued: 0,
    withheld: 0,
    inGroups: 0,
    day: 0,
    childrenByDay: NO_CHILDREN,
    evidence: NO_EVIDENCE,
    childrenByCode: NO_EVIDENCE,
    breadth: 0,
    ruled: 0,
    openers: NO_OPENERS,
    level: 'none',
  };
}

export const isBlankConduct = (c: Conduct): boolean => c.at === 0;

/** Brings what fades, and the days, up to a time. A time before the last leaves them as they are. */
export function bringUpTo(c: Conduct, at: Seconds, halfLives: readonly Seconds[]): void {
  if (c.at > 0 && at > c.at) {
    const elapsed = at - c.at;
    for (const name of countNames) c[name] = faded(c[name], elapsed, COUNT_HALF_LIFE);
    c.breadth = faded(c.breadth, elapsed, COUNT_HALF_LIFE);
    c.ruled = faded(c.ruled, elapsed, COUNT_HALF_LIFE);
    c.evidence = fadeSums(c.evidence, elapsed, halfLives);
    c.childrenByCode = fadeSums(c.childrenByCode, elapsed, COUNT_HALF_LIVES);
  }
  c.at = Math.max(c.at, at);
  const today = Math.floor(c.at / DAY);
  if (today > c.day) {
    const days = new Uint8Array(CHILD_DAYS);
    const moved = today - c.day;
    if (moved < CHILD_DAYS) days.set(c.childrenByDay.subarray(0, CHILD_DAYS - moved), moved);
    c.childrenByDay = days;
    c.day = today;
  }
}

/** Counts one more child first turned to, at a time that bringUpTo was given; on its own day where it is told late. */
export function countChild(c: Conduct, at: Seconds): void {
  const place = c.day - Math.floor(at / DAY);
  if (place >= CHILD_DAYS) return;
  const days = c.childrenByDay.slice();
  days[place] = Math.min(255, (days[place] ?? 0) + 1);
  c.childrenByDay = days;
}

/** Counts one more, or a share of one, at a time that bringUpTo was given. What is told late has faded since, as if it had been told in time. */
export function countOne(c: Conduct, name: keyof Counts, at: Seconds, share = 1): void {
  c[name] = Math.fround(c[name] + faded(share, c.at - at, COUNT_HALF_LIFE));
}

/** Children first turned to in the last so many days, today included. */
export function childrenWithin(c: Conduct, days: number, at: Seconds): number {
  const late = Math.max(0, Math.floor(at / DAY) - c.day);
  let sum = 0;
  for (let i = 0; i < days - late && i < CHILD_DAYS; i++) sum += c.childrenByDay[i] ?? 0;
  return sum;
}
