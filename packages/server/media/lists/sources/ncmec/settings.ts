/** NCMEC's hash sharing, as a list's settings name it. */
import { wrongReason } from '@kith/contract';
import { z } from 'zod';
import { certificates } from '../certificates.ts';
import { secretFrom } from '../secret.ts';
import { checkWhere } from '../where.ts';

/** Where it is (second-hand, grade S: as the public client names it). Its members are told which of them are theirs. */
const ENVIRONMENTS = {
  test: 'https://exttest.cybertip.org/hashsharing',
  production: 'https://report.cybertip.org/hashsharing',
} as const;

export const ncmec = z
  .strictObject({
    kind: z.literal('ncmec'),
    /** production only where that is said */
    environment: z.enum(['test', 'production']).default('test'),
    /** another of its databases */
    url: z.url({ protocol: /^https?$/, error: 'must be an https URL' }).optional(),
    user: z.string().regex(/^[^:\p{Cc}]{1,256}$/u),
    password: secretFrom,
    allowPrivate: z.boolean().default(false),
    ca: certificates,
    /** only what these members gave; of all where it is left out */
    members: z.array(z.int().positive()).min(1).max(1_000).optional(),
    /** how long one import may take: the first asks for everything */
    minutesMax: z.number().min(1).max(10_080).default(2_880),
    /** whether it is told by itself of entries that people here found wrong; else they are in a file to hand over */
    feedback: z.boolean().default(true),
    /** which of its reasons, by id or name, stands for which of Kith's, where it offers several */
    reasons: z.partialRecord(wrongReason, z.string().min(1).max(256)).default({}),
  })
  .superRefine(({ url, allowPrivate }, context) => {
    if (url !== undefined) checkWhere({ url, allowPrivate }, context);
  });
export type NcmecSource = z.output<typeof ncmec>;

export const ncmecUrl = ({ environment, url = ENVIRONMENTS[environment] }: NcmecSource): URL =>
  new URL(url.replace(/\/+$/, ''));
