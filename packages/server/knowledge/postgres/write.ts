/** Writes a block: what changed, the log, the outbox, and the commit, all sent at once. */
import type { Account } from '@kith/engine';
import type { ClientBase } from 'pg';
import type { OutboxRow } from '../../ground/database/index.ts';
import type { StoreDuties } from '../store.ts';
import { pairKey, type WorkingSet } from '../working-set.ts';
import { numberArray, textArray } from './arrays.ts';
import { writeBody } from './body.ts';
import { accountTable, contactTable, conversationTable } from './columns.ts';
import type { Pass } from './pass.ts';
import { run, send } from './send.ts';
import {
  deleteMembers,
  forgetIds,
  insertLog,
  insertMembers,
  insertOutbox,
  updateAccounts,
  updateConversations,
  upsertContacts,
} from './statements.ts';

/** What is known of an attempt to commit when it fails. */
export interface Attempt {
  /** the block's number, once it has one */
  number: number;
  /** COMMIT was sent: when the connection is lost now, nobody knows the outcome */
  committing: boolean;
}

export interface Written {
  /** what was known before the block */
  base: WorkingSet;
  pass: Pass;
  /** the hash of each event id */
  hashOf: ReadonlyMap<string, string>;
  /** the actors' accounts as they were before */
  actors: ReadonlyMap<string, Account>;
  /** milliseconds since 1970 */
  at: number;
  attempt: Attempt;
  duties: StoreDuties;
}

/** @throws what PostgreSQL throws; the transaction is rolled back then, or its outcome is not known */
export async function write(client: ClientBase, w: Written): Promise<void> {
  const { pass } = w;
  const work: Promise<unknown>[] = [];
  const accounts = pass.accounts();
  const contacts = pass.contacts();
  const conversations = pass.conversations();
  if (accounts.length > 0) work.push(run(client, updateAccounts, accountTable.parameters(accounts)));
  if (conversations.length > 0) {
    work.push(run(client, updateConversations, conversationTable.parameters(conversations)));
  }
  if (contacts.length > 0) work.push(run(client, upsertContacts, contactTable.parameters(contacts)));
  work.push(...writeMembers(client, pass));
  const outbox = pass.decided.flatMap(({ told, considered }) =>
    considered.effects.length === 0 ? [] : w.duties.outbox(told, considered),
  );
  if (outbox.length > 0) work.push(run(client, insertOutbox, outboxParameters(outbox)));
  if (pass.failed.length > 0) work.push(run(client, forgetIds, [hashes(pass.failed, w)]));
  const newAccounts = accounts.filter((a) => isBlank(w.actors.get(a.id))).length;
  const newContacts = contacts.filter(({ contact: { actor, other } }) => {
    const before = w.base.contacts.get(pairKey(actor, other));
    return before === undefined || before.firstAt === 0;
  }).length;
  const entries = pass.decided.map(({ told, place, considered }) => ({ told, place, decision: considered.decision }));
  work.push(
    run(client, insertLog, [
      w.attempt.number,
      entries.length,
      w.at,
      hashes(pass.decided, w),
      writeBody(entries),
      newAccounts,
      newContacts,
    ]),
  );
  w.attempt.committing = true;
  const committed = send(client, 'COMMIT');
  await Promise.all([...work, committed]);
  // a transaction that failed answers COMMIT with ROLLBACK
  if ((await committed) !== 'COMMIT') throw new Error('the transaction was rolled back');
}

const hashes = (events: readonly { told: { id: string } }[], { hashOf }: Written): string =>
  textArray(events.map(({ told }) => hashOf.get(told.id) ?? null));

function writeMembers(client: ClientBase, pass: Pass): Promise<unknown>[] {
  const memberships = pass.memberships();
  const left = memberships.filter((m) => m.joinedPlace === null);
  const joined = memberships.filter((m) => m.joinedPlace !== null);
  const ends = (list: typeof memberships): [string, string] => [
    textArray(list.map((m) => m.conversation)),
    textArray(list.map((m) => m.account)),
  ];
  const work: Promise<unknown>[] = [];
  if (left.length > 0) work.push(run(client, deleteMembers, ends(left)));
  if (joined.length > 0) {
    work.push(run(client, insertMembers, [...ends(joined), numberArray(joined.map((m) => m.joinedPlace))]));
  }
  return work;
}

/** A row that was only made to be locked. */
export function isBlank(account: Account | undefined): boolean {
  return account === undefined || (!account.known && account.createdAt === 0 && account.status === 'active');
}

const text = (rows: readonly OutboxRow[], of: (row: OutboxRow) => string | null): string => textArray(rows.map(of));
const numbers = (rows: readonly OutboxRow[], of: (row: OutboxRow) => number | null): string =>
  numberArray(rows.map(of));

function outboxParameters(rows: readonly OutboxRow[]): string[] {
  return [
    text(rows, (r) => r.id),
    text(rows, (r) => r.endpoint),
    text(rows, (r) => r.type),
    text(rows, (r) => r.body),
    numbers(rows, (r) => r.created_at),
    numbers(rows, (r) => r.attempts),
    numbers(rows, (r) => r.next_at),
    numbers(rows, (r) => r.leased_until),
    numbers(rows, (r) => r.give_up_at),
    numbers(rows, (r) => r.delivered_at),
    numbers(rows, (r) => r.dead_at),
    text(rows, (r) => r.last_error),
  ];
}
