/**
 * What Kith tells the platform: webhooks in the form of Standard Webhooks
 * (https://www.standardwebhooks.com: headers webhook-id, webhook-timestamp, webhook-signature).
 */
import { z } from 'zod';
import { decision, notice } from './decisions.ts';
import { quietHours } from './family.ts';
import { reportOutcome } from './reports.ts';
import { enforcementKind } from './rulings.ts';
import { id, settings, time } from './words.ts';

/** Words for one person, in their language (BCP 47). */
const shown = { language: z.string(), title: z.string(), body: z.array(z.string()) };

export const webhookData = {
  'notice.requested': z.strictObject({
    /** what it tells of */
    event: id,
    /** of a family's news: this notice's own, since several may be of one event. The same each time that it is sent */
    id: id.optional(),
    notice,
  }),
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
  /** a guardian has answered a weaker safety setting that their child asked for: `approved` ones are in force */
  'settings.decided': z.strictObject({
    account: id,
    settings: settings.partial(),
    decision: z.enum(['approved', 'refused']),
  }),
  /** a guardian asks for an evening and night without notifications for their child, or no longer does (null) */
  'quiet_hours.changed': z.strictObject({ account: id, quietHours: quietHours.nullable() }),
  /** a guardian's summary of the week, for the platform to show or to send on */
  'summary.requested': z.strictObject({ account: id, child: id, ...shown }),
  /** a child has blocked somebody in the Family Centre: the platform blocks, and tells the event account.blocked */
  'block.requested': z.strictObject({ account: id, other: id }),
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
  one('settings.decided'),
  one('quiet_hours.changed'),
  one('summary.requested'),
  one('block.requested'),
]);
export type Webhook = z.infer<typeof webhook>;
