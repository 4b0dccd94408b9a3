/**
 * Erasure on request (UK GDPR art. 17): what may be deleted is deleted, the rest goes by itself when its time is over, and
 * the answer says which is which. It is one row and a job: whoever asks again sees how far it is. The answer is for the
 * platform, which must not pass on of it what would tip somebody off (docs/OPERATING.md).
 */
import { randomBytes } from 'node:crypto';
import type { Erasure, ErasureItem, KeepPolicy } from '@kith/contract';
import type { Told } from '@kith/engine';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type AuditBy, appendAudit } from '../../ground/audit/index.ts';
import type { ErasureRequestRow, Records } from '../../ground/database/index.ts';
import { type KeepingPolicy, keepingOf } from '../../retention/index.ts';
import { rowsOf } from '../rows.ts';
import { eraseFamilies, hasFamily } from './families.ts';
import { casesInVault } from './in-vault.ts';

/** Requests that are read at a time. */
const WORKED_AT_ONCE = 20;
/** Rows deleted by one statement: everybody's events wait for it on SQLite. */
const DELETED_AT_ONCE = 200;
/** Cases of one account that are looked at together: the last of their clocks counts. */
const CASES_LOOKED_AT = 200;
const DAY_MS = 86_400_000;

/** What the policy says of keeping. */
type ErasurePolicy = KeepingPolicy & { keep: KeepPolicy };

export interface ErasureOptions {
  db: Kysely<Records>;
  policy: () => ErasurePolicy;
  /** how long the log of events is kept */
  logDays: number;
  now_ms: number;
}

type ErasurePart = Pick<ErasureOptions, 'db' | 'policy' | 'now_ms'>;

const newRequestId = (): string => `era_${randomBytes(12).toString('hex')}`;

/** Asks for the erasure of an account's data. Whoever asks again before it is done gets the same request. */
export async function requestErasure(options: ErasureOptions, account: string, by: AuditBy): Promise<Erasure> {
  const { db, now_ms } = options;
  const row = await db.transaction().execute(async (trx) => {
    const before = await requestOf(trx, account);
    if (before !== undefined && before.done_at === null) return before;
    const made = { id: newRequestId(), account, asked_at: now_ms, told_at: null, done_at: null };
    await trx
      .insertInto('erasure_request')
      .values(made)
      .onConflict((c) => c.column('account').doUpdateSet(made))
      .execute();
    await appendAudit(trx, { at_ms: now_ms, by, action: 'data.erasure_requested', subject: `account:${account}` });
    return made;
  });
  return describe(options, row);
}

/** How far an erasure is; null where nobody asked for one. */
export async function erasureOf(options: ErasureOptions, account: string): Promise<Erasure | null> {
  const row = await requestOf(options.db, account);
  return row === undefined ? null : describe(options, row);
}

const requestOf = (db: Kysely<Records> | Transaction<Records>, account: string) =>
  db.selectFrom('erasure_request').selectAll().where('account', '=', account).executeTakeFirst();

/**
 * Does what can be done of the requests that are not done; gives how many were finished.
 * @param tell tells Kith an event of its own
 */
export async function workOnErasures(options: ErasureOptions, tell: (told: Told) => Promise<void>): Promise<number> {
  let done = 0;
  let after: ErasureRequestRow | undefined;
  do {
    const rows = await waitingAfter(options.db, after);
    done += await workOn(options, rows, tell);
    // what waits for a case must not hold up whoever asked later
    after = rows.at(-1);
  } while (after !== undefined);
  return done;
}

function waitingAfter(db: Kysely<Records>, after: ErasureRequestRow | undefined): Promise<ErasureRequestRow[]> {
  let rows = db.selectFrom('erasure_request').selectAll().where('done_at', 'is', null);
  if (after !== undefined) {
    const { asked_at, id } = after;
    rows = rows.where(({ eb, and, or }) =>
      or([eb('asked_at', '>', asked_at), and([eb('asked_at', '=', asked_at), eb('id', '>', id)])]),
    );
  }
  return rows.orderBy('asked_at').orderBy('id').limit(WORKED_AT_ONCE).execute();
}

async function workOn(
  options: ErasureOptions,
  rows: readonly ErasureRequestRow[],
  tell: (told: Told) => Promise<void>,
): Promise<number> {
  const { db, now_ms } = options;
  let done = 0;
  for (const row of rows) {
    if (row.told_at === null) {
      await tell({ id: `kith:${row.id}`, type: 'account.deleted', at: now_ms, data: { actor: row.account } });
      await db.updateTable('erasure_request').set({ told_at: now_ms }).where('id', '=', row.id).execute();
    }
    await deleteScores(db, row.account);
    if (await isUnderJudgement(options, row.account)) continue;
    await deleteOf(db, 'signal', row.account);
    await deleteOf(db, 'ruling_example', row.account);
    await db.deleteFrom('known_medium').where('account', '=', row.account).execute();
    await forgetReporter(db, row.account);
    await eraseFamilies(db, row.account);
    if (await hasFamily(db, row.account)) continue;
    if (await reportsWait(db, row.account)) continue;
    await db.transaction().execute(async (trx) => {
      await trx.updateTable('erasure_request').set({ done_at: now_ms }).where('id', '=', row.id).execute();
      const entry = { at_ms: now_ms, by: 'system', action: 'data.erased', subject: `account:${row.account}` } as const;
      await appendAudit(trx, entry);
    });
    done++;
  }
  return done;
}

