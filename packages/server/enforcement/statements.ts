/**
 * Statements: what an affected person is told. The life of one:
 *
 *   waiting --the ruling can't be undone any more--> sent (an endpoint takes it), or by_hand --link given--> sent
 *   held --released by somebody who may--> waiting
 *   waiting --it tells of an automatic restriction, at which people have looked by now--> withdrawn
 *
 * The link to appeal holds 256 random bits, of which only a hash is kept: whoever has the link may appeal, and nobody can
 * make one. The time to appeal runs from when the last link was made. Telling somebody again makes another link, and those
 * from before go on working: nobody knows which of them reached the person.
 */
import { randomBytes } from 'node:crypto';
import type { EnforcementPolicy, Webhook } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { Records, StatementRow } from '../ground/database/index.ts';
import { Overtaken } from '../ground/jobs/index.ts';
import { hashSecret } from '../ground/keys/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { send, type WebhookEndpoint } from '../outbox/index.ts';
import { caseOfRestriction } from './automatic.ts';
import { readMeasures } from './follow.ts';
import { isViolation } from './measures.ts';
import { REFERRAL_PENDING } from './referral.ts';
import { statementText, type Told } from './tell-person.ts';
import { statementWords } from './words.ts';

const SECRET_BYTES = 32;
const DAY_MS = 86_400_000;

export interface StatementOptions {
  db: Kysely<Records>;
  endpoints: readonly WebhookEndpoint[];
  settings: () => EnforcementPolicy;
  /** the language of an account's person */
  languageOf: (account: string) => Promise<Language>;
  /** where people reach Kith, without a path at its end; null where nobody has said */
  publicUrl: () => string | null;
  clock: () => number;
  wake: () => void;
}

/** A statement as it is written to somebody. */
export interface Written extends Told {
  language: Language;
  link: { secret: string; until_ms: number } | null;
}

/** Sends what is due. @throws Overtaken where somebody else has changed it */
export async function sendStatement(options: StatementOptions, row: StatementRow): Promise<void> {
  const { db, clock, endpoints } = options;
  const language = await options.languageOf(row.account);
  const base = options.publicUrl();
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    if (await isOver(trx, row)) return put(trx, row, { state: 'withdrawn', due_at: null });
    const written = await write(trx, options, row, language, now_ms);
    // without an address of Kith's own there is no link to send: it is told by hand, from the console's
    const sent =
      base === null ? [] : await send(trx, endpoints, webhookOf(row, written, base, now_ms), once(row, now_ms));
    if (sent.length === 0) await put(trx, row, { state: 'by_hand', due_at: null, review_at: now_ms });
    else await markSent(trx, row, written, now_ms);
  });
  options.wake();
}

const once = (row: StatementRow, now_ms: number) => ({ about: row.id, time: 0, now_ms });

/** The words, and a new link where there is something to appeal. */
export async function write(
  trx: Kysely<Records>,
  { settings }: Pick<StatementOptions, 'settings'>,
  row: StatementRow,
  language: Language,
  now_ms: number,
): Promise<Written> {
  const { policies, appeals } = settings();
  const newLink = () => ({
    secret: randomBytes(SECRET_BYTES).toString('base64url'),
    until_ms: now_ms + appeals.openDays * DAY_MS,
  });
  if (row.ruling === null) {
    const link = newLink();
    return { ...statementText({ kind: 'automatic', until_ms: link.until_ms }, language), language, link };
  }
  const ruling = await trx.selectFrom('ruling').selectAll().where('id', '=', row.ruling).executeTakeFirstOrThrow();
  const measures = readMeasures(ruling);
  const kind = kindOf(row);
  const link = kind === 'ruling' && isViolation(measures) ? newLink() : null;
  const policy = policies.find(({ id }) => id === ruling.policy) ?? null;
  const facts = { kind, measures, policy, machine: ruling.machine === 1, until_ms: link?.until_ms ?? null };
  return { ...statementText(facts, language), language, link };
}

/** Whether what it would tell of is over: people have looked at the restriction meanwhile, and say more about it. */
async function isOver(trx: Kysely<Records>, { enforcement }: StatementRow): Promise<boolean> {
  if (enforcement === null) return false;
  const row = await trx
    .selectFrom('enforcement')
    .select(['state', 'case_id'])
    .where('id', '=', enforcement)
    .executeTakeFirst();
  if (row === undefined || row.state === 'superseded' || row.state === 'withdrawn') return true;
  return (await caseOfRestriction(trx, row))?.decided === true;
}

function kindOf({ kind }: StatementRow): 'ruling' | 'upheld' | 'overturned' {
  if (kind === 'ruling' || kind === 'upheld' || kind === 'overturned') return kind;
  throw new Error(`a statement of kind ${kind}`);
}

export const appealPath = (secret: string): string => `/appeal/${secret}`;

function webhookOf(row: StatementRow, { title, body, language, link }: Written, base: string, now_ms: number): Webhook {
  const { appealLabel: label } = statementWords[language];
  const appeal =
    link === null ? null : { label, url: base + appealPath(link.secret), until: new Date(link.until_ms).toISOString() };
  return {
    type: 'statement.requested',
    timestamp: new Date(now_ms).toISOString(),
    data: { statement: row.id, account: row.account, language, title, body: [...body], appeal },
  };
}

/** From now on its link takes an appeal, and the ruling becomes final when that is over. */
export async function markSent(
  trx: Transaction<Records>,
  row: StatementRow,
  { title, body, language, link }: Written,
  now_ms: number,
): Promise<void> {
  await put(trx, row, {
    ...{ state: 'sent', due_at: null, review_at: null, sent_at: row.sent_at ?? now_ms, language },
    ...{ words: JSON.stringify({ title, body }) },
    ...(link !== null && { appeal_until: link.until_ms }),
  });
  if (link === null) return;
  const made = { hash: hashSecret(link.secret), statement: row.id, made_at: now_ms };
  await trx.insertInto('statement_link').values(made).execute();
  if (row.ruling !== null) await setFinal(trx, row.ruling, link.until_ms);
}

async function setFinal(trx: Transaction<Records>, ruling: string, final_at: number): Promise<void> {
  await trx
    .updateTable('ruling')
    .set(({ fn, val }) => ({ final_at, due_at: fn.coalesce('due_at', val(final_at)) }))
    .where('id', '=', ruling)
    .where('final', '=', 0)
    .execute();
}

/** Changes a statement that is still as it was read. @throws Overtaken where it is not */
export async function put(trx: Transaction<Records>, row: StatementRow, set: Partial<StatementRow>): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('statement')
    .set(set)
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('due_at', row.due_at === null ? 'is' : '=', row.due_at)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Overtaken(`statement ${row.id} is not as it was`);
}

/** The authority has it, or nobody gets it: whoever may sees now whether the person can be told. */
export async function reviewHeldStatements(trx: Transaction<Records>, about: string, now_ms: number): Promise<void> {
  await trx
    .updateTable('statement')
    .set({ review_at: now_ms })
    .where('state', '=', 'held')
    .where('held_because', '=', REFERRAL_PENDING)
    .where('ruling', 'in', trx.selectFrom('ruling').select('id').where('case_id', '=', about))
    .where('review_at', '>', now_ms)
    .execute();
}
