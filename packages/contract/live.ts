/** News for whoever has a screen open: that something of it has changed, never what. GET /v1/live */
import { z } from 'zod';
import { queueName } from './cases.ts';
import { id } from './words.ts';

/** What is looked at: the beginning of a queue, a case with what follows from it, or the appeals that wait. */
export const liveQuery = z
  .strictObject({
    watch: z.enum(['queue', 'case', 'appeals']),
    /** of `queue`: all of them where it is left out */
    queue: queueName.optional(),
    /** of `case` */
    id: id.optional(),
  })
  .refine(({ watch, id }) => watch !== 'case' || id !== undefined, { error: 'is needed', path: ['id'] });
export type LiveQuery = z.infer<typeof liveQuery>;
