/** Each kind of thing that is kept: where it is, why, until when, and what of it concerns an account. */
import type { EvidencePolicy } from '@kith/contract';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { everyRowOf } from './rows.ts';

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
  policy: {
    keep: { messages: { days: number }; cases: { daysAfterClosing: number } };
    evidence: EvidencePolicy;
  };
  logDays: number;
}

interface Kind {
  count(how: Counting): Promise<KeptItem>;
  /** the same of what concerns an account; null where none does */
  countOf: ((how: Counting, account: string) => Promise<KeptItem>) | null;
}

/** Days of what has one time for everybody. */
const windows = { signals: 30, delivered: 7 } as const;

const iso = (at: unknown): string | null =>
  at === null || at === undefined ? null : new Date(Number(at)).toISOString();

interface Words {
  what: string;
  why: string;
  until(how: Counting): string;
}

interface Counted {
  count: number;
  oldest: number | null;
  newest: number | null;
}

const item = ({ what, why, until }: Words, how: Counting, { count, oldest, newest }: Counted): KeptItem => ({
  ...{ what, why, until: until(how), count: Number(count) },
  ...{ oldest: iso(oldest), newest: iso(newest) },
});

function kind(
  what: string,
  why: string,
  until: (how: Counting) => string,
  { table, at }: { table: string; at: string },
  of: ((account: string) => RawBuilder<unknown>) | null = null,
  all: RawBuilder<unknown> = sql`1 = 1`,
): Kind {
  const words = { what, why, until };
  const count = async (how: Counting, where = all): Promise<KeptItem> => {
    const { rows } = await sql<Counted>`
      SELECT count(*) AS count, min(${sql.ref(at)}) AS oldest, max(${sql.ref(at)}) AS newest
      FROM ${sql.table(table)} WHERE ${where}`.execute(how.db);
    return item(words, how, rows[0] ?? { count: 0, oldest: null, newest: null });
  };
  return { count: (how) => count(how), countOf: of === null ? null : (how, account) => count(how, of(account)) };
}

const messages: Words = {
  what: 'messages, encrypted',
  why: 'so that a case that is opened shows the days before it',
  until: ({ policy }) => `${policy.keep.messages.days} days after the day each was sent`,
};

/** They lie in packs: of all the packs say how many, of one account they are counted one by one. */
const keptMessages: Kind = {
  async count(how) {
    const counted = await how.db
      .selectFrom('kept_pack')
      .select(({ fn }) => [
        fn.coalesce(fn.sum<number>('messages'), sql<number>`0`).as('count'),
        fn.min('first_at').as('oldest'),
        fn.max('last_at').as('newest'),
      ])
      .executeTakeFirstOrThrow();
    return item(messages, how, counted);
  },
  async countOf(how, account) {
    let count = 0;
    let oldest: number | null = null;
    let newest: number | null = null;
    for await (const rows of everyRowOf(how.db, account)) {
      count += rows.length;
      oldest ??= rows[0]?.at ?? null;
      newest = rows.at(-1)?.at ?? newest;
    }
    return item(messages, how, { count, oldest, newest });
  },
};

const oneOfTwo = (account: string) => sql`(actor = ${account} OR other = ${account})`;
const its = (account: string) => sql`account = ${account}`;

export const kinds: readonly Kind[] = [
  keptMessages,
  kind(
    'messages preserved for cases, encrypted',
    'evidence of a case',
    ({ policy }) => `${policy.keep.cases.daysAfterClosing} days after the case was closed, or while something holds it`,
    { table: 'case_evidence', at: 'at' },
    oneOfTwo,
  ),
  kind(
    'evidence in the vault, encrypted',
    'evidence of a case, and what an authority was sent',
    ({ policy }) =>
      `${policy.keep.cases.daysAfterClosing} days after the case was closed; ${policy.evidence.afterSending.days} days after a referral was sent (${policy.evidence.afterSending.law}); or while something holds it`,
    { table: 'evidence_item', at: 'taken_at' },
    (account) => sql`account = ${account} AND destroyed_at IS NULL`,
    sql`destroyed_at IS NULL`,
  ),
  kind(
    'signals: which cue in which message, no text',
    'a risk can be explained and checked',
    () => `${windows.signals} days, or as long as a case of the account is open`,
    { table: 'signal', at: 'at' },
    its,
  ),
  kind(
    'media that matched known material: their hashes, and what they matched',
    'whoever sends them again is seen, and what matched wrongly is put right',
    () => 'as long as the account is known',
    { table: 'known_medium', at: 'at' },
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
