/**
 * The questions that are no events: may this account be suggested to that one, seen in a list, seen on a map
 * (measure F1, 1 to 4 and 6; grade M: to be checked against the official text). Each is the account's own setting,
 * on for every child unless it was weakened.
 */
import type { DecidedReason } from '../decided.ts';
import { type Account, isOut, type Knowledge, settingOf } from '../knowledge/index.ts';

/** null: it may; else why not. */
export type Refusal = DecidedReason | null;

const gone = (a: Account): Refusal => (isOut(a) ? { code: 'account_gone' } : null);

function blockedEitherWay(k: Knowledge, a: string, b: string): Refusal {
  return k.contact(a, b).blocking || k.contact(b, a).blocking ? { code: 'blocked', measure: 'J1' } : null;
}

export function maySuggest(k: Knowledge, viewer: Account, candidate: Account): Refusal {
  if (!settingOf(viewer, 'seeSuggestions')) return { code: 'no_suggestions', measure: 'F1.1' };
  if (!settingOf(candidate, 'beSuggested')) return { code: 'not_suggested', measure: 'F1.2' };
  return gone(candidate) ?? blockedEitherWay(k, viewer.id, candidate.id);
}

/** The owner sees its own list whole; a candidate sees itself in anybody's. */
export function maySeeInList(k: Knowledge, viewer: Account, owner: Account, candidate: Account): Refusal {
  if (viewer.id === owner.id) return null;
  if (!settingOf(owner, 'showOwnList')) return { code: 'list_hidden', measure: 'F1.4' };
  if (viewer.id === candidate.id) return null;
  if (!settingOf(candidate, 'appearInLists')) return { code: 'hidden_in_lists', measure: 'F1.3' };
  return blockedEitherWay(k, viewer.id, candidate.id);
}

export function maySeeLocation(k: Knowledge, viewer: Account, candidate: Account): Refusal {
  if (viewer.id === candidate.id) return null;
  if (!settingOf(candidate, 'showLocation')) return { code: 'location_hidden', measure: 'F1.6' };
  return gone(candidate) ?? blockedEitherWay(k, viewer.id, candidate.id);
}
