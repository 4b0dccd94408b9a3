/**
 * How a measure stands for the service, and why. Kith shows what is there; whether that is enough by the law, it does not say.
 *
 * A measure has several ways to be shown, and is as far as all of them together:
 *   shown           every way by data: counted here, or found in how Kith is set up
 *   attested        the same, but some of it rests on somebody's word
 *   partly          some of its ways, or some of them in part; or only by tests of Kith's own, which say what Kith does and
 *                   nothing of this service
 *   not             none
 *   not_applicable  it isn't asked of this service, by its answers
 *   open            whether it is hangs on a question that nobody has answered
 */
import type { MeasureState, MeasureWhy } from '@kith/contract';
import type { Applies } from './applies.ts';
import type { Shows } from './checks/index.ts';
import type { CountName } from './counts/index.ts';

/** How one way stands. */
export type WayStands =
  /** of a count: whether any came in the last year; one that may rightly be none says nothing while it is */
  | { way: 'counted'; any: boolean; mayBeNone: boolean }
  | { way: 'configured'; shows: Shows }
  | { way: 'tested' }
  /** whether somebody stands by it today */
  | { way: 'attested'; holds: boolean };

/**
 * What others bring about, so that none of it is no gap: nobody let go of a default, nothing matched, nobody complained. Kinds of
 * things that every service that runs has are not among them.
 */
const MAY_BE_NONE: readonly CountName[] = [
  ...(['weakened_seeSuggestions', 'weakened_beSuggested', 'weakened_appearInLists'] as const),
  ...(['weakened_showOwnList', 'weakened_directMessages', 'weakened_showLocation'] as const),
  ...(['media_matched', 'media_judged', 'links_matched', 'returns_stopped', 'content_removals'] as const),
  ...(['accounts_disabled', 'restorations', 'objections', 'appeals_decided', 'appeals_upheld'] as const),
  ...(['reports_opted_out', 'reports_unfounded', 'reports_acted_on', 'cases_waiting'] as const),
];
export const mayBeNone = (name: CountName): boolean => MAY_BE_NONE.includes(name);

/** What a way adds: null where it says nothing either way. */
type Adds = 'data' | 'word' | 'part' | 'nothing' | null;

function addsOf(stands: WayStands): Adds {
  switch (stands.way) {
    case 'counted':
      return stands.any ? 'data' : stands.mayBeNone ? null : 'nothing';
    case 'configured':
      return stands.shows === 'shown' ? 'data' : stands.shows === 'partly' ? 'part' : 'nothing';
    case 'attested':
      return stands.holds ? 'word' : 'nothing';
    case 'tested':
      return null;
    default:
      return stands satisfies never;
  }
}

/** Whether somebody has something to do about a way. */
export const isGap = (stands: WayStands): boolean => {
  const adds = addsOf(stands);
  return adds === 'nothing' || adds === 'part';
};

export interface Stands {
  state: MeasureState;
  why: MeasureWhy;
}

export function stateOf(applies: Applies, ways: readonly WayStands[]): Stands {
  if (applies === 'no') return { state: 'not_applicable', why: 'not_asked' };
  if (applies === 'open') return { state: 'open', why: 'unanswered' };
  const adds = ways.map(addsOf).filter((one) => one !== null);
  if (adds.length === 0) {
    const tested = ways.some(({ way }) => way === 'tested');
    return tested ? { state: 'partly', why: 'tests_alone' } : { state: 'not', why: 'nothing' };
  }
  if (adds.every((one) => one === 'nothing')) return { state: 'not', why: 'nothing' };
  if (adds.includes('nothing') || adds.includes('part')) return { state: 'partly', why: 'gaps' };
  return adds.includes('word') ? { state: 'attested', why: 'word' } : { state: 'shown', why: 'data' };
}

/** Gaps first; what nobody asks of the service last. */
const ORDER: readonly MeasureState[] = ['not', 'partly', 'open', 'attested', 'shown', 'not_applicable'];
export const placeOf = (state: MeasureState): number => ORDER.indexOf(state);
