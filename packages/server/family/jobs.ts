/** What happens to guardianships by itself. */
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import { tellWaiting } from './guarded.ts';
import type { FamilyOptions } from './options.ts';

/** How often it is looked, milliseconds: what is late by it is a telling that a crash has kept back. */
const EVERY_MS = 10_000;

export const keepFamilies = (o: FamilyOptions, failed: (error: unknown) => void): Job =>
  keepDoing({ every_ms: EVERY_MS, pauseFirst: true, work: () => workOnFamilies(o), failed });

/** One round. */
export async function workOnFamilies(o: FamilyOptions): Promise<void> {
  const now_ms = o.clock();
  await lapse(o, now_ms);
  await tellWaiting(o, now_ms);
}

/** Writes down that nobody answered in time; that it is so was true already. */
async function lapse({ db }: FamilyOptions, now_ms: number): Promise<void> {
  const some = await db
    .selectFrom('guardianship')
    .select('id')
    .where('state', '=', 'invited')
    .where('until', '<=', now_ms)
    .limit(1)
    .executeTakeFirst();
  // mostly there is none, and whoever only looks waits for no writer
  if (some === undefined) return;
  await db
    .updateTable('guardianship')
    .set({ state: 'lapsed', code_hash: null })
    .where('state', '=', 'invited')
    .where('until', '<=', now_ms)
    .execute();
}
