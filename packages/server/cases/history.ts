/**
 * A case's own history: what events brought and people did to it (`case_event`), what followed from rulings, and what became of its
 * evidence and its referrals. These have records of their own and are read where they are, so that there is one truth: what a referral
 * says happened to it is what the case says.
 */
import { HISTORY_SHOWN_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { CaseEventRow, Records } from '../ground/database/index.ts';
import { besideLines } from './history-beside.ts';
import { followLines } from './history-follows.ts';

/** The history's oldest lines are shown whatever their number: how it began. */
const OLDEST_SHOWN = 20;
/**
 * The newest lines, and the first ones; the oldest first.
 * @param ids the case, and those merged into it, whose evidence and referrals are its own now
 */
export async function historyOf(db: Kysely<Records>, id: string, ids: readonly string[]): Promise<CaseEventRow[]> {
  const read = [ownLines(db, id), followLines(db, ids), besideLines(db, ids)];
  const all = (await Promise.all(read)).flat().sort(inOrder);
  if (all.length <= HISTORY_SHOWN_MAX) return all;
  return [...all.slice(0, OLDEST_SHOWN), ...all.slice(OLDEST_SHOWN - HISTORY_SHOWN_MAX)];
}

const inOrder = (a: CaseEventRow, b: CaseEventRow): number =>
  a.at - b.at || a.place - b.place || (a.id < b.id ? -1 : Number(a.id > b.id));

async function ownLines(db: Kysely<Records>, id: string): Promise<CaseEventRow[]> {
  const lines = (order: 'asc' | 'desc', limit: number) =>
    db
      .selectFrom('case_event')
      .selectAll()
      .where('case_id', '=', id)
      .orderBy('at', order)
      .orderBy('place', order)
      .orderBy('id', order)
      .limit(limit)
      .execute();
  const newest = await lines('desc', HISTORY_SHOWN_MAX);
  if (newest.length < HISTORY_SHOWN_MAX) return newest;
  const shown = new Set(newest.map((line) => line.id));
  return [...newest, ...(await lines('asc', OLDEST_SHOWN)).filter((line) => !shown.has(line.id))];
}
