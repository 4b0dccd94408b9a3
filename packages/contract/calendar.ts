/** The clocks of the law in one calendar: what is due, by when, by which law, and for whom. No names, and nothing that was said. */
import { z } from 'zod';
import { gradeOfWording } from './measures.ts';
import { time } from './words.ts';

/** Entries of one answer: the most pressing. */
export const ENTRIES_MAX = 2_000;

export const clockName = z.enum([
  /** an assessment that was never signed */
  'assessment_missing',
  'assessment_review',
  /** a change of the service that must be considered before it is made */
  'planned_change',
  /** what somebody of the service said of a measure is not to be relied on from then */
  'attestation',
  /** what an authority asks about a referral */
  'authority_request',
  /** by when a referral is to be sent: the operator's own target */
  'referral',
  /** what a referral rests on must be kept until then */
  'retention',
  /** the reference number of a referral must be kept until then */
  'reference',
  /** evidence that somebody holds */
  'hold',
  /** somebody wants their data erased */
  'erasure',
  /** by when whoever appealed was told that they would be answered */
  'appeal',
  'intimate_image',
  /** once a year */
  'duty',
]);
export type ClockOfLaw = z.infer<typeof clockName>;

/** The most pressing first. `undated`: nobody has said on which day of the year. */
export const clockState = z.enum(['overdue', 'missing', 'soon', 'later', 'undated']);
export type ClockState = z.infer<typeof clockState>;

/** How sure Kith is of a clock's law; `no_law`: it rests on none, and there is no text to check. */
export const gradeOfClock = z.enum([...gradeOfWording.options, 'no_law']);
export type GradeOfClock = z.infer<typeof gradeOfClock>;

export const calendarEntry = z.strictObject({
  /** the same for as long as it is the same thing that is due */
  id: z.string(),
  what: clockName,
  state: clockState,
  /** null where nothing says when */
  due: time.nullable(),
  /** in English: which assessment, measure or duty; null where the clock says it all */
  about: z.string().nullable(),
  /** so many are due on that day */
  count: z.int().min(1),
  law: z.string(),
  wording: gradeOfClock,
  /** who sees to it */
  who: z.enum(['compliance', 'judges', 'seniors']),
  /** where in the console it is done; null where it is done elsewhere */
  link: z.string().nullable(),
  /** the yearly duty that it is, by its name; null of everything else */
  duty: z.string().nullable(),
  /** the day on which somebody saw to it last; null where nobody did, or that isn't kept */
  done: z.iso.date().nullable(),
});
export type CalendarEntry = z.infer<typeof calendarEntry>;

export const calendarView = z.strictObject({
  entries: z.array(calendarEntry).max(ENTRIES_MAX),
  overdue: z.int().min(0),
  /** entries that were left out: those that are due last */
  left: z.int().min(0),
});
export type CalendarView = z.infer<typeof calendarView>;

/** POST /v1/calendar/duties/{duty}/done and .../undone: `due` is what was shown, so that nobody does either twice by pressing twice. */
export const dutyDoneInput = z.strictObject({ due: time.nullable() });

/** GET /v1/calendar/link: since when somebody's own address for programs of calendars is good; null where there is none. */
export const calendarLink = z.strictObject({ made: time.nullable() });
export type CalendarLink = z.infer<typeof calendarLink>;
/** POST /v1/calendar/link: the address is told this once. */
export const calendarLinkMade = z.strictObject({ made: time, path: z.string() });
export type CalendarLinkMade = z.infer<typeof calendarLinkMade>;
