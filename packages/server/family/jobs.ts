/** What happens to guardianships by itself. */
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import { tellWaiting } from './guarded.ts';
import { LOOKS_KEPT_MS } from './looks.ts';
import type { FamilyOptions } from './options.ts';
import { settleNow } from './pauses.ts';
import { REVIEWS_SHOWN_MS } from './reviews.ts';
import { activeOf } from './rows.ts';
import { sendSummaries } from './summary.ts';
import type { UnsettledGuardians } from './unsettled.ts';
import type { WaitingSettings } from './waiting.ts';

/** How often it is looked, milliseconds: what is late by it is a telling that a crash has kept back. */
const EVERY_MS = 10_000;

/** How often all guardianships are looked at, milliseconds. */
const LOOK_EVERY_MS = 60 * 60_000;

export function keepFamilies(o: FamilyOptions, failed: (error: unknown) => void): Job {
  const working = keepDoing({ every_ms: EVERY_MS, pauseFirst: true, work: () => workOnFamilies(o), failed });
  const looking = keepDoing({ every_ms: LOOK_EVERY_MS, work: () => settleAll(o), failed });
  return {
    async stop() {
      await working.stop();
      await looking.stop();
    },
  };
}

/** One round. */
export async function workOnFamilies(o: FamilyOptions): Promise<void> {
  const now_ms = o.clock();
  await lapse(o, now_ms);
  await tellWaiting(o, now_ms);
  await endWhatIsOver(o);
  await sendSummaries(o);
  await forget(o, now_ms);
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

/** How soon guardians hear that a setting waits, and children that a guardian can't look, milliseconds. */
const TELL_EVERY_MS = 2_000;

export const keepTellingGuardians = (o: FamilyOptions, waiting: WaitingSettings, unsettled: UnsettledGuardians): Job =>
  keepDoing({
    ...{ every_ms: TELL_EVERY_MS, pauseFirst: true },
    async work() {
      await unsettled.settle(o);
      await waiting.tell(o);
    },
    failed: (error) =>
      o.log.error({ err: error }, 'what an event means for guardians could not be done now, and will be'),
  });

/** Guardianships that are looked at together. */
const LOOKED_AT_ONCE = 500;
/** Changes that were noted and are carried out in one round. */
const CHANGES_AT_ONCE = 200;

/**
 * Ends what something else than a person's act has ended: at once for a child that came of age or whose account is gone, which
 * deciding notes; and for all of them once an hour, since policy changes, and what a process held in memory may be lost.
 */
async function endWhatIsOver(o: FamilyOptions): Promise<void> {
  const changes = await o.db.selectFrom('family_change').selectAll().orderBy('at').limit(CHANGES_AT_ONCE).execute();
  for (const { child, change } of changes) {
    await settleNow(o, await activeOf(o.db, child));
    await o.db.deleteFrom('family_change').where('child', '=', child).where('change', '=', change).execute();
  }
}

/** Looks through all that are in force. */
export async function settleAll(o: FamilyOptions): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await o.db
      .selectFrom('guardianship')
      .selectAll()
      .where('state', '=', 'active')
      .where('id', '>', after)
      .orderBy('id')
      .limit(LOOKED_AT_ONCE)
      .execute();
    await settleNow(o, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < LOOKED_AT_ONCE) return;
    after = last.id;
  }
}

/** What is not shown any more is not kept. */
async function forget({ db }: FamilyOptions, now_ms: number): Promise<void> {
  await db
    .deleteFrom('family_look')
    .where('at', '<=', now_ms - LOOKS_KEPT_MS)
    .execute();
  await db
    .deleteFrom('family_review')
    .where('asked_at', '<=', now_ms - REVIEWS_SHOWN_MS)
    .execute();
}
