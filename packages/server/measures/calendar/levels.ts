/** Clocks of the law that are overdue, as a level to set an alarm on. */
import type { Level } from '../../ground/telemetry/index.ts';
import type { CalendarOptions } from './clocked.ts';
import { viewCalendar } from './view.ts';

/** Clocks run for days: they are read at most so often, however many scrape, milliseconds. */
const LOOK_EVERY_MS = 60_000;

/** Left out where the records can't be read now. */
export function calendarLevels(options: CalendarOptions): () => Promise<readonly Level[]> {
  let looked: { at: number; found: Promise<readonly Level[]> } | null = null;
  const look = async (): Promise<readonly Level[]> => {
    const { overdue } = await viewCalendar(options);
    const help =
      'What is overdue by a clock of the law, an assessment, or a target of the service: see kith measures calendar.';
    return [{ name: 'kith_calendar_overdue', help, unit: '', value: overdue }];
  };
  return () => {
    const now = options.clock();
    if (looked === null || now - looked.at >= LOOK_EVERY_MS || now < looked.at) {
      looked = { at: now, found: look().catch(() => []) };
    }
    return looked.found;
  };
}
