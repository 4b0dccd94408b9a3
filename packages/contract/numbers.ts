/**
 * Numbers for those who lead: time and accuracy against their targets (measure ICU C4), what waits, what was overturned, and
 * what alerts for nothing. Of cases, never of people: nobody's speed is in here.
 */
import { z } from 'zod';
import { priorityBand } from './cases.ts';
import { COHORTS_MAX } from './risk.ts';
import { time } from './words.ts';

/** The longest period, days: a year and a day. */
export const NUMBERS_DAYS_MAX = 366;
/** The most causes that are named, those with most alerts for nothing. */
export const CAUSES_MAX = 100;

const day = z.iso.date();

/** GET /v1/numbers and /v1/numbers.csv; whole days in UTC, both included. */
export const numbersQuery = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { error: 'must not be before `from`', path: ['to'] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < NUMBERS_DAYS_MAX * 86_400_000, {
    error: `must be at most ${NUMBERS_DAYS_MAX} days after \`from\``,
    path: ['to'],
  });
export type NumbersQuery = z.output<typeof numbersQuery>;

const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** A share that was measured, against its target; null of nothing. */
const measured = z.strictObject({ of: count, count, share: share.nullable(), target: share });
export type Measured = z.infer<typeof measured>;

/** How many of so many were harmless. */
const harmlessOf = {
  of: count,
  harmless: count,
  share,
  /** the share lies between, with 95 % confidence (Wilson, 1927) */
  low: share,
  high: share,
};

export const numbersView = z.strictObject({
  from: time,
  /** the moment at which the period ends */
  until: time,
  /** cases that were decided in the period, and whether in time */
  time: z.strictObject({
    inTime: measured,
    bands: z.array(
      z.strictObject({
        queue: z.string(),
        queueWords: z.string(),
        band: priorityBand,
        decided: count,
        inTime: count,
        /** from when it waited until it was decided */
        medianHours: z.number(),
        /** nine of ten took at most so long */
        p90Hours: z.number(),
        targetHours: z.number(),
      }),
    ),
  }),
  accuracy: z.strictObject({
    /** second looks that agreed */
    agreed: measured,
    /** appeals that did not overturn */
    upheld: measured,
    /** appeals that wait now */
    appealsOpen: count,
  }),
  /** what waits now */
  backlog: z.array(
    z.strictObject({
      queue: z.string(),
      queueWords: z.string(),
      waiting: count,
      overdue: count,
      oldestHours: z.number(),
      /** how long they have waited: up to so many hours (null: longer than all before) */
      ages: z.array(z.strictObject({ upToHours: z.number().nullable(), count })),
    }),
  ),
  /** day by day, in UTC */
  days: z.array(z.strictObject({ day, opened: count, decided: count })),
  /** what brought cases to people in which no violation was found */
  falseAlerts: z
    .array(
      z.strictObject({
        kind: z.enum(['term', 'cue', 'rule', 'report', 'random']),
        name: z.string(),
        /** the same in the reader's language; a rule's name as the policy has it */
        words: z.string(),
        /** decided cases that it took part in, and those of them without a violation */
        ...harmlessOf,
      }),
    )
    .max(CAUSES_MAX),
  /** how often alerts were false, by groups of at least a thousand accounts; those of whom fewer than five were ruled on together */
  falseAlertsByCohort: z
    .array(
      z.strictObject({
        /** age band, language and country, the narrowest with enough accounts: `adult en GB`, `adult en`, `adult`; `others` */
        cohort: z.string(),
        /** the same in the reader's language */
        words: z.string(),
        /** accounts that Kith's own detection brought to people, with a ruling in the period, and those without a violation */
        ...harmlessOf,
      }),
    )
    .max(COHORTS_MAX + 1),
});
export type NumbersView = z.infer<typeof numbersView>;
