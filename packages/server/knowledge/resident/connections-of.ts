/** All connections of one account, from the two lists of contacts that were accepted between it and others. */
import { ACCEPTED_LISTED } from '../store.ts';
import { NOBODY } from './finding.ts';
import type { ResidentKnowledge } from './knowledge.ts';
import { CONTACT } from './rows.ts';
import type { List, ResidentState } from './state.ts';

interface Listed {
  contact: number;
  /** the account at its other end */
  other: number;
  /** rises with every contact that is accepted for the first time */
  order: number;
}

/** One of an account's lists, the newest first. */
function* listed(state: ResidentState, list: List, account: number, end: number): Generator<Listed, undefined> {
  let contact = state.newest(list, account);
  for (let looked = 0; contact !== NOBODY && looked < ACCEPTED_LISTED; looked++) {
    const { contacts } = state;
    yield { contact, other: contacts.get(contact, end), order: contacts.get(contact, CONTACT.acceptedOrder) };
    contact = state.older(list, contact);
  }
}

/** See KnowledgeStore. An account that both sides accepted stands in both lists, and counts where it is newer. */
export function connectionsOf(
  state: ResidentState,
  knowledge: ResidentKnowledge,
  account: string,
  most: number,
): readonly string[] {
  const slot = state.account(account);
  if (slot === NOBODY) return [];
  const found: string[] = [];
  const looked = new Set<number>();
  const lists = [
    listed(state, 'acceptedTo', slot, CONTACT.other),
    listed(state, 'acceptedFrom', slot, CONTACT.actor),
  ] as const;
  let [to, from] = [lists[0].next().value, lists[1].next().value];
  while (found.length < most && (to ?? from) !== undefined) {
    const takesTo = from === undefined || (to !== undefined && to.order > from.order);
    const one = takesTo ? to : from;
    if (one === undefined) break;
    if (!looked.has(one.other) && knowledge.connects(one.contact)) found.push(state.accountId(one.other));
    looked.add(one.other);
    if (takesTo) to = lists[0].next().value;
    else from = lists[1].next().value;
  }
  return found;
}
