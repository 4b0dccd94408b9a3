/**
 * How often children are told, and what is tried on whom: data of the operator's, in `policy.yaml` under `notices`. Only
 * notices that inform (nothing is asked, and nothing waits) can be left out, and only between two children who know each
 * other's friends and of whom nothing bad is known: the engine sees to that, whatever stands here (contact/harmless.ts).
 */
import { z } from 'zod';
import { noticeKind } from './words.ts';

/** The kinds that can be left out, where nothing speaks against it. */
export const informingKind = noticeKind.extract(['first_message', 'after_block', 'after_report']);
export type InformingKind = z.infer<typeof informingKind>;

/** How many of each kind are counted a day and child, and so the highest limits. */
export const INFORMED_MAX: Readonly<Record<InformingKind, number>> = {
  first_message: 15,
  after_block: 3,
  after_report: 3,
};
/** The longest time for which the same notice about the same account is not shown again, days. */
export const SAME_AGAIN_DAYS_MAX = 365;
/** At most half of those whom it concerns: nobody learns more by holding out more. */
export const HOLD_OUT_PERCENT_MAX = 50;

const perDay = (kind: InformingKind) => z.int().min(1).max(INFORMED_MAX[kind]).nullable().default(INFORMED_MAX[kind]);

export const noticesPolicy = z.strictObject({
  limits: z
    .strictObject({
      /** one child is shown each kind so often a day at most; null is no limit */
      perDay: z
        .strictObject({
          first_message: perDay('first_message').default(10),
          after_block: perDay('after_block'),
          after_report: perDay('after_report'),
        })
        .prefault({}),
      /** what a block or a report does is not said again about the same account for so many days; 0 says it every time */
      sameAgainAfterDays: z.int().min(0).max(SAME_AGAIN_DAYS_MAX).default(1),
    })
    .prefault({}),
  /** a notice that nobody answered for so many hours, nor settled in another way within a day, has been outlived */
  outlivedAfterHours: z.int().min(1).max(24).default(24),
  /** of so many children one is counted in what becomes of notices: 1 is all of them */
  countOneChildIn: z.int().min(1).max(1000).default(1),
  /** whether a notice is of use: some children are not shown it, and what follows is compared */
  experiment: z
    .strictObject({
      /** another name draws other children */
      name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a name of small letters, digits and hyphens'),
      /** of the children whom it concerns */
      holdOutPercent: z.int().min(1).max(HOLD_OUT_PERCENT_MAX),
      kinds: z.array(informingKind).min(1).max(informingKind.options.length),
    })
    .optional(),
});
export type NoticesPolicy = z.infer<typeof noticesPolicy>;
