/** What becomes of notices, by kind and language: which are answered, which are outlived, and what follows. Nobody is named. */
import { z } from 'zod';
import { choice, noticeKind, risk, time } from './words.ts';

const n = z.int().min(0);
/** What a child did towards whom a notice was about, within a day of it. */
export const noticeAct = z.enum(['accept', 'block', 'report']);
export type NoticeAct = z.infer<typeof noticeAct>;
const led = z.strictObject({ accept: n, block: n, report: n });

const become = {
  shown: n,
  /**
   * neither answered within the policy's time, nor settled in another way within a day: a block, report, acceptance or refusal on
   * another page or device, or the other who ended it. What is neither this nor a choice was settled so
   */
  outlived: n,
  choices: z.partialRecord(choice, n),
  /** more than one of these can follow on one notice, and none of them need have come of it */
  led,
};

/** Of one experiment and kind: as many children as it concerned, in each arm, and what they did within a day. */
const arm = z.strictObject({ drawn: n, led });
const difference = z.strictObject({
  act: noticeAct,
  /** the share with the notice less the share without */
  difference: z.number().min(-1).max(1),
  /** where it lies with 95 % confidence (Newcombe's interval from Wilson's scores) */
  low: z.number().min(-1).max(1),
  high: z.number().min(-1).max(1),
});

/** GET /v1/notices/numbers */
export const noticeNumbers = z.strictObject({
  from: time,
  until: time,
  /** counted for good: those of the last day or so are still open */
  kinds: z.array(
    z.strictObject({
      kind: noticeKind,
      language: z.string(),
      ...become,
      /** left out, since the child was shown the like often enough */
      toldEnough: n,
    }),
  ),
  /** the same by the risk of whom it was about, as it stood when it was shown */
  risks: z.array(z.strictObject({ kind: noticeKind, risk, ...become })),
  /** shown in the period, and not counted yet */
  open: n,
  /** of how many children one is counted, as policy says now */
  countedOneIn: z.int().min(1),
  experiments: z.array(
    z.strictObject({
      name: z.string(),
      kind: noticeKind,
      shown: arm,
      heldOut: arm,
      /** empty while one of the arms is */
      differences: z.array(difference),
    }),
  ),
});
export type NoticeNumbers = z.infer<typeof noticeNumbers>;
