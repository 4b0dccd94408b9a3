/** Writes a block: what changed, the log, the outbox, and the commit, all sent at once. */
import type { Account } from '@kith/engine';
import type { ClientBase } from 'pg';
import type { OutboxRow } from '../../ground/database/index.ts';
import { pairKey } from '../asked.ts';
import { withoutText } from '../logged.ts';
import type { RecordRows } from '../records.ts';
import { makesRows, type StoreDuties } from '../store.ts';
import type { WorkingSet } from '../working-set.ts';
import { numberArray, textArray } from './arrays.ts';
import { appendLines } from './audit.ts';
import { writeBody } from './body.ts';
import {
  accountTable,
  contactTable,
  conversationTable,
  type Lying,
  type PlacedContact,
  type Table,
} from './columns.ts';
import { writeKept } from './kept.ts';
import { writeIdentifiers, writeLinks, writeMedia } from './known.ts';
import type { Places } from './load.ts';
import { writeApproaches, writeConducts, writeRecords } from './observed.ts';
import type { Pass } from './pass.ts';
import { refusal } from './retry.ts';
import { run, send, write } from './send.ts';
import { deleteMembers, insertIds, insertLog, insertMembers, insertOutbox, PLACES_A_BLOCK } from './statements.ts';

/** What is known of an attempt to commit when it fails. */
export interface Attempt {
  /** the block's number, once it has one */
  number: number;
  /** COMMIT was sent: when the connection is lost now, nobody knows the outcome */
  committing: boolean;
}

export interface Written {
  /** what was known before the block, and where it lies */
  base: WorkingSet;
  places: Places;
  pass: Pass;
  records: RecordRows;
  /** milliseconds since 1970 */
  at: number;
  attempt: Attempt;
  duties: StoreDuties;
}

/**
 * @throws Refused; or what else PostgreSQL throws: the transaction is rolled back then, or its outcome is not known
 */
export async function writeBlock(client: ClientBase, w: Written): Promise<void> {
  const { pass, places, records, attempt } = w;
  const accounts = pass.accounts();
  const conversations = pass.conversations();
  const contacts = apart(pass.contacts(), places.contacts, ({ contact: c }) => pairKey(c.actor, c.other));
  const known = apart(accounts, places.accounts, (account) => account.id);
  const work: Promise<unknown>[] = [
    ...writeApart(client, accountTable, known),
    ...writeApart(
      client,
      conversationTable,
      apart(conversations, places.conversations, (c) => c.id),
    ),
    ...writeContacts(client, contacts, w.base),
    ...writeConducts(client, pass.conducts()),
    ...writeApproaches(client, pass.approaches()),
    ...writeMembers(client, pass),
    ...writeIdentifiers(client, pass.identifiers(), pass.forgotten()),
    ...writeLinks(client, pass.links()),
    ...writeMedia(client, pass.media()),
    ...writeRecords(client, records),
    ...writeKept(client, pass, w.duties),
  ];
  const outbox = pass.decided.flatMap(({ told, considered }) =>
    makesRows(told, considered) ? w.duties.outbox(told, considered) : [],
  );
  if (outbox.length > 0) work.push(run(client, insertOutbox, outboxParameters(outbox)));
  const ids = pass.decided.map(({ hash, place }) => ({ hash, at: place % PLACES_A_BLOCK }));
  const entries = pass.decided.map(({ told, place, considered }) => ({
    told: withoutText(told, considered),
    place,
    decision: considered.decision,
  }));
  const tally = w.duties.tally?.();
  for (const { told, decision } of entries) tally?.add(told, decision);
  const hashes = textArray(ids.map(({ hash }) => hash));
  // in an order that all processes share
  ids.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  work.push(
    run(client, insertIds, [attempt.number, textArray(ids.map((id) => id.hash)), numberArray(ids.map((id) => id.at))]),
    run(client, insertLog, [
      attempt.number,
      entries.length,
      w.at,
      hashes,
      writeBody(entries),
      known.made.length,
      contacts.made.length,
      tally?.text() ?? null,
    ]),
  );
  if (records.audit.length > 0) {
    work.push(appendLines(client, records.audit));
    // it asks before it writes; what became of all of it is seen below
    await Promise.allSettled(work);
  }
  attempt.committing = true;
  await committed([...work, send(client, 'COMMIT')]);
}

/** Waits for everything, so that the connection is free when the block was refused. */
async function committed(work: Promise<unknown>[]): Promise<void> {
  const [failed] = (await Promise.allSettled(work)).filter((result) => result.status === 'rejected');
  if (failed !== undefined) throw refusal(failed.reason) ?? failed.reason;
  // a transaction that failed answers COMMIT with ROLLBACK
  if ((await work.at(-1)) !== 'COMMIT') throw new Error('the transaction was rolled back');
}

/** Rows that are there, and rows that are to be made; each in the order of their keys, which all processes share. */
interface Apart<T> {
  lying: Lying<T>[];
  made: T[];
}

function apart<T>(rows: readonly T[], places: ReadonlyMap<string, string>, keyOf: (row: T) => string): Apart<T> {
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const lying: Lying<T>[] = [];
  const made: T[] = [];
  for (const { row, key } of keyed) {
    const at = places.get(key);
    if (at === undefined) made.push(row);
    else lying.push({ row, at });
  }
  return { lying, made };
}

const writeApart = <T>(client: ClientBase, table: Table<T>, { lying, made }: Apart<T>): Promise<void>[] => [
  write(client, table.update, lying),
  write(client, table.insert, made),
];

function writeContacts(client: ClientBase, { lying, made }: Apart<PlacedContact>, base: WorkingSet): Promise<void>[] {
  const [often, seldom]: [Lying<PlacedContact>[], Lying<PlacedContact>[]] = [[], []];
  for (const place of lying) {
    const { contact } = place.row;
    const before = base.contacts.get(pairKey(contact.actor, contact.other));
    const same =
      before !== undefined && contactTable.isOften({ contact: before, acceptedPlace: 0, flaggedPlace: 0 }, place.row);
    (same ? often : seldom).push(place);
  }
  const [plain, unusual]: [PlacedContact[], PlacedContact[]] = [[], []];
  for (const row of made) (contactTable.isPlain(row) ? plain : unusual).push(row);
  return [
    write(client, contactTable.updateOften, often),
    write(client, contactTable.update, seldom),
    write(client, contactTable.insertPlain, plain),
    write(client, contactTable.insert, unusual),
  ];
}

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

/** A row that an earlier Kith only made to lock it. */
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
