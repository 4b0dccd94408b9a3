/**
 * Yearly duties that were seen to: by whom and when, and for which day. Each is written down once, and audited; one that was marked
 * by mistake is taken back, and what was marked stays on record.
 */
import { appendAudit } from '../../ground/audit/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { dayName, dayOf } from '../counts/index.ts';
import { type CalendarOptions, readClocked } from './clocked.ts';
import { type DoneDuty, entriesOf } from './entries.ts';

interface Doing {
  duty: string;
  /** as the calendar showed it; null of a duty without a day */
  due: string | null;
  /** of staff */
  by: string;
}

/** @throws ProblemError `not_known`, `too_late` where somebody saw to it since it was shown */
export async function markDone(options: CalendarOptions, { duty, due, by }: Doing): Promise<void> {
  const { db, clock } = options;
  const at_ms = clock();
  await asShown(options, { duty, due, at_ms });
  const due_day = dayOf(due === null ? at_ms : Date.parse(due));
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('duty_done')
      .values({ duty, due_day, done_at: at_ms, done_by: by })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw changed();
    await appendAudit(trx, {
      ...{ at_ms, by: `staff:${by}`, action: 'calendar.duty_done', subject: `duty:${duty}` },
      detail: { due: due === null ? null : dayName(due_day) },
    });
  });
}

/**
 * Takes back the last time that a duty was marked as done: it is due as it was before.
 * @throws ProblemError `not_known`; `too_late` where it isn't marked as done, or somebody changed that since it was shown
 */
export async function takeBack(options: CalendarOptions, { duty, due, by }: Doing): Promise<void> {
  const { db, clock } = options;
  const at_ms = clock();
  const shown = await asShown(options, { duty, due, at_ms });
  if (shown === null) throw changed();
  await db.transaction().execute(async (trx) => {
    // by the day that was shown: where two do it at once, the second finds nothing, and not what was done a year before
    const last = await trx
      .deleteFrom('duty_done')
      .where('duty', '=', duty)
      .where('due_day', '=', shown.due_day)
      .returningAll()
      .executeTakeFirst();
    if (last === undefined) throw changed();
    await trx
      .insertInto('duty_undone')
      .values({ ...last, undone_at: at_ms, undone_by: by })
      .execute();
    await appendAudit(trx, {
      ...{ at_ms, by: `staff:${by}`, action: 'calendar.duty_undone', subject: `duty:${duty}` },
      detail: { due: dayName(Number(last.due_day)), done: dayName(dayOf(Number(last.done_at))) },
    });
  });
}

/**
 * @returns what was done last of the duty; null where nothing was
 * @throws ProblemError where it isn't there, or is due on another day than whoever asks was shown
 */
async function asShown(
  options: CalendarOptions,
  { duty, due, at_ms }: Pick<Doing, 'duty' | 'due'> & { at_ms: number },
): Promise<DoneDuty | null> {
  const clocked = await readClocked(options);
  const shown = entriesOf(clocked, options.settings, at_ms).find((entry) => entry.duty === duty);
  if (shown === undefined) throw new ProblemError('not_known', 'there is no such duty', 'duty');
  if (shown.due !== due) throw changed();
  return clocked.duties.find(({ id }) => id === duty)?.last ?? null;
}

const changed = () => new ProblemError('too_late', 'somebody changed this since you looked: look again', 'due');
