/** How reports are answered: data of the operator's, in `policy.yaml` under `reports`. */
import { z } from 'zod';

/** Hours: a month, after which an indicative time tells nobody anything. */
const hours = z.int().min(1).max(744);

export const reportsPolicy = z.strictObject({
  /** how long it usually takes until somebody has looked: what whoever reports is told (measure D4) */
  usualHours: z
    .strictObject({
      /** where a child may be in danger */
      danger: hours,
      other: hours,
    })
    .prefault({ danger: 24, other: 72 }),
  /** the words of a report are deleted so many days after it was closed */
  wordsKeptDays: z.int().min(1).max(3650).default(90),
  /** whether moderators may mark a report as manifestly unfounded (measure D13): nothing ever does so by itself */
  unfounded: z.boolean().default(false),
  /** where "Exit this page" leads: something that anybody may have open */
  exitTo: z.url({ protocol: /^https$/ }).default('https://www.bbc.co.uk/weather'),
});
export type ReportsPolicy = z.infer<typeof reportsPolicy>;
