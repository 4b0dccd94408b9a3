/**
 * How far the courier is with a referral that goes by machine, as a row. Whoever takes one moves its `due_at` to the end of a lease
 * and writes its own name: what is written later counts only where that name still stands there, so that of two who have it
 * (one was thought dead) one writes nothing.
 */

import { json } from '@kith/contract';
import { type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Records, ReferralFilingRow, ReferralRow } from '../ground/database/index.ts';
import { type FilingState, NOT_BEGUN } from './kinds/filer.ts';
import type { ReferralOptions } from './options.ts';
import { open, seal } from './sealed.ts';

/** How long somebody has one without a sign of life, milliseconds; a step that takes longer renews it. */
export const LEASE_MS = 120_000;

const placeOf = (referral: string) => `referral:${referral}:filing` as const;

const receipt = z.strictObject({ name: z.string(), mediaType: z.string(), text: z.string() });
/** As a filer gave it, through JSON. */
const stored: z.ZodType<FilingState> = z.strictObject({
  step: z.enum(['waiting', 'opened', 'uploading', 'finishing', 'finished', 'refused']),
  report: z.string().nullable(),
  ...{ filesDone: z.int(), files: z.int(), attempts: z.int(), problem: z.string().nullable() },
  memory: z.unknown().transform((memory) => memory ?? null),
  ...{ reference: z.string().nullable(), receipt: receipt.nullable() },
});

type Vault = Pick<ReferralOptions, 'vault'>;

export const sealFiling = ({ vault }: Vault, { id, case_id }: ReferralRow, state: FilingState): Promise<string> =>
  seal(vault, case_id, placeOf(id), json.parse(JSON.parse(JSON.stringify(state))));

export const openFiling = async ({ vault }: Vault, { id, case_id }: ReferralRow, sealed: string) =>
  stored.parse(await open(vault, case_id, placeOf(id), sealed));

/** Nothing has been sent: due at once. To be called before the transaction that it is written in. */
export async function beginWaiting(
  options: Vault,
  row: ReferralRow,
): Promise<(trx: Transaction<Records>, now_ms: number) => Promise<void>> {
  const state = await sealFiling(options, row, { ...NOT_BEGUN });
  return async (trx, now_ms) => {
    const filing: ReferralFilingRow = {
      ...{ referral: row.id, state, ...clearOf(NOT_BEGUN), failing_since: null, stuck: 0, due_at: now_ms },
      ...{ holder: null, begun_at: now_ms, finished_at: null },
    };
    await forget(trx, row.id);
    await trx.insertInto('referral_filing').values(filing).execute();
  };
}

/** What of a filing's state lies in clear, for lists and alarms: numbers and codes, never what was sent. */
export const clearOf = ({ step, report, files, filesDone, attempts, problem }: FilingState) => ({
  ...{ step, report, files, files_done: filesDone, attempts, problem: problem?.slice(0, PROBLEM_MAX) ?? null },
});
/** A code with the authority's own, UTF-16 code units. */
const PROBLEM_MAX = 200;

export async function forget(trx: Transaction<Records>, referral: string): Promise<void> {
  await trx.deleteFrom('referral_filing').where('referral', '=', referral).execute();
}

/** Takes up to so many that are due, the longest due first, under a name. Nobody else gets them until the lease ends. */
export async function take(
  db: Kysely<Records>,
  holder: string,
  limit: number,
  now_ms: number,
): Promise<readonly ReferralFilingRow[]> {
  // mostly there is nothing, and whoever only looks waits for no writer
  const { rows: some } = await sql`select 1 from referral_filing where due_at <= ${now_ms} limit 1`.execute(db);
  if (some.length === 0) return [];
  const skip = db.getExecutor().adapter instanceof PostgresAdapter ? sql`for update skip locked` : sql``;
  // `materialized`: were it merged into the update, PostgreSQL might pick rows more than once and lock too many
  const { rows } = await sql<ReferralFilingRow>`
    with due as materialized (
      select referral from referral_filing where due_at <= ${now_ms} order by due_at limit ${limit} ${skip}
    )
    update referral_filing set due_at = ${now_ms + LEASE_MS}, holder = ${holder}
    where referral in (select referral from due) returning *
  `.execute(db);
  return rows;
}

/** Whether another referral of this kind has a report of that number, or had, as long as the number is kept. */
export async function isAnothers(
  db: Kysely<Records>,
  { id, kind }: Pick<ReferralRow, 'id' | 'kind'>,
  report: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('referral')
    .leftJoin('referral_filing', 'referral_filing.referral', 'referral.id')
    .select('referral.id')
    .where('referral.kind', '=', kind)
    .where('referral.id', '<>', id)
    .where(({ or, eb }) => or([eb('referral.reference', '=', report), eb('referral_filing.report', '=', report)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes what became of it. @returns whether one still has it */
export async function write(
  db: Kysely<Records>,
  { referral, holder }: Pick<ReferralFilingRow, 'referral' | 'holder'>,
  set: Partial<ReferralFilingRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('referral_filing')
    .set(set)
    .where('referral', '=', referral)
    .where('holder', '=', holder)
    .where('due_at', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
