/** News for whoever has a screen open: that something of it has changed, never what. GET /v1/live */
import { z } from 'zod';
import { queueName } from './cases.ts';
import { id } from './words.ts';

/** What is looked at: the beginning of a queue, a case with what follows from it, the appeals that wait, referrals or one of them. */
export const liveQuery = z
  .strictObject({
    watch: z.enum(['queue', 'case', 'appeals', 'referrals', 'referral']),
    /** of `queue`: all of them where it is left out */
    queue: queueName.optional(),
    /** of `case` and `referral` */
    id: id.optional(),
  })
  .refine(({ watch, id }) => (watch !== 'case' && watch !== 'referral') || id !== undefined, {
    error: 'is needed',
    path: ['id'],
  });
export type LiveQuery = z.infer<typeof liveQuery>;
