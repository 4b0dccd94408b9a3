/** Webhooks that ask the platform for something, once or again, and what became of them. */
import { createHash } from 'node:crypto';
import type { Webhook, WebhookType } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { OutboxRow, Records } from '../ground/database/index.ts';
import { subscribes, type WebhookEndpoint } from './endpoints.ts';
import { rowFor } from './rows.ts';

/** What a webhook belongs to, and the how manieth it is of that: told twice with the same it is there once. */
interface Once {
  about: string;
  time: number;
  now_ms: number;
}

/** A row of the outbox for each endpoint that takes a webhook. Pure. */
export function rowsOfWebhook(
  endpoints: readonly WebhookEndpoint[],
  webhook: Webhook,
  { about, time, now_ms }: Once,
): OutboxRow[] {
  const to = endpoints.filter((endpoint) => subscribes(endpoint, webhook.type));
  const body = JSON.stringify(webhook);
  return to.map(({ name }) =>
    rowFor({ id: webhookId(about, time, name), endpoint: name, type: webhook.type, body }, now_ms),
  );
}

/** Puts a webhook into the outbox. @returns the ids of its rows; none where no endpoint takes it */
export async function send(
  trx: Transaction<Records>,
  endpoints: readonly WebhookEndpoint[],
  webhook: Webhook,
  once: Once,
): Promise<readonly string[]> {
  const rows = rowsOfWebhook(endpoints, webhook, once);
  if (rows.length === 0) return [];
  await trx
    .insertInto('outbox')
    .values(rows)
    .onConflict((c) => c.column('id').doNothing())
    .execute();
  return rows.map(({ id }) => id);
}

/** The webhook-id of what asks for something the first time (0), or again. */
function webhookId(about: string, time: number, endpoint: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([about, time, endpoint]))
    .digest('hex');
  return `msg_${digest.slice(0, 32)}`;
}

/** What became of what asked for something the last time. */
interface Delivery {
  /** when an endpoint took it, milliseconds since 1970; null where none has */
  delivered_at: number | null;
  /** it is still on its way to one */
  waits: boolean;
}

export async function deliveryOf(
  db: Kysely<Records>,
  endpoints: readonly WebhookEndpoint[],
  type: WebhookType,
  { about, time }: { about: string; time: number },
): Promise<Delivery> {
  const ids = endpoints.filter((to) => subscribes(to, type)).map(({ name }) => webhookId(about, time, name));
  if (ids.length === 0) return { delivered_at: null, waits: false };
  const rows = await db.selectFrom('outbox').select(['delivered_at', 'dead_at']).where('id', 'in', ids).execute();
  const times = rows.flatMap(({ delivered_at }) => (delivered_at === null ? [] : [delivered_at]));
  const waits = rows.some((sent) => sent.delivered_at === null && sent.dead_at === null);
  return { delivered_at: times.length > 0 ? Math.min(...times) : null, waits };
}
