/**
 * What Kith tells the platform: webhooks in the form of Standard Webhooks
 * (https://www.standardwebhooks.com: headers webhook-id, webhook-timestamp, webhook-signature).
 */
import { z } from 'zod';
import { decision, notice } from './decisions.ts';
import { id, time } from './words.ts';

export const webhookData = {
  'notice.requested': z.strictObject({ event: id, notice }),
  'enforcement.requested': z.strictObject({
    enforcement: id,
    account: id,
    kind: z.enum(['warn', 'remove_content', 'restrict', 'suspend', 'disable', 'restore']),
    content: z.array(id).optional(),
    reason: z.string(),
  }),
  'preservation.requested': z.strictObject({
    preservation: id,
    accounts: z.array(id),
    messages: z.array(id),
    from: time,
    to: time,
  }),
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
  one('decision.revised'),
]);
export type Webhook = z.infer<typeof webhook>;
