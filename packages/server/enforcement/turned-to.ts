/** Whom somebody turned to who is disabled: whoever turns to the same children afterwards is compared with them. */
import { TURNED_TO_MAX } from '@kith/contract';
import { hasTurnedTo, isKnownChild } from '@kith/engine';
import type { KnowledgeStore } from '../knowledge/index.ts';

/** Contacts that are looked through: an account with more turned to so many that no child among them says who it is. */
const CONTACTS_MAX = 10_000;
/** Of these the last, whose ages are asked: children among them are found soon, where there are any. */
const LATEST_MAX = 1_000;

/** Known children, the last first. */
export async function turnedTo(
  store: Pick<KnowledgeStore, 'contactsOf' | 'ask'>,
  account: string,
): Promise<readonly string[]> {
  const contacts = (await store.contactsOf(account, CONTACTS_MAX)).filter(hasTurnedTo);
  const latest = contacts.sort((a, b) => b.lastAt - a.lastAt || (a.other < b.other ? -1 : 1)).slice(0, LATEST_MAX);
  const children = await store.ask((k) => latest.filter(({ other }) => isKnownChild(k.account(other))));
  return children.slice(0, TURNED_TO_MAX).map(({ other }) => other);
}
