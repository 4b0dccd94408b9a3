/**
 * How long what a case has is kept. Each clock runs from its own moment, and all of it is kept until the last is over: while the
 * case is open, so long after it was closed (`keep.cases`), while something holds it, and for what the law asks. Each names its
 * law, with how sure of it we are: all are to be checked against the official text.
 */
import { z } from 'zod';

/** Days that a clock may run at most: ten years, longer than the law's longest (5 years, of the reference number). */
const CLOCK_DAYS_MAX = 3650;
/** The longest name of a law, characters: a citation and a remark. */
const LAW_LENGTH_MAX = 500;

const clock = z.strictObject({
  days: z.int().min(0).max(CLOCK_DAYS_MAX),
  /** shown to whoever asks why it is still there */
  law: z.string().trim().min(1).max(LAW_LENGTH_MAX),
});

const USUAL = {
  afterSending: {
    // a leap year's too
    days: 366,
    law: 'SI 2026/268 reg. 8(1)(b): 1 year from the date the report was sent (grade Q); 18 USC 2258A(h): 1 year (grade S)',
  },
  afterAuthorityRequest: {
    days: 90,
    law: 'no law says how long: whoever answered an authority may be asked again (SI 2026/268 reg. 7, grade S, has 7 days to answer)',
  },
};

export const evidencePolicy = z
  .strictObject({
    /** since a referral was sent: content, what was submitted, what it was judged by, relevant data */
    afterSending: clock.default(USUAL.afterSending),
    /** since a request of an authority was answered; until then nothing is destroyed */
    afterAuthorityRequest: clock.default(USUAL.afterAuthorityRequest),
  })
  .default(USUAL);
export type EvidencePolicy = z.infer<typeof evidencePolicy>;
