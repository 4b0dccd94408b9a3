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
import { booleanArray, numberArray, textArray } from './arrays.ts';

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
  { name: 'first_at', type: 'bigint', of: ({ contact }) => orNull(contact.firstAt) },
  { name: 'last_at', type: 'bigint', of: ({ contact }) => orNull(contact.lastAt) },
  { name: 'messages', type: 'integer', of: ({ contact }) => orNull(contact.messages) },
  { name: 'group_messages', type: 'integer', of: ({ contact }) => orNull(contact.groupMessages) },
  { name: 'withheld', type: 'integer', of: ({ contact }) => orNull(contact.withheld) },
  { name: 'replies', type: 'integer', of: ({ contact }) => orNull(contact.replies) },
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
  { name: 'accepted_place', type: 'bigint', of: ({ acceptedPlace }) => orNull(acceptedPlace) },
  { name: 'flagged_place', type: 'bigint', of: ({ flaggedPlace }) => orNull(flaggedPlace) },
  { name: 'answer', type: 'text', of: ({ contact }) => (contact.answer === 'none' ? null : contact.answer) },
  { name: 'began', type: 'boolean', of: ({ contact }) => contact.began },
  { name: 'in_contacts', type: 'boolean', of: ({ contact }) => contact.inContacts },
  { name: 'blocking', type: 'boolean', of: ({ contact }) => contact.blocking },
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

export interface Table<T> {
  name: string;
  /** the columns' names, for SELECT and RETURNING */
  names: string;
  /** the same of a table by an alias */
  namesOf(alias: string): string;
  /** `unnest($1::text[], ...) AS w(id, ...)` */
  unnest: string;
  /** the values to insert, from the unnest */
  values: string;
  /** `known = excluded.known, ...`: every column that is neither in the key nor kept as it is */
  setExcluded: string;
  setFromUnnest: string;
  parameters(rows: readonly T[]): string[];
}

function table<T>(
  name: string,
  key: readonly string[],
  columns: readonly Column<T>[],
  kept: readonly string[] = [],
): Table<T> {
  const value = (c: Column<T>): string => (c.as === undefined ? `w.${c.name}` : `w.${c.name}::${c.as}`);
  const rest = columns.filter((c) => !key.includes(c.name) && !kept.includes(c.name));
  const arrayOf = {
    text: textArray,
    boolean: booleanArray,
    bigint: numberArray,
    integer: numberArray,
    smallint: numberArray,
  };
  return {
    name,
    names: columns.map((c) => c.name).join(', '),
    namesOf: (alias) => columns.map((c) => `${alias}.${c.name}`).join(', '),
    unnest: `unnest(${columns.map((c, i) => `$${i + 1}::${c.type}[]`).join(', ')}) AS w(${columns.map((c) => c.name).join(', ')})`,
    values: columns.map(value).join(', '),
    setExcluded: rest.map((c) => `${c.name} = excluded.${c.name}`).join(', '),
    setFromUnnest: rest.map((c) => `${c.name} = ${value(c)}`).join(', '),
    parameters: (rows) =>
      columns.map((c) => {
        // a column's values are all of its type: Column says which
        const values = rows.map((row) => c.of(row)) as string[] & number[] & boolean[];
        return arrayOf[c.type](values);
      }),
  };
}

export const accountTable = table('account', ['id'], accountColumns);
export const contactTable = table('contact', ['actor', 'other'], contactColumns, ['accepted_place', 'flagged_place']);
export const conversationTable = table('conversation', ['id'], conversationColumns);

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
