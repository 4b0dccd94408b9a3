/**
 * How cases are worked on: their queues, what makes one pressing, targets, leases, and how much of it people see. Data of the
 * operator's, in `policy.yaml` under `cases`. docs/MODERATING.md explains each.
 */
import { z } from 'zod';
import { type priorityBand, queueName } from './cases.ts';
import { evidenceCode } from './words.ts';

/** The most queues: more is a list that nobody keeps in mind. */
const QUEUES_MAX = 50;
/** The most that one factor may add: past that it would be the whole priority. */
const POINTS_MAX = 1000;
/** Hours: a year, longer than any target is worth having. */
const hours = z.number().positive().max(8760);
const points = z.number().min(0).max(POINTS_MAX);
const share = z.number().min(0).max(1);
const words = z.strictObject({ en: z.string().min(1).max(80), cy: z.string().min(1).max(80) });

const byCode = z.partialRecord(evidenceCode, points);
/** Hours within which a case is to be decided, by band. */
const targetHours = z.strictObject({ urgent: hours, high: hours, normal: hours });

const queue = z.strictObject({
  name: queueName,
  /** for those who work on it */
  words,
  /** other targets than `targets.hours` has */
  hours: targetHours.partial().optional(),
});

const priority = z.strictObject({
  /** what an hour of waiting adds: above 0, so that nothing starves */
  perHour: z.number().positive().max(POINTS_MAX).default(0.5),
  danger: z
    .strictObject({
      /** for evidence of a code towards a child: the most of them, by how lately it was seen */
      codes: byCode.default({
        ...{ MEETING: 40, MEDIA_REQUEST: 35, PRESSURE: 35, OFF_PLATFORM: 22, SECRECY: 20 },
        ...{ SUPERVISION_CHECK: 15, COMPLIANCE_TEST: 15, GIFT: 12, PERSONAL_INFO: 8, AGE_QUERY: 5, FLATTERY: 5 },
      }),
      /** whole within so many hours, half within a week, a fifth after that */
      recentHours: hours.default(48),
      /** a child has answered the account lately */
      replied: points.default(15),
    })
    .prefault({}),
  severity: z
    .strictObject({
      codes: byCode.default({
        ...{ MEDIA_REQUEST: 25, PRESSURE: 25, MEETING: 25, COMPLIANCE_TEST: 15, SECRECY: 12 },
        ...{ OFF_PLATFORM: 12, GIFT: 10, SUPERVISION_CHECK: 10, PERSONAL_INFO: 6, AGE_QUERY: 4, FLATTERY: 4 },
      }),
      /** for a category of reports; those that are not named get `report` */
      categories: z.record(z.string().min(1).max(64), points).default({}),
      report: points.default(8),
      /** known material: `verified` by itself makes a case urgent */
      material: z.strictObject({ verified: points.default(200), likely: points.default(60) }).prefault({}),
    })
    .prefault({}),
  reach: z.strictObject({ perChild: points.default(3), most: points.default(24) }).prefault({}),
  likelihood: z
    .strictObject({
      medium: points.default(12),
      high: points.default(28),
      /** for each reporter beyond the first who says so, too */
      perReporter: points.default(5),
      most: points.default(45),
    })
    .prefault({}),
  /** for the most trusted of those who report */
  trust: z
    .strictObject({
      trusted: points.default(25),
      child: points.default(15),
      guardian: points.default(12),
      adult: points.default(6),
      anonymous: points.default(3),
    })
    .prefault({}),
  /** an earlier case was ruled a violation within so many days */
  earlier: z
    .strictObject({ points: points.default(12), days: z.number().positive().max(3650).default(180) })
    .prefault({}),
  /** from how many points on a case is urgent, or high */
  bands: z
    .strictObject({ urgent: points.default(80), high: points.default(40) })
    .refine((b) => b.high < b.urgent, { message: 'must be below `urgent`', path: ['high'] })
    .prefault({}),
});
export type PriorityPolicy = z.infer<typeof priority>;

export const casePolicy = z.strictObject({
  /** beside these there are those that rules name */
  queues: z
    .array(queue)
    .max(QUEUES_MAX)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must name each queue once')
    .default([
      { name: 'risk', words: { en: 'Risk', cy: 'Risg' } },
      { name: 'reports', words: { en: 'Reports', cy: 'Adroddiadau' } },
      { name: 'known-material', words: { en: 'Known material', cy: 'Deunydd hysbys' } },
      { name: 'returning', words: { en: 'Coming back', cy: 'Yn dod yn ôl' } },
      { name: 'sample', words: { en: 'Drawn at random', cy: 'Tynnwyd ar hap' } },
    ]),
  /** how long somebody has a case who does nothing with it */
  leaseMinutes: z.number().min(1).max(240).default(15),
  priority: priority.prefault({}),
  /** measure ICU C4: of time and of accuracy, both measured (GET /v1/numbers) */
  targets: z
    .strictObject({
      hours: targetHours.default({ urgent: 2, high: 24, normal: 72 }),
      /** the share of cases that are decided in time */
      inTime: share.default(0.95),
      /** the share of second looks that agree */
      agreed: share.default(0.95),
      /** the share of appeals that don't overturn */
      upheld: share.default(0.95),
    })
    .prefault({}),
  /** how much hard material somebody sees in a shift before they are given lighter work, and then a break */
  exposure: z
    .strictObject({
      shiftHours: z.number().positive().max(24).default(8),
      /** severities of the cases that one looked into, added up */
      budget: z.number().positive().max(10_000).default(60),
      /** beyond the budget one is given cases of this severity at most; 0: none */
      lighter: z.int().min(0).max(2).default(1),
    })
    .prefault({}),
});
export type CasePolicy = z.infer<typeof casePolicy>;

/** The hours within which a case of a queue and band is to be decided. */
export const targetHoursOf = (
  { queues, targets }: Pick<CasePolicy, 'queues' | 'targets'>,
  queue: string,
  band: z.infer<typeof priorityBand>,
): number => queues.find(({ name }) => name === queue)?.hours?.[band] ?? targets.hours[band];
