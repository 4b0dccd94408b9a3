/** Each kind of thing that is kept: where it is, why, until when, and what of it concerns an account. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';

/** What is counted, with its reason. */
export interface KeptItem {
  what: string;
  why: string;
  until: string;
  count: number;
  /** ISO 8601; null where there is none */
  oldest: string | null;
  newest: string | null;
}

export interface Counting {
  db: Kysely<Records>;
  policy: { keep: { messages: { days: number }; cases: { daysAfterClosing: number } } };
  logDays: number;
}

interface Kind {
  count(how: Counting, where?: RawBuilder<unknown>): Promise<KeptItem>;
  /** the rows that concern an account; null where none does */
  of: ((account: string) => RawBuilder<unknown>) | null;
}

/** Days of what has one time for everybody. */
const windows = { signals: 30, delivered: 7 } as const;

const iso = (at: unknown): string | null =>
  at === null || at === undefined ? null : new Date(Number(at)).toISOString();

function kind(
  what: string,
  why: string,
  until: (how: Counting) => string,
  { table, at }: { table: string; at: string },
  of: Kind['of'] = null,
): Kind {
  return {
    of,
    async count(how, where = sql`1 = 1`) {
      const { rows } = await sql<{ count: number; oldest: number | null; newest: number | null }>`
        SELECT count(*) AS count, min(${sql.ref(at)}) AS oldest, max(${sql.ref(at)}) AS newest
        FROM ${sql.table(table)} WHERE ${where}`.execute(how.db);
      const [row] = rows;
      return {
        ...{ what, why, until: until(how) },
        ...{ count: Number(row?.count ?? 0), oldest: iso(row?.oldest), newest: iso(row?.newest) },
      };
    },
  };
}

const oneOfTwo = (account: string) => sql`(actor = ${account} OR other = ${account})`;
const its = (account: string) => sql`account = ${account}`;

export const kinds: readonly Kind[] = [
  kind(
    'messages, encrypted',
    'so that a case that is opened shows the days before it',
    ({ policy }) => `${policy.keep.messages.days} days after the day each was sent`,
    { table: 'kept_message', at: 'at' },
    oneOfTwo,
  ),
  kind(
    'messages preserved for cases, encrypted',
    'evidence of a case',
    ({ policy }) => `${policy.keep.cases.daysAfterClosing} days after the case was closed, or while something holds it`,
    { table: 'case_evidence', at: 'at' },
    oneOfTwo,
  ),
  kind(
    'signals: which cue in which message, no text',
    'a risk can be explained and checked',
    () => `${windows.signals} days, or as long as a case of the account is open`,
    { table: 'signal', at: 'at' },
    its,
  ),
  kind(
    'cases',
    'what was judged, and why',
    () => 'as long as the operator keeps them',
    { table: 'cases', at: 'opened_at' },
    its,
  ),
  kind(
    'rulings',
    'what people decided, and why',
    () => 'as long as the operator keeps them',
    { table: 'ruling', at: 'first_at' },
    its,
  ),
  kind(
    'reports',
    'what people told of, for those who judge it',
    () => 'as long as the operator keeps them',
    { table: 'report', at: 'received_at' },
    (account) => sql`(reporter = ${account} OR about = ${account})`,
  ),
  kind(
    'events and decisions (blocks of the log), no text',
    'recovery, and trying a changed policy',
    ({ logDays }) => `${logDays} days`,
    { table: 'log', at: 'at' },
  ),
  kind('webhooks', 'what the platform is told', () => `${windows.delivered} days after delivery`, {
    table: 'outbox',
    at: 'created_at',
  }),
  kind('lines of the audit log', 'who looked at what, and who decided', () => 'for good: it can not be shortened', {
    table: 'audit_line',
    at: 'at',
  }),
];
