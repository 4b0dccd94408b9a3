/** The calendar as it is now. */
import { type CalendarView, ENTRIES_MAX } from '@kith/contract';
import { type CalendarOptions, readClocked } from './clocked.ts';
import { entriesOf } from './entries.ts';

export async function viewCalendar(options: CalendarOptions): Promise<CalendarView> {
  const all = entriesOf(await readClocked(options), options.settings, options.clock());
  const entries = all.slice(0, ENTRIES_MAX);
  const overdue = all.reduce((n, { state, count }) => (state === 'overdue' ? n + count : n), 0);
  return { entries, overdue, left: all.length - entries.length };
}
