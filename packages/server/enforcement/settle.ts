/**
 * What becomes of a ruling in force: its case closes when all that the platform was asked for is done; it is final when the
 * time to appeal is over without an appeal, or one was decided. What is final teaches the detectors.
 */
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Records, RulingRow } from '../ground/database/index.ts';
import { Overtaken } from '../ground/jobs/index.ts';
import { recordRuling } from '../learning/index.ts';
import type { CaseDoor } from './case-door.ts';
import { readMeasures } from './follow.ts';
import { isViolation } from './measures.ts';

/** What is still to be done by the platform; a request to preserve keeps no case open. */
export const NOT_DONE: readonly string[] = ['waiting', 'leaving', 'preserving', 'requested'];

export async function settleRuling(
  trx: Transaction<Records>,
  cases: CaseDoor,
  row: RulingRow,
  now_ms: number,
): Promise<void> {
  const final = row.state === 'in_force' && (await isFinal(trx, row, now_ms));
  const next = final ? null : row.final_at !== null && row.final_at > now_ms ? row.final_at : null;
  const { numUpdatedRows } = await trx
    .updateTable('ruling')
    .set({ due_at: next, final: final ? 1 : row.final })
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('due_at', '=', row.due_at)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Overtaken(`ruling ${row.id} is not as it was`);
  if (row.state !== 'in_force') return;
  await teach(trx, { ...row, final: Number(final || row.final === 1) });
  if (await isDone(trx, row)) await cases.close(trx, row.case_id, now_ms);
}

async function isFinal(trx: Transaction<Records>, row: RulingRow, now_ms: number): Promise<boolean> {
  // of nothing there is nothing to appeal
  if (!isViolation(readMeasures(row))) return true;
  if (row.final_at === null || row.final_at > now_ms) return false;
  const open = await trx
    .selectFrom('appeal')
    .select('id')
    .where('ruling', '=', row.id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return open === undefined;
}

async function isDone(trx: Transaction<Records>, row: RulingRow): Promise<boolean> {
  const open = await trx
    .selectFrom('enforcement')
    .select('id')
    .where('ruling', '=', row.id)
    .where('state', 'in', NOT_DONE)
    .limit(1)
    .executeTakeFirst();
  return open === undefined;
}

const features = z.record(z.string(), z.number());

/** Tells the detectors; of a case where nothing was seen by them there is nothing to learn. */
export async function teach(trx: Transaction<Records>, row: RulingRow): Promise<void> {
  const measures = readMeasures(row);
  // that somebody's account stands as before says nothing of what they did
  if (row.features === null || measures.includes('restore')) return;
  await recordRuling(trx, {
    ...{ id: row.id, account: row.account, ruledAt: new Date(row.in_force_at ?? row.first_at).toISOString() },
    harmful: row.state !== 'overturned' && isViolation(measures),
    ...(row.drawn === null ? { source: 'case' } : { source: 'sample', probability: row.drawn }),
    final: row.final === 1,
    reviewedTwice: row.second_agreed === 1 || row.state === 'overturned',
    ...{ features: features.parse(JSON.parse(row.features)), model: row.model },
  });
}
