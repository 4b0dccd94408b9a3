/**
 * The questions that are no events: may this account be suggested to that one, seen in a list, seen on a map
 * (measure F1, 1 to 4 and 6; grade M: to be checked against the official text). Each is the account's own setting,
 * on for every child unless it was weakened.
 */
import type { DecidedReason } from '../decided.ts';
import {
  type Account,
  isChildWhenContacted,
  isConnected,
  isOut,
  type Knowledge,
  settingOf,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { isEitherBlockedByLink } from './other-accounts.ts';

/** null: it may; else why not. */
export type Refusal = DecidedReason | null;

const gone = (a: Account): Refusal => (isOut(a) ? { code: 'account_gone' } : null);

/** As for messages: where one of the two is a child, a block holds for the other accounts of the same person, too. */
function blockedEitherWay(k: Knowledge, a: Account, b: Account, { policy }: CompiledPolicy): Refusal {
  const [out, back] = [k.contact(a.id, b.id), k.contact(b.id, a.id)];
  if (out.blocking || back.blocking) return { code: 'blocked', measure: 'J1' };
  if (!isChildWhenContacted(a) && !isChildWhenContacted(b)) return null;
  const { accountsMax } = policy.returning.blocks;
  return isEitherBlockedByLink(k, a, b, isConnected(out, back), accountsMax)
    ? { code: 'blocked_other_account', measure: 'J1' }
    : null;
}

export function maySuggest(k: Knowledge, viewer: Account, candidate: Account, policy: CompiledPolicy): Refusal {
  if (!settingOf(viewer, 'seeSuggestions')) return { code: 'no_suggestions', measure: 'F1.1' };
  if (!settingOf(candidate, 'beSuggested')) return { code: 'not_suggested', measure: 'F1.2' };
  return gone(candidate) ?? blockedEitherWay(k, viewer, candidate, policy);
}

/** The owner sees its own list whole; a candidate sees itself in anybody's. */
export function maySeeInList(
  k: Knowledge,
  viewer: Account,
  owner: Account,
  candidate: Account,
  policy: CompiledPolicy,
): Refusal {
  if (viewer.id === owner.id) return null;
  if (!settingOf(owner, 'showOwnList')) return { code: 'list_hidden', measure: 'F1.4' };
  if (viewer.id === candidate.id) return null;
  if (!settingOf(candidate, 'appearInLists')) return { code: 'hidden_in_lists', measure: 'F1.3' };
  return blockedEitherWay(k, viewer, candidate, policy);
}

export function maySeeLocation(k: Knowledge, viewer: Account, candidate: Account, policy: CompiledPolicy): Refusal {
  if (viewer.id === candidate.id) return null;
  if (!settingOf(candidate, 'showLocation')) return { code: 'location_hidden', measure: 'F1.6' };
  return gone(candidate) ?? blockedEitherWay(k, viewer, candidate, policy);
}