/** Whether it has a case that is open, or that more than the case itself keeps. */
export const isUnderJudgement = async (options: ErasurePart, account: string): Promise<boolean> =>
  (await isJudged(options.db, account)) || (await isHeld(options, account));

/** What is being judged stays as it is until that is over. */
async function isJudged(db: Kysely<Records>, account: string): Promise<boolean> {
  const row = await db
    .selectFrom('cases')
    .leftJoin('cases as into', 'into.id', 'cases.merged_into')
    .select('cases.id')
    .where('cases.account', '=', account)
    // one that was merged is over when the one that it is in is
    .where(({ eb, or, and }) =>
      or([eb('cases.closed_at', 'is', null), and([eb('into.id', 'is not', null), eb('into.closed_at', 'is', null)])]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether more than the case itself keeps one of its cases: a person, a law, a referral that is not sent yet. */
async function isHeld({ db, policy, now_ms }: ErasurePart, account: string): Promise<boolean> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('cases')
      .select('id')
      .where('account', '=', account)
      .where('id', '>', after)
      .orderBy('id')
      .limit(CASES_LOOKED_AT)
      .execute();
    const ids = rows.map(({ id }) => id);
    const found = await keepingOf(db, policy(), ids, now_ms);
    if ([...found.values()].some(({ held }) => held)) return true;
    const last = ids.at(-1);
    if (last === undefined || ids.length < CASES_LOOKED_AT) return false;
    after = last;
  }
}

/** Whether a report that it filed is still looked into. */
async function reportsWait(db: Kysely<Records>, account: string): Promise<boolean> {
  const row = await db.selectFrom('report').select('id').where('reporter', '=', account).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Of a report that is closed, who filed it and in which words is not needed any more; that there was one stays. */
async function forgetReporter(db: Kysely<Records>, account: string): Promise<void> {
  await db
    .updateTable('report')
    .set({ reporter: null, sealed: null })
    .where('reporter', '=', account)
    .where('state', '=', 'closed')
    .execute();
}

async function deleteOf(db: Kysely<Records>, table: 'signal' | 'ruling_example', account: string): Promise<void> {
  for (let deleted = DELETED_AT_ONCE; deleted >= DELETED_AT_ONCE; ) {
    const result = await sql`
      DELETE FROM ${sql.table(table)} WHERE id IN (
        SELECT id FROM ${sql.table(table)} WHERE account = ${account} LIMIT ${DELETED_AT_ONCE})`.execute(db);
    deleted = Number(result.numAffectedRows ?? 0);
  }
}

/** A day and model have one row of an account at most. */
async function deleteScores(db: Kysely<Records>, account: string): Promise<void> {
  await db.deleteFrom('score_day').where('account', '=', account).execute();
}

/** What becomes of each thing that is known of the account, as it is now. */
async function describe(options: ErasureOptions, row: ErasureRequestRow): Promise<Erasure> {
  const { account, asked_at, done_at } = row;
  return {
    account,
    requestedAt: iso(asked_at),
    ...(done_at !== null && { doneAt: iso(done_at) }),
    items: await items(options, row),
  };
}

const iso = (at_ms: number): string => new Date(Number(at_ms)).toISOString();

async function items({ db, policy, logDays, now_ms }: ErasureOptions, row: ErasureRequestRow): Promise<ErasureItem[]> {
  const { account, told_at } = row;
  const { messages, cases, identifiers } = policy().keep;
  const of = (table: string, where = sql`account = ${account}`) => newestOf(db, table, where);
  const judged = await isJudged(db, account);
  const held = !judged && (await isHeld({ db, policy, now_ms }, account));
  const newest = (await rowsOf(db, account, { limit: 1 }))[0]?.at ?? null;
  const vault = await vaultItem({ db, policy, now_ms }, account);
  const evidence = await of('case_evidence', sql`(actor = ${account} OR other = ${account})`);
  const seen = await of('signal');
  const reported = await of('report', sql`reporter = ${account}`);
  const guarded = await hasFamily(db, account);
  const logged = now_ms + logDays * DAY_MS;
  return [
    {
      what: 'country, region, language and settings of the account, and requests that it made',
      ...(told_at === null ? { state: 'later', until: iso(now_ms + DAY_MS) } : { state: 'deleted' }),
      why: 'its age band and that it is gone stay: somebody who was removed must not begin clean',
    },
    {
      what: 'what it can be recognised by (e-mail, telephone, devices, addresses, payment), as keyed hashes',
      state: 'later',
      why: `deleted with the account; kept of those that were removed for the safety of children, so that nobody simply comes back; and for ${identifiers.daysAfterDeletion} days after the deletion of those who left evidence that may have to be judged, and the devices of those whom a child blocked or reported, so that the block holds for their next account (UK GDPR art. 17(3); to be checked against the official text)`,
    },
    {
      what: 'counts and times of what it did towards others, without content',
      state: 'kept',
      why: 'the protection of those others rests on it, such as who blocked it',
    },
    newest === null
      ? gone('messages that are kept for a while, encrypted')
      : {
          ...{ what: 'messages that are kept for a while, encrypted', state: 'later' },
          until: iso((Math.floor(newest / DAY_MS) + messages.days + 1) * DAY_MS),
          why: 'the two weeks before a report to an authority; the key of each day is destroyed when it is over',
        },
    evidence === null
      ? gone('messages preserved as evidence, encrypted')
      : {
          ...{ what: 'messages preserved as evidence, encrypted', state: 'kept' },
          why: `evidence of a case: ${cases.daysAfterClosing} days after it is closed, longer where a filing to an authority or a claim holds it (UK GDPR art. 17(3)(b) and (e); to be checked against the official text)`,
        },
    vault,
    seen === null
      ? gone('signals')
      : {
          ...{ what: 'signals', state: judged || held ? 'kept' : 'later' },
          ...(!judged && !held && { until: iso(now_ms + DAY_MS) }),
          why: whyOfSignals(judged, held),
        },
    reported === null
      ? gone('reports that it filed')
      : {
          ...{ what: 'reports that it filed', state: 'kept' },
          why: 'needed while they are looked into; then who filed them and their words are deleted',
        },
    guarded
      ? {
          ...{ what: 'guardianships, and what is noted for families', state: 'later', until: iso(now_ms + DAY_MS) },
          why: 'they end when the account is gone, and are then deleted; a child’s log of looks keeps those of its guardian for 90 days',
        }
      : gone('guardianships, and what is noted for families'),
    {
      what: 'cases, rulings, enforcements and appeals',
      state: 'kept',
      why: 'what was judged, and why, for claims and for the regulator (UK GDPR art. 17(3)(b) and (e); to be checked against the official text)',
    },
    {
      what: 'events and decisions in the log, without text',
      state: 'later',
      until: iso(logged),
      why: `blocks of the log can not be edited; the log is kept for ${logDays} days`,
    },
    { what: 'the audit log', state: 'kept', why: 'its lines are chained: none can be taken out' },
    {
      what: 'backups that the operator made',
      state: 'later',
      why: 'as long as the operator keeps them; a restored one must be erased again',
    },
  ].map(asItem);
}

/** What the vault has of an account: until the last clock of the last case is over, and which law says so. */
async function vaultItem({ db, policy, now_ms }: ErasurePart, account: string): Promise<Described> {
  const what = 'evidence in the vault (media, messages and details that the platform gave), encrypted';
  const cases = await casesInVault(db, account, CASES_LOOKED_AT);
  if (cases.length === 0) return gone(what);
  const found = [...(await keepingOf(db, policy(), cases, now_ms)).values()];
  const ends = found.map(({ until_ms }) => until_ms);
  const open = ends.some((end) => end === null);
  const laws = [...new Set(found.flatMap(({ clocks }) => clocks.flatMap(({ law }) => law ?? [])))];
  const by = laws.length === 0 ? '' : `: ${laws.join('; ')}`;
  return {
    ...{ what, state: 'kept' },
    ...(!open && { until: iso(Math.max(...ends.map(Number))) }),
    why: `evidence of a case, which the law puts before erasure (UK GDPR art. 17(3)(b) and (e); to be checked against the official text)${by}`,
  };
}

function whyOfSignals(judged: boolean, held: boolean): string {
  if (judged) return 'evidence of what is being judged; they go when that is over';
  return held
    ? 'evidence of a case that a person, a law or a report to an authority holds; they go when nothing does any more'
    : 'deleted within a day';
}

const gone = (what: string) => ({ what, state: 'deleted', why: 'there is none (any more)' });

interface Described {
  what: string;
  state: string;
  until?: string;
  why: string;
}

function asItem({ what, state, until, why }: Described): ErasureItem {
  if (state !== 'deleted' && state !== 'later' && state !== 'kept') throw new Error(`no such state: ${state}`);
  return { what, state, ...(until !== undefined && { until }), why };
}

/** When the newest of an account's rows is of; null where there is none. */
async function newestOf(db: Kysely<Records>, table: string, where: ReturnType<typeof sql>): Promise<number | null> {
  const at = table === 'report' ? sql.ref('received_at') : sql.ref('at');
  const { rows } = await sql<{ at: number | null }>`
    SELECT max(${at}) AS at FROM ${sql.table(table)} WHERE ${where}`.execute(db);
  const newest = rows[0]?.at ?? null;
  return newest === null ? null : Number(newest);
}
