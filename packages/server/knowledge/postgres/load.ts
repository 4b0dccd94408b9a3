/** Fills a working set with what was asked for, a query for each kind of thing, sent without waiting for each other. */
import { blankAccount, blankApproach, blankConduct, blankContact, blankConversation, type Contact } from '@kith/engine';
import type { ClientBase } from 'pg';
import { type MutualQuestion, mutualKey, type PlaceQuestion, pairKey, placeKey } from '../asked.ts';
import type { Connections } from '../connections.ts';
import type { WorkingSet } from '../working-set.ts';
import { numberArray, textArray } from './arrays.ts';
import { type Cells, placeOf, readAccount, readContact, readConversation } from './columns.ts';
import { loadKnown, loadSharing } from './known.ts';
import { readApproachRow, readConductRow } from './observed.ts';
import { run } from './send.ts';
import {
  loadAcceptedFrom,
  loadAcceptedTo,
  loadAccounts,
  loadApproaches,
  loadConducts,
  loadContacts,
  loadConversations,
  loadFlags,
  loadMembers,
  loadMemberships,
  loadMutual,
  loadMutualOfOne,
  loadPlaces,
} from './statements.ts';
import type { Wanted } from './wanted.ts';

type Cell = Cells[number];

/** Where the rows lie that were loaded, by their keys; a row that isn't here isn't there. */
export class Places {
  readonly accounts = new Map<string, string>();
  readonly contacts = new Map<string, string>();
  readonly conversations = new Map<string, string>();
}

/**
 * How often a block or a question may find something missing. Each look is a consequence of the one before (account, then
 * its list, then whoever stands in it), some five deep; decisions that turn out otherwise may each add a few.
 */
export const LOOKS_MAX = 200;
/** Looks after which `widen` is worth what it loads too much. */
export const LOOKS_BEFORE_WIDENING = 2;

/**
 * Whoever goes through a list (members, flags) and stops at the first that it doesn't know asks for one more at each
 * look. So: where one of a list is wanted, all of it is.
 */
export function widen(set: WorkingSet, wanted: Wanted): void {
  const lists = [...set.membersOf.values(), ...set.flags.values()];
  const pairs = [...wanted.contacts.values()];
  const accounts = [...wanted.accounts];
  for (const list of lists) {
    const listed = new Set(list);
    if (accounts.some((id) => listed.has(id))) {
      for (const account of list) if (!set.accounts.has(account)) wanted.add({ what: 'account', account });
    }
    for (const [actor, other] of pairs) {
      const end = listed.has(other) ? actor : listed.has(actor) ? other : null;
      if (end === null) continue;
      for (const account of list) {
        if (!set.contacts.has(pairKey(end, account))) wanted.add({ what: 'contact', actor: end, other: account });
        if (!set.contacts.has(pairKey(account, end))) wanted.add({ what: 'contact', actor: account, other: end });
      }
    }
  }
}

const text = (cell: Cell | undefined): string => String(cell);
const word = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');
const step = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : 0);

/** How much of what is listed the block may take out of the lists: so much more of each is loaded. */
export interface TakenOut {
  /** members who may leave conversations */
  readonly leaving: number;
  /** events that may have identifiers forgotten, each one of a kind and hash */
  readonly forgetting: number;
}
const NOTHING_TAKEN_OUT: TakenOut = { leaving: 0, forgetting: 0 };

