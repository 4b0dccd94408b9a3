/** From what the platform is asked to rows of the outbox. */
import { createHash } from 'node:crypto';
import type { EnforcementKind, Webhook } from '@kith/contract';
import { enforcementKind } from '@kith/contract';
import type { Transaction } from 'kysely';
import type { EnforcementRow, OutboxRow, Records } from '../ground/database/index.ts';
import { rowFor, subscribes, type WebhookEndpoint } from '../outbox/index.ts';
import { readNames } from './follow.ts';

/** `preserve` is a request of its own, and no kind of enforcement that platforms are told. */
export const kindOf = ({ kind }: Pick<EnforcementRow, 'kind'>): EnforcementKind => enforcementKind.parse(kind);

/** What asks for an enforcement. */
export function enforcementWebhook(row: EnforcementRow, now_ms: number): Webhook {
  const content = readNames(row.content);
  return {
    type: 'enforcement.requested',
    timestamp: new Date(now_ms).toISOString(),
    data: {
      ...{ enforcement: row.id, account: row.account, kind: kindOf(row), reason: row.reason },
      ...(content.length > 0 && { content }),
    },
  };
}

/** Who and what is to be kept by a request to preserve. */
export interface Preserved {
  accounts: readonly string[];
  messages: readonly string[];
  from_ms: number;
  to_ms: number;
}

export function preservationWebhook(
  row: EnforcementRow,
  { accounts, messages, from_ms, to_ms }: Preserved,
  now_ms: number,
): Webhook {
  const [from, to] = [new Date(from_ms).toISOString(), new Date(to_ms).toISOString()];
  return {
    type: 'preservation.requested',
    timestamp: new Date(now_ms).toISOString(),
    data: { preservation: row.id, accounts: [...accounts], messages: [...messages], from, to },
  };
}

/**
 * Puts a webhook into the outbox, for each endpoint that takes it. Told twice with the same `about` and `time` it is there
 * once. @returns the ids of its rows; none where no endpoint takes it
 */
export async function send(
  trx: Transaction<Records>,
  endpoints: readonly WebhookEndpoint[],
  webhook: Webhook,
  { about, time, now_ms }: { about: string; time: number; now_ms: number },
): Promise<readonly string[]> {
  const to = endpoints.filter((endpoint) => subscribes(endpoint, webhook.type));
  const body = JSON.stringify(webhook);
  const rows = to.map(({ name }): OutboxRow => {
    return rowFor({ id: webhookId(about, time, name), endpoint: name, type: webhook.type, body }, now_ms);
  });
  if (rows.length === 0) return [];
  await trx
    .insertInto('outbox')
    .values(rows)
    .onConflict((c) => c.column('id').doNothing())
    .execute();
  return rows.map(({ id }) => id);
}

/** The webhook-id of what asks for something the first time (0), or again. */
export function webhookId(about: string, time: number, endpoint: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([about, time, endpoint]))
    .digest('hex');
  return `msg_${digest.slice(0, 32)}`;
}
