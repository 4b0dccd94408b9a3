/** How accounts, contacts and conversations lie in PostgreSQL: one list of columns each, for reading and for writing. */
import {
  type Account,
  blankAccount,
  blankContact,
  type Contact,
  type Conversation,
  NO_REQUESTS,
  NOTHING_CHOSEN,
} from '@kith/engine';
import { informedBits, informedFrom } from '../informed-bits.ts';
import { booleanArray, numberArray, textArray } from './arrays.ts';
import { type Statement, statement } from './send.ts';

/** What node-postgres gives for our types, in `rowMode: 'array'`. */
export type Cell = string | number | boolean | null | readonly string[] | object;
export type Cells = readonly Cell[];

type Scalar = string | number | boolean | null;

interface Column<T> {
  name: string;
  /** of the parameter */
  type: 'text' | 'bigint' | 'integer' | 'smallint' | 'boolean';
  /** what the table's column is, where it isn't that of the parameter */
  as?: 'jsonb' | 'bigint[]';
  /** written by most first events of a row, or by most later ones; the others are written only where one of them changes */
  often?: 'first' | 'later';
  /** the first value stays */
  kept?: true;
  of(row: T): Scalar;
}

/** 0 is stored as NULL, which takes no room. */
const orNull = (n: number): number | null => (n === 0 ? null : n);
const textOrNull = (s: string): string | null => (s === '' ? null : s);
const jsonOrNull = (o: object): string | null => (Object.keys(o).length === 0 ? null : JSON.stringify(o));

const accountColumns: readonly Column<Account>[] = [
  { name: 'id', type: 'text', of: (a) => a.id },
  { name: 'known', type: 'boolean', of: (a) => a.known },
  { name: 'age_band', type: 'text', of: (a) => a.ageBand },
  { name: 'age_method', type: 'text', of: (a) => a.ageMethod },
  { name: 'age_confidence', type: 'smallint', of: (a) => a.ageConfidence },
  { name: 'country', type: 'text', of: (a) => textOrNull(a.country) },
  { name: 'region', type: 'text', of: (a) => textOrNull(a.region) },
  { name: 'language', type: 'text', of: (a) => textOrNull(a.language) },
  { name: 'created_at', type: 'bigint', of: (a) => orNull(a.createdAt) },
  { name: 'status', type: 'text', of: (a) => a.status },
  { name: 'risk', type: 'text', of: (a) => a.risk },
  { name: 'settings', type: 'text', as: 'jsonb', of: (a) => jsonOrNull(a.settings) },
  { name: 'pending_settings', type: 'text', as: 'jsonb', of: (a) => jsonOrNull(a.pendingSettings) },
  {
    name: 'child_requests',
    type: 'text',
    as: 'bigint[]',
    of: (a) => (a.childRequests.length === 0 ? null : `{${a.childRequests.join(',')}}`),
  },
  { name: 'barred', type: 'boolean', of: (a) => a.barred },
  { name: 'linked', type: 'boolean', of: (a) => a.linked },
  { name: 'guarded', type: 'boolean', of: (a) => a.guarded },
  { name: 'pending_confirmed', type: 'boolean', of: (a) => a.pendingConfirmed },
  { name: 'informed', type: 'integer', of: (a) => orNull(informedBits(a.informed)) },
  { name: 'blocks', type: 'boolean', of: (a) => a.blocks },
];

/** A contact with its places, as it is written. */
export interface PlacedContact {
  contact: Contact;
  acceptedPlace: number;
  flaggedPlace: number;
}

const contactColumns: readonly Column<PlacedContact>[] = [
  { name: 'actor', type: 'text', of: ({ contact }) => contact.actor },
  { name: 'other', type: 'text', of: ({ contact }) => contact.other },
  { name: 'first_at', type: 'bigint', often: 'first', of: ({ contact }) => orNull(contact.firstAt) },
  { name: 'last_at', type: 'bigint', often: 'later', of: ({ contact }) => orNull(contact.lastAt) },
  { name: 'messages', type: 'integer', often: 'later', of: ({ contact }) => orNull(contact.messages) },
  { name: 'group_messages', type: 'integer', often: 'later', of: ({ contact }) => orNull(contact.groupMessages) },
  { name: 'withheld', type: 'integer', often: 'later', of: ({ contact }) => orNull(contact.withheld) },
  { name: 'replies', type: 'integer', often: 'later', of: ({ contact }) => orNull(contact.replies) },
  { name: 'accept_step', type: 'integer', of: ({ contact }) => orNull(contact.acceptStep) },
  { name: 'remove_step', type: 'integer', of: ({ contact }) => orNull(contact.removeStep) },
  { name: 'requested_at', type: 'bigint', of: ({ contact }) => orNull(contact.requestedAt) },
  { name: 'blocked_at', type: 'bigint', of: ({ contact }) => orNull(contact.blockedAt) },
  { name: 'reported_at', type: 'bigint', of: ({ contact }) => orNull(contact.reportedAt) },
  { name: 'answered_at', type: 'bigint', of: ({ contact }) => orNull(contact.answeredAt) },
  { name: 'warned_blocked_at', type: 'bigint', of: ({ contact }) => orNull(contact.warnedAt[0]) },
  { name: 'warned_far_at', type: 'bigint', of: ({ contact }) => orNull(contact.warnedAt[1]) },
  { name: 'warned_new_at', type: 'bigint', of: ({ contact }) => orNull(contact.warnedAt[2]) },
  { name: 'warned_risk_at', type: 'bigint', of: ({ contact }) => orNull(contact.warnedAt[3]) },
  { name: 'accepted_place', type: 'bigint', kept: true, of: ({ acceptedPlace }) => orNull(acceptedPlace) },
  { name: 'flagged_place', type: 'bigint', kept: true, of: ({ flaggedPlace }) => orNull(flaggedPlace) },
  { name: 'answer', type: 'text', of: ({ contact }) => (contact.answer === 'none' ? null : contact.answer) },
  { name: 'began', type: 'boolean', often: 'first', of: ({ contact }) => contact.began },
  { name: 'in_contacts', type: 'boolean', often: 'first', of: ({ contact }) => contact.inContacts },
  { name: 'blocking', type: 'boolean', often: 'first', of: ({ contact }) => contact.blocking },
  { name: 'told_of_block', type: 'smallint', of: ({ contact }) => orNull(contact.toldOfBlock) },
  { name: 'told_of_report', type: 'smallint', of: ({ contact }) => orNull(contact.toldOfReport) },
];