/** Loads all that is wanted; what is not in the database is put there as blank, so that it isn't asked for again. */
export async function load(
  client: ClientBase,
  set: WorkingSet,
  places: Places,
  wanted: Wanted,
  { leaving, forgetting }: TakenOut = NOTHING_TAKEN_OUT,
): Promise<void> {
  const work: Promise<void>[] = loadKnown(client, set, wanted);
  if (wanted.sharers.size > 0) {
    // whoever asks who shares something asks what they are, too
    const shared = loadSharing(client, set, [...wanted.sharers.values()], forgetting);
    work.push(
      shared.then((ids) => {
        const more = ids.filter((id) => !set.accounts.has(id) && !wanted.accounts.has(id));
        return more.length === 0 ? undefined : accounts(client, set, places, more);
      }),
    );
  }
  if (wanted.accounts.size > 0) work.push(accounts(client, set, places, [...wanted.accounts]));
  if (wanted.contacts.size > 0) work.push(contacts(client, set, places, [...wanted.contacts.values()]));
  if (wanted.conducts.size > 0) work.push(conducts(client, set, [...wanted.conducts]));
  if (wanted.approaches.size > 0) work.push(approaches(client, set, [...wanted.approaches.values()]));
  if (wanted.accepted.size > 0) work.push(accepted(client, set, [...wanted.accepted]));
  if (wanted.mutual.size > 0) work.push(mutual(client, set, [...wanted.mutual.values()]));
  if (wanted.places.size > 0) work.push(inPlaces(client, set, [...wanted.places.values()]));
  if (wanted.flags.size > 0) work.push(flags(client, set, places, [...wanted.flags]));
  if (wanted.conversations.size > 0) work.push(conversations(client, set, places, [...wanted.conversations]));
  if (wanted.members.size > 0) work.push(members(client, set, [...wanted.members], leaving));
  if (wanted.memberships.size > 0) work.push(memberships(client, set, [...wanted.memberships.values()]));
  await Promise.all(work);
}

async function accounts(client: ClientBase, set: WorkingSet, places: Places, ids: string[]): Promise<void> {
  const rows = await run(client, loadAccounts, [textArray(ids)]);
  for (const id of ids) set.accounts.set(id, blankAccount(id));
  for (const row of rows) {
    const account = readAccount(row);
    set.accounts.set(account.id, account);
    places.accounts.set(account.id, placeOf(row));
  }
}

async function contacts(
  client: ClientBase,
  set: WorkingSet,
  places: Places,
  pairs: (readonly [string, string])[],
): Promise<void> {
  const rows = await run(client, loadContacts, [textArray(pairs.map((p) => p[0])), textArray(pairs.map((p) => p[1]))]);
  for (const [actor, other] of pairs) set.contacts.set(pairKey(actor, other), blankContact(actor, other));
  for (const row of rows) contact(set, places, row);
}

function contact(set: WorkingSet, places: Places, row: Cells): Contact {
  const { contact } = readContact(row);
  const key = pairKey(contact.actor, contact.other);
  set.contacts.set(key, contact);
  places.contacts.set(key, placeOf(row));
  return contact;
}

async function conducts(client: ClientBase, set: WorkingSet, ids: string[]): Promise<void> {
  const rows = await run(client, loadConducts, [textArray(ids)]);
  for (const id of ids) set.conducts.set(id, blankConduct(id));
  for (const row of rows) {
    const conduct = readConductRow(row);
    set.conducts.set(conduct.account, conduct);
  }
}

async function approaches(client: ClientBase, set: WorkingSet, pairs: (readonly [string, string])[]): Promise<void> {
  const ends = [textArray(pairs.map((p) => p[0])), textArray(pairs.map((p) => p[1]))];
  const rows = await run(client, loadApproaches, ends);
  for (const [actor, other] of pairs) set.approaches.set(pairKey(actor, other), blankApproach(actor, other));
  for (const row of rows) {
    const approach = readApproachRow(row);
    set.approaches.set(pairKey(approach.actor, approach.other), approach);
  }
}

async function accepted(client: ClientBase, set: WorkingSet, ids: string[]): Promise<void> {
  const [to, from] = await Promise.all([
    run(client, loadAcceptedTo, [textArray(ids)]),
    run(client, loadAcceptedFrom, [textArray(ids)]),
  ]);
  const { connections } = set;
  const listsTo = new Map<string, string[]>();
  const listsFrom = new Map<string, string[]>();
  for (const row of to) {
    const [account, other] = [text(row[0]), text(row[1])];
    listOf(listsTo, account).push(other);
    steps(connections, account, other, row);
    connections.whereabouts.set(other, { country: word(row[6]), region: word(row[7]) });
  }
  for (const row of from) {
    const [account, other] = [text(row[0]), text(row[1])];
    listOf(listsFrom, account).push(other);
    steps(connections, other, account, row);
    connections.whereabouts.set(other, { country: word(row[6]), region: word(row[7]) });
  }
  for (const id of ids) connections.accepted.set(id, { to: listsTo.get(id) ?? [], from: listsFrom.get(id) ?? [] });
}

