/**
 * What Kith tells the platform: webhooks in the form of Standard Webhooks
 * (https://www.standardwebhooks.com: headers webhook-id, webhook-timestamp, webhook-signature).
 */
import { z } from 'zod';
import { decision, notice } from './decisions.ts';
import { reportOutcome } from './reports.ts';
import { enforcementKind } from './rulings.ts';
import { id, time } from './words.ts';

/** Words for one person, in their language (BCP 47). */
const shown = { language: z.string(), title: z.string(), body: z.array(z.string()) };

export const webhookData = {
  'notice.requested': z.strictObject({ event: id, notice }),
  'enforcement.requested': z.strictObject({
    enforcement: id,
    account: id,
    kind: enforcementKind,
    content: z.array(id).optional(),
    reason: z.string(),
  }),
  'preservation.requested': z.strictObject({
    preservation: id,
    accounts: z.array(id),
    messages: z.array(id),
    media: z.array(id),
    from: time,
    to: time,
  }),
  /** what an affected person is to be told, in their language: the platform shows it, or sends it on */
  'statement.requested': z.strictObject({
    statement: id,
    account: id,
    /** BCP 47 */
    language: z.string(),
    title: z.string(),
    body: z.array(z.string()),
    /** null where nothing can be appealed; the link is theirs alone, and needs no account */
    appeal: z.strictObject({ label: z.string(), url: z.url(), until: time }).nullable(),
  }),
  /** a report has come, and what happens next: the platform shows it to whoever reported (measures D4, D5) */
  'report.acknowledged': z.strictObject({ report: id, account: id, ...shown }),
  /** a report was looked at: what whoever reported may know of what became of it */
  'report.closed': z.strictObject({ report: id, account: id, outcome: reportOutcome, ...shown }),
  'decision.revised': z.strictObject({ event: id, decision }),
} as const;

export type WebhookType = keyof typeof webhookData;
export const webhookTypes = Object.keys(webhookData) as WebhookType[];

const one = <T extends WebhookType>(type: T) =>
  z.strictObject({ type: z.literal(type), timestamp: time, data: webhookData[type] });

export const webhook = z.discriminatedUnion('type', [
  one('notice.requested'),
  one('enforcement.requested'),
  one('preservation.requested'),
  one('statement.requested'),
  one('report.acknowledged'),
  one('report.closed'),
  one('decision.revised'),
]);
export type Webhook = z.infer<typeof webhook>;