const conversationColumns: readonly Column<Conversation>[] = [
  { name: 'id', type: 'text', of: (c) => c.id },
  { name: 'known', type: 'boolean', of: (c) => c.known },
  { name: 'kind', type: 'text', of: (c) => c.kind },
  { name: 'created_at', type: 'bigint', of: (c) => orNull(c.createdAt) },
  { name: 'last_at', type: 'bigint', of: (c) => orNull(c.lastAt) },
  { name: 'messages', type: 'integer', of: (c) => c.messages },
  { name: 'members', type: 'integer', of: (c) => c.members },
];

/** A statement that writes rows, and their values as its parameters. */
export interface Write<T> {
  readonly statement: Statement;
  parameters(rows: readonly T[]): string[];
}
/** A row that is there, and where it lies (its ctid): looked for there, it is found without its index. */
export interface Lying<T> {
  readonly row: T;
  readonly at: string;
}

export interface Table<T> {
  readonly name: string;
  /** the columns' names, for SELECT and RETURNING */
  readonly names: string;
  /** the same of a table by an alias, and where each row lies */
  readonly lying: (alias: string) => string;
  readonly insert: Write<T>;
  /**
   * Nobody else may have written them since this transaction's snapshot (under REPEATABLE READ PostgreSQL sees to it).
   * The key's first column is compared too: places are those of one shard.
   */
  readonly update: Write<Lying<T>>;
}

/** Statements for the rows that most events make and change: a few columns instead of all. */
interface Usual<T> {
  /** of rows that have nothing but what most have at first */
  readonly insertPlain: Write<T>;
  /** of rows in which nothing but what most later events write has changed */
  readonly updateOften: Write<Lying<T>>;
  isPlain(row: T): boolean;
  isOften(before: T, after: T): boolean;
}

const arrayOf = {
  text: textArray,
  boolean: booleanArray,
  bigint: numberArray,
  integer: numberArray,
  smallint: numberArray,
};

function parameter<T, R>(column: Column<T>, rows: readonly R[], rowOf: (row: R) => T): string {
  // a column's values are all of its type: Column says which
  const values = rows.map((row) => column.of(rowOf(row))) as string[] & number[] & boolean[];
  return arrayOf[column.type](values);
}

const namesOf = <T>(columns: readonly Column<T>[]): string => columns.map((c) => c.name).join(', ');
const valueFrom = <T>(c: Column<T>): string => (c.as === undefined ? `w.${c.name}` : `w.${c.name}::${c.as}`);
/** `$2::text[], $3::bigint[]` */
const typesOf = <T>(columns: readonly Column<T>[], from: number): string =>
  columns.map((c, i) => `$${i + from}::${c.type}[]`).join(', ');

function inserting<T>(table: string, how: string, columns: readonly Column<T>[]): Write<T> {
  return {
    statement: statement(
      `insert_${table}_${how}`,
      `INSERT INTO ${table} (${namesOf(columns)}) SELECT ${columns.map(valueFrom).join(', ')}
       FROM unnest(${typesOf(columns, 1)}) AS w(${namesOf(columns)})`,
    ),
    parameters: (rows) => columns.map((c) => parameter(c, rows, (row) => row)),
  };
}

