/** Yearly duties that were seen to: by whom and when, and for which day. Each is written down once, and audited. */
import { appendAudit } from '../../ground/audit/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { dayName, dayOf } from '../counts/index.ts';
import { type CalendarOptions, readClocked } from './clocked.ts';
import { entriesOf } from './entries.ts';

interface Doing {
  duty: string;
  /** as the calendar showed it; null of a duty without a day */
  due: string | null;
  /** of staff */
  by: string;
}

/** @throws ProblemError `not_known`, `too_late` where somebody saw to it since it was shown */
export async function markDone(options: CalendarOptions, { duty, due, by }: Doing): Promise<void> {
  const { db, settings, clock } = options;
  const at_ms = clock();
  const shown = entriesOf(await readClocked(options), settings, at_ms).find((entry) => entry.duty === duty);
  if (shown === undefined) throw new ProblemError('not_known', 'there is no such duty', 'duty');
  if (shown.due !== due) throw done();
  const due_day = dayOf(due === null ? at_ms : Date.parse(due));
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('duty_done')
      .values({ duty, due_day, done_at: at_ms, done_by: by })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw done();
    await appendAudit(trx, {
      ...{ at_ms, by: `staff:${by}`, action: 'calendar.duty_done', subject: `duty:${duty}` },
      detail: { due: due === null ? null : dayName(due_day) },
    });
  });
}

const done = () => new ProblemError('too_late', 'somebody marked this as done since you looked: look again', 'due');
