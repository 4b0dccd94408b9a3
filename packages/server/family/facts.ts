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
import type { KnowledgeStore } from '../knowledge/index.ts';
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
/** Rows of one account on one day, direct or in a group, that are read: 1,400 accounts a day. */
const DAYS_MAX = 10_000;
/** Groups that are named; whoever is in more is in no touch with most of them. */
const GROUPS_MAX = 500;
/** Accounts that were kept away and are looked at again: more than that is an attack, and this many say so. */
const KEPT_AWAY_MAX = 1_000;
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
  const [connections, noted] = await Promise.all([
    store.connectionsOf(child, FRIENDS_MAX),
    notedOf(store, child, now_ms, since_ms),
  ]);
  const connected = new Set(connections);
  const { account, groups, keptAway } = await store.ask((k) => ({
    account: k.account(child),
    groups: groupsIn(k, noted.groups),
    keptAway: noted.keptAway.filter(({ other }) => !connected.has(other) && !isLetIn(k, child, other)),
  }));
  const since = new Map(noted.friends.filter(({ other }) => connected.has(other)).map((row) => [row.other, row.day]));
  const newest = connections.filter((other) => since.has(other));
  const how = await howKnown(store, child, newest.slice(0, NEW_FRIENDS_MAX), new Set(groups.flatMap((g) => g.members)));
  return {
    child: account,
    friends: connections.map((friend) => {
      const day = since.get(friend);
      return { account: friend, since: day === undefined ? null : dated(day), how: how.get(friend) ?? [] };
    }),
    contacts: contactsIn(noted.days, connected),
    groups,
    warnings: noted.warnings.map(({ kind, day }) => ({ kind, day: dated(day) })),
    strangersKeptAway: keptAway.length,
  };
}

type Noted = Awaited<ReturnType<typeof notedOf>>;

/** What was noted of the child's events. Rows of a day that is not over may come while they are read. */
async function notedOf({ records: { kysely } }: KnowledgeStore, child: string, now_ms: number, since_ms: number) {
  const today = Math.floor(now_ms / DAY_MS);
  const first = Math.max(today - FAMILY_DAYS + 1, Math.floor(since_ms / DAY_MS));
  const [days, friends, groups, warnings, keptAway] = await Promise.all([
    kysely
      .selectFrom('family_day')
      .select(['day', 'other', 'grouped'])
      .where('child', '=', child)
      .where('day', '>=', first)
      .where('day', '<=', today)
      .orderBy('day', 'desc')
      .limit(DAYS_MAX)
      .execute(),
    kysely
      .selectFrom('family_friend')
      .select(['day', 'other'])
      .where('child', '=', child)
      .where('day', '>=', first)
      .limit(FRIENDS_MAX)
      .execute(),
    kysely.selectFrom('family_group').select('conversation').where('child', '=', child).limit(GROUPS_MAX).execute(),
    kysely
      .selectFrom('family_warning')
      .select(['day', 'kind'])
      .where('child', '=', child)
      .where('day', '>=', first)
      .where('day', '<=', today)
      .orderBy('day', 'desc')
      .orderBy('kind')
      .execute(),
    kysely
      .selectFrom('family_kept_away')
      .select('other')
      .distinct()
      .where('child', '=', child)
      .where('day', '>=', first)
      .where('day', '<=', today)
      .limit(KEPT_AWAY_MAX)
      .execute(),
  ]);
  return { days, friends, groups, warnings, keptAway };
}

/** The child has let them in since: said yes to their message, and not blocked them. */
function isLetIn(k: Knowledge, child: string, other: string): boolean {
  const { answer, blocking } = k.contact(child, other);
  return answer === 'accepted' && !blocking;
}

function groupsIn(k: Knowledge, rows: Noted['groups']): FamilyFacts['groups'] {
  const groups = rows.map(({ conversation: group }) => {
    const { members: size, lastAt } = k.conversation(group);
    return { group, size, lastAt, members: k.members(group) };
  });
  groups.sort((a, b) => b.lastAt - a.lastAt || (a.group < b.group ? -1 : 1));
  return groups.map(({ group, size, members }) => ({ group, size, members }));
}

/** How the child may know each of these. Not all at one look: events wait while one store looks. */
async function howKnown(
  store: KnowledgeStore,
  child: string,
  friends: readonly string[],
  inGroups: ReadonlySet<string>,
): Promise<Map<string, HowKnown[]>> {
  const known = new Map<string, HowKnown[]>();
  for (let i = 0; i < friends.length; i += NEW_FRIENDS_A_LOOK) {
    if (i > 0) await setImmediate();
    const some = friends.slice(i, i + NEW_FRIENDS_A_LOOK);
    const how = await store.ask((k) => some.map((friend) => howOf(k, child, friend, inGroups.has(friend))));
    for (const [n, friend] of some.entries()) known.set(friend, how[n] ?? []);
  }
  return known;
}

function howOf(k: Knowledge, child: string, friend: string, inGroup: boolean): HowKnown[] {
  const how: HowKnown[] = [];
  // both are asked whatever the first says, so that one look of the database has all of it
  const mutual = k.mutualConnections(child, friend, 1) > 0;
  // what is on the friend's own device says nothing of the child
  const { inContacts } = k.contact(friend, child);
  if (mutual) how.push('mutual_friends');
  if (inContacts) how.push('device_contacts');
  if (inGroup) how.push('shared_group');
  return how;
}

/** One contact an account, with the days in the order of the rows: the newest first. */
function contactsIn(rows: Noted['days'], connected: ReadonlySet<string>): FamilyFacts['contacts'] {
  const contacts = new Map<string, { account: string; friend: boolean; direct: string[]; group: string[] }>();
  for (const { day, other, grouped } of rows) {
    let contact = contacts.get(other);
    if (contact === undefined) {
      contact = { account: other, friend: connected.has(other), direct: [], group: [] };
      contacts.set(other, contact);
    }
    (grouped === 1 ? contact.group : contact.direct).push(dated(day));
  }
  return [...contacts.values()];
}