function updating<T>(table: string, how: string, key: Column<T>, columns: readonly Column<T>[]): Write<Lying<T>> {
  const set = columns.map((c) =>
    c.kept ? `${c.name} = coalesce(t.${c.name}, ${valueFrom(c)})` : `${c.name} = ${valueFrom(c)}`,
  );
  const all = [key, ...columns];
  return {
    statement: statement(
      `update_${table}_${how}`,
      `UPDATE ${table} AS t SET ${set.join(', ')}
       FROM unnest($1::tid[], ${typesOf(all, 2)}) AS w(lies_at, ${namesOf(all)})
       WHERE t.ctid = w.lies_at AND t.${key.name} = w.${key.name}`,
    ),
    parameters: (rows) => [textArray(rows.map((r) => r.at)), ...all.map((c) => parameter(c, rows, (r) => r.row))],
  };
}

/** @param keys the key: the first so many columns */
function table<T>(name: string, keys: number, columns: readonly Column<T>[]): Table<T> {
  const [key] = columns;
  if (key === undefined) throw new Error(`${name} has no columns`);
  return {
    name,
    names: namesOf(columns),
    lying: (alias) => `${columns.map((c) => `${alias}.${c.name}`).join(', ')}, ${alias}.ctid`,
    insert: inserting(name, 'whole', columns),
    update: updating(name, 'whole', key, columns.slice(keys)),
  };
}

function usual<T>(name: string, keys: number, columns: readonly Column<T>[]): Usual<T> {
  const [key] = columns;
  if (key === undefined) throw new Error(`${name} has no columns`);
  const rest = columns.slice(keys);
  const unusual = rest.filter((c) => c.often === undefined);
  const seldom = rest.filter((c) => c.often !== 'later');
  return {
    insertPlain: inserting(
      name,
      'plain',
      columns.filter((c) => !unusual.includes(c)),
    ),
    updateOften: updating(
      name,
      'often',
      key,
      rest.filter((c) => c.often === 'later'),
    ),
    isPlain: (row) => unusual.every((c) => c.of(row) === null),
    isOften: (before, after) => seldom.every((c) => (c.kept ? c.of(after) === null : c.of(before) === c.of(after))),
  };
}

export const accountTable = table('account', 1, accountColumns);
export const contactTable = { ...table('contact', 2, contactColumns), ...usual('contact', 2, contactColumns) };
export const conversationTable = table('conversation', 1, conversationColumns);

/** Where a row lies that was read with `lying`: the last cell. */
export const placeOf = (cells: Cells): string => str(cells.at(-1));

const num = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : 0);
const str = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');

/* The words in the rows were written from the same types, and by nobody else: hence the casts. */

export function readAccount(cells: Cells): Account {
  const account = blankAccount(str(cells[0]));
  account.known = cells[1] === true;
  account.ageBand = cells[2] as Account['ageBand'];
  account.ageMethod = cells[3] as Account['ageMethod'];
  account.ageConfidence = num(cells[4]);
  account.country = str(cells[5]);
  account.region = str(cells[6]);
  account.language = str(cells[7]);
  account.createdAt = num(cells[8]);
  account.status = cells[9] as Account['status'];
  account.risk = cells[10] as Account['risk'];
  account.settings = (cells[11] ?? NOTHING_CHOSEN) as Account['settings'];
  account.pendingSettings = (cells[12] ?? NOTHING_CHOSEN) as Account['pendingSettings'];
  account.childRequests = Array.isArray(cells[13]) ? cells[13].map(Number) : NO_REQUESTS;
  account.barred = cells[14] === true;
  account.linked = cells[15] === true;
  account.guarded = cells[16] === true;
  account.pendingConfirmed = cells[17] === true;
  account.informed = informedFrom(num(cells[18]));
  account.blocks = cells[19] === true;
  return account;
}

export function readContact(cells: Cells): PlacedContact {
  const contact = blankContact(str(cells[0]), str(cells[1]));
  contact.firstAt = num(cells[2]);
  contact.lastAt = num(cells[3]);
  contact.messages = num(cells[4]);
  contact.groupMessages = num(cells[5]);
  contact.withheld = num(cells[6]);
  contact.replies = num(cells[7]);
  contact.acceptStep = num(cells[8]);
  contact.removeStep = num(cells[9]);
  contact.requestedAt = num(cells[10]);
  contact.blockedAt = num(cells[11]);
  contact.reportedAt = num(cells[12]);
  contact.answeredAt = num(cells[13]);
  contact.warnedAt = [num(cells[14]), num(cells[15]), num(cells[16]), num(cells[17])];
  contact.answer = (cells[20] ?? 'none') as Contact['answer'];
  contact.began = cells[21] === true;
  contact.inContacts = cells[22] === true;
  contact.blocking = cells[23] === true;
  contact.toldOfBlock = num(cells[24]);
  contact.toldOfReport = num(cells[25]);
  return { contact, acceptedPlace: num(cells[18]), flaggedPlace: num(cells[19]) };
}

export function readConversation(cells: Cells): Conversation {
  return {
    id: str(cells[0]),
    known: cells[1] === true,
    kind: cells[2] === 'direct' ? 'direct' : 'group',
    createdAt: num(cells[3]),
    lastAt: num(cells[4]),
    messages: num(cells[5]),
    members: num(cells[6]),
  };
}
