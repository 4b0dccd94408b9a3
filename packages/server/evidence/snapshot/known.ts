/** What is known of the accounts: each, and what they did towards each other. */
import { SNAPSHOT_MAX, type Snapshot } from '@kith/contract';
import { isConnected, type Seconds } from '@kith/engine';
import type { KnowledgeStore } from '../../knowledge/index.ts';
import { viewAccount, viewContact } from '../../questions/index.ts';

/** Accounts or contacts that are asked for at once: a question may be asked several times over. */
const ASKED_AT_ONCE = 50;

type Store = Pick<KnowledgeStore, 'ask' | 'contactsOf'>;
const iso = (at: Seconds): string => new Date(at * 1000).toISOString();
const isoOrNull = (at: Seconds): string | null => (at === 0 ? null : iso(at));

async function inTurns<T, R>(all: readonly T[], some: (part: readonly T[]) => Promise<readonly R[]>): Promise<R[]> {
  const found: R[] = [];
  for (let from = 0; from < all.length; from += ASKED_AT_ONCE) {
    found.push(...(await some(all.slice(from, from + ASKED_AT_ONCE))));
  }
  return found;
}

/** Hashes stay where they are: of what an account can be recognised by only kinds and times are given. */
export const knownOf = (store: Store, accounts: readonly string[], now_s: Seconds): Promise<Snapshot['accounts']> =>
  inTurns(accounts, (part) =>
    store.ask((k) =>
      part.map((account) => ({
        account,
        known: viewAccount(k, account, now_s),
        identifiers: k.identifiers(account).map(({ kind, firstAt, lastAt }) => ({
          ...{ kind, firstAt: iso(firstAt), lastAt: iso(lastAt) },
        })),
        links: k.account(account).linked
          ? k.links(account).links.map(({ other, points, byDevice, state, at }) => ({
              ...{ other, points, byDevice, state, at: iso(at) },
            }))
          : [],
      })),
    ),
  );

/** Both directions between an account and each of the others. */
export const contactsBetween = (
  store: Store,
  account: string,
  others: readonly string[],
): Promise<Snapshot['contacts']> =>
  inTurns(others, (part) =>
    store.ask((k) =>
      part
        .flatMap((other) => [viewContact(k, account, other), viewContact(k, other, account)])
        .filter((view) => view !== null),
    ),
  );

/** Everybody else whom it has turned to, the last first. */
export async function otherContacts(
  store: Store,
  account: string,
  others: ReadonlySet<string>,
): Promise<{ contacts: Snapshot['otherContacts']; cut: boolean }> {
  const all = await store.contactsOf(account, SNAPSHOT_MAX.contacts + 1);
  const rest = all
    .slice(0, SNAPSHOT_MAX.contacts)
    .filter(({ other }) => other !== account && !others.has(other))
    .toSorted((a, b) => b.lastAt - a.lastAt || (a.other < b.other ? -1 : 1));
  const contacts = await inTurns(rest, (part) =>
    store.ask((k) =>
      part.map((contact) => ({
        ...{ other: contact.other, firstAt: isoOrNull(contact.firstAt), lastAt: isoOrNull(contact.lastAt) },
        ...{ messages: contact.messages, connected: isConnected(contact, k.contact(contact.other, account)) },
      })),
    ),
  );
  return { contacts, cut: all.length > SNAPSHOT_MAX.contacts };
}