/** The steps of a contact and of the one in the other direction. */
function steps({ steps }: Connections, actor: string, other: string, row: Cells): void {
  steps.set(pairKey(actor, other), { acceptStep: step(row[2]), removeStep: step(row[3]) });
  steps.set(pairKey(other, actor), { acceptStep: step(row[4]), removeStep: step(row[5]) });
}

/** From so many questions about one account on they are asked together. */
const MUTUAL_TOGETHER_MIN = 2;

async function mutual(client: ClientBase, set: WorkingSet, questions: readonly MutualQuestion[]): Promise<void> {
  const work: Promise<void>[] = [];
  const apart: MutualQuestion[] = [];
  for (const [a, of] of Map.groupBy(questions, (q) => q.a)) {
    if (of.length >= MUTUAL_TOGETHER_MIN) work.push(mutualOfOne(client, set, a, of));
    else apart.push(...of);
  }
  if (apart.length > 0) work.push(mutualApart(client, set, apart));
  await Promise.all(work);
}

async function mutualOfOne(
  client: ClientBase,
  set: WorkingSet,
  a: string,
  questions: readonly MutualQuestion[],
): Promise<void> {
  const others = [textArray(questions.map((q) => q.b)), numberArray(questions.map((q) => q.enough))];
  foundMutual(set, questions, await run(client, loadMutualOfOne, [a, ...others]));
}

async function mutualApart(client: ClientBase, set: WorkingSet, questions: readonly MutualQuestion[]): Promise<void> {
  const rows = await run(client, loadMutual, [
    textArray(questions.map((q) => q.a)),
    textArray(questions.map((q) => q.b)),
    numberArray(questions.map((q) => q.enough)),
  ]);
  foundMutual(set, questions, rows);
}

/** @param rows the number of a question, from 1, and how many there are; none where there are none */
function foundMutual({ connections }: WorkingSet, questions: readonly MutualQuestion[], rows: readonly Cells[]): void {
  const found = new Map(rows.map(([i, mutual]) => [i, step(mutual)]));
  for (const [i, q] of questions.entries()) connections.mutual.set(mutualKey(q), found.get(i + 1) ?? 0);
}

async function inPlaces(client: ClientBase, set: WorkingSet, questions: readonly PlaceQuestion[]): Promise<void> {
  const rows = await run(client, loadPlaces, [
    textArray(questions.map((q) => q.account)),
    textArray(questions.map((q) => q.country)),
    textArray(questions.map((q) => q.region)),
    textArray(questions.map((q) => q.except)),
  ]);
  const found = new Set(rows.map(([i]) => i));
  for (const [i, q] of questions.entries()) set.connections.places.set(placeKey(q), found.has(i + 1));
}

async function flags(client: ClientBase, set: WorkingSet, places: Places, ids: string[]): Promise<void> {
  const rows = await run(client, loadFlags, [textArray(ids)]);
  const lists = new Map<string, string[]>();
  for (const row of rows) {
    const { actor, other } = contact(set, places, row);
    listOf(lists, other).push(actor);
  }
  for (const id of ids) set.flags.set(id, lists.get(id) ?? []);
}

async function conversations(client: ClientBase, set: WorkingSet, places: Places, ids: string[]): Promise<void> {
  const rows = await run(client, loadConversations, [textArray(ids)]);
  for (const id of ids) set.conversations.set(id, blankConversation(id));
  for (const row of rows) {
    const conversation = readConversation(row);
    set.conversations.set(conversation.id, conversation);
    places.conversations.set(conversation.id, placeOf(row));
  }
}

async function members(client: ClientBase, set: WorkingSet, ids: string[], leaving: number): Promise<void> {
  const rows = await run(client, loadMembers, [textArray(ids), leaving]);
  const lists = new Map<string, string[]>();
  for (const row of rows) listOf(lists, text(row[0])).push(text(row[1]));
  for (const id of ids) set.membersOf.set(id, lists.get(id) ?? []);
}

async function memberships(client: ClientBase, set: WorkingSet, pairs: (readonly [string, string])[]): Promise<void> {
  const rows = await run(client, loadMemberships, [
    textArray(pairs.map((p) => p[0])),
    textArray(pairs.map((p) => p[1])),
  ]);
  for (const [conversation, account] of pairs) set.memberships.set(pairKey(conversation, account), false);
  for (const row of rows) set.memberships.set(pairKey(text(row[0]), text(row[1])), true);
}

function listOf(lists: Map<string, string[]>, key: string): string[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
