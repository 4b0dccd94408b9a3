/**
 * Whom a child is in touch with, as families see it: ids, days, and nothing that anybody said. It takes the same few look-ups
 * for two friends and for two thousand: rows of what was noted, all connections, and then everything that knowledge says of
 * the groups and of the new friends at once.
 */
import { setImmediate } from 'node:timers/promises';
import {
  FAMILY_DAYS,
  type FamilyContact,
  type FamilyFriend,
  type FamilyGroup,
  type FamilyPage,
  type HowKnown,
} from '@kith/contract';
import type { Account, Knowledge } from '@kith/engine';
import type { FamilyNoted, KnowledgeStore } from '../knowledge/index.ts';
import { DAY_MS } from './limits.ts';

type Nameless<T> = Omit<T, 'name'>;

export interface FamilyFacts {
  child: Account;
  /** who became a friend last comes first */
  friends: readonly Nameless<FamilyFriend>[];
  /** whom it was in touch with last comes first */
  contacts: readonly Nameless<FamilyContact>[];
  /** where something happened last comes first */
  groups: readonly (Omit<FamilyGroup, 'name' | 'members'> & { members: readonly string[] })[];
  warnings: NonNullable<FamilyPage['warnings']>;
  strangersKeptAway: number;
}

/** Friends that are named, the newest: platforms that have a limit have about this one. */
const FRIENDS_MAX = 5_000;
/** New friends of whom it is looked up how they may know each other, the newest: so many in a week are worth a talk by themselves. */
const NEW_FRIENDS_MAX = 500;
/** New friends that one look at knowledge is about: some 20 ms at most, while events wait. */
const NEW_FRIENDS_A_LOOK = 50;

export const dayOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10);
const dated = (day: number): string => dayOf(day * DAY_MS);

/**
 * @param now_ms milliseconds since 1970: what was noted is of the FAMILY_DAYS days until then, the day of it included
 * @param since_ms nothing is of a day before this one's: friends of before are old ones, and whoever was kept away is not counted
 */
export async function familyFacts(
  store: KnowledgeStore,
  child: string,
  now_ms: number,
  since_ms = 0,
): Promise<FamilyFacts> {
  const last = Math.floor(now_ms / DAY_MS);
  const first = Math.max(last - FAMILY_DAYS + 1, Math.floor(since_ms / DAY_MS));
  const [connections, noted] = await Promise.all([
    store.connectionsOf(child, FRIENDS_MAX),
    store.notedOf({ child, first, last }),
  ]);
  const connected = new Set(connections);
  const since = new Map(noted.friends.filter(({ other }) => connected.has(other)).map((row) => [row.other, row.day]));
  const fresh = connections.filter((other) => since.has(other)).slice(0, NEW_FRIENDS_MAX);
  // the first of them go with the rest: that is one look for most children
  const { account, groups, keptAway, known } = await store.ask((k) => ({
    account: k.account(child),
    groups: groupsIn(k, noted.groups),
    keptAway: noted.keptAway.filter((other) => !connected.has(other) && !isLetIn(k, child, other)),
    known: howKnown(k, child, fresh.slice(0, NEW_FRIENDS_A_LOOK)),
  }));
  const how = new Map(known);
  for (let i = NEW_FRIENDS_A_LOOK; i < fresh.length; i += NEW_FRIENDS_A_LOOK) {
    await setImmediate();
    const some = fresh.slice(i, i + NEW_FRIENDS_A_LOOK);
    for (const [friend, ways] of await store.ask((k) => howKnown(k, child, some))) how.set(friend, ways);
  }
  const inGroups = new Set(groups.flatMap(({ members }) => members));
  return {
    child: account,
    friends: connections.map((friend) => {
      const day = since.get(friend);
      if (day === undefined) return { account: friend, since: null, how: [] };
      const shared: HowKnown[] = how.has(friend) && inGroups.has(friend) ? ['shared_group'] : [];
      return { account: friend, since: dated(day), how: [...(how.get(friend) ?? []), ...shared] };
    }),
    contacts: contactsIn(noted.days, connected),
    groups,
    warnings: noted.warnings.map(({ kind, day }) => ({ kind, day: dated(day) })),
    strangersKeptAway: keptAway.length,
  };
}

/** The child has let them in since: said yes to their message, and not blocked them. */
function isLetIn(k: Knowledge, child: string, other: string): boolean {
  const { answer, blocking } = k.contact(child, other);
  return answer === 'accepted' && !blocking;
}

function groupsIn(k: Knowledge, ids: FamilyNoted['groups']): FamilyFacts['groups'] {
  const groups = ids.map((group) => {
    const { members: size, lastAt } = k.conversation(group);
    return { group, size, lastAt, members: k.members(group) };
  });
  groups.sort((a, b) => b.lastAt - a.lastAt || (a.group < b.group ? -1 : 1));
  return groups.map(({ group, size, members }) => ({ group, size, members }));
}

/** How the child may know each of these, but for the groups that both are in. */
const howKnown = (k: Knowledge, child: string, friends: readonly string[]): [string, HowKnown[]][] =>
  friends.map((friend) => {
    const how: HowKnown[] = [];
    // both are asked whatever the first says, so that one look of the database has all of it
    const mutual = k.mutualConnections(child, friend, 1) > 0;
    // what is on the friend's own device says nothing of the child
    const { inContacts } = k.contact(friend, child);
    if (mutual) how.push('mutual_friends');
    if (inContacts) how.push('device_contacts');
    return [friend, how];
  });

/** One contact an account, with the days in the order of the rows: the newest first. */
function contactsIn(rows: FamilyNoted['days'], connected: ReadonlySet<string>): FamilyFacts['contacts'] {
  const contacts = new Map<string, { account: string; friend: boolean; direct: string[]; group: string[] }>();
  const dates = new Map([...new Set(rows.map(({ day }) => day))].map((day) => [day, dated(day)]));
  for (const { day, other, grouped } of rows) {
    let contact = contacts.get(other);
    if (contact === undefined) {
      contact = { account: other, friend: connected.has(other), direct: [], group: [] };
      contacts.set(other, contact);
    }
    (grouped ? contact.group : contact.direct).push(dates.get(day) ?? dated(day));
  }
  return [...contacts.values()];
}
