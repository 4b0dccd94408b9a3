/** What the calendar needs, with the kinds of assessments that come with Kith. */
import { shippedKinds } from '../assessments/kinds.ts';
import type { CalendarOptions } from './clocked.ts';

export type CalendarOf = Omit<CalendarOptions, 'kinds'>;

/** @throws RegistryError */
export const calendarOf = (of: CalendarOf): CalendarOptions => ({ ...of, kinds: shippedKinds() });
