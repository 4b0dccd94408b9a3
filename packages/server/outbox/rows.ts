/** From what deciding wants sent to rows of the outbox: made before the commit, and committed with the decision. */
import { createHash } from 'node:crypto';
import type { Notice, Webhook } from '@kith/contract';
import type { Considered, DecidedNotice, NoticeRequested, Told } from '@kith/engine';
import type { OutboxRow } from '../ground/database/index.ts';
import { subscribes, type WebhookEndpoint } from './endpoints.ts';
import { TRY_FOR_MS } from './schedule.ts';

const NONE: readonly OutboxRow[] = Object.freeze([]);

/**
 * One row for each effect and each endpoint that subscribes to its type; none where no endpoint is configured.
 *
 * Pure. A row's id comes from the event, the effect's place and the endpoint, so that deciding the same event again
 * makes the same rows: whoever inserts them must do so with `on conflict do nothing`.
 * @param words puts words to a notice
 * @param now_ms when the rows are made, milliseconds since 1970
 */
export function outboxRows(
  told: Pick<Told, 'id' | 'at'>,
  considered: Pick<Considered, 'effects'>,
  words: (notice: DecidedNotice) => Notice,
  endpoints: readonly WebhookEndpoint[],
  now_ms: number,
): readonly OutboxRow[] {
  if (considered.effects.length === 0 || endpoints.length === 0) return NONE;
  const rows: OutboxRow[] = [];
  for (const [place, effect] of considered.effects.entries()) {
    // a case is Kith's own business: platforms are told of what is decided on it
    if (effect.type === 'case.opened') continue;
    const to = endpoints.filter((endpoint) => subscribes(endpoint, effect.type));
    if (to.length === 0) continue;
    const body = JSON.stringify(webhookOf(told, effect, words));
    for (const { name } of to) {
      rows.push({
        id: rowId(told.id, place, name),
        endpoint: name,
        type: effect.type,
        body,
        created_at: now_ms,
        attempts: 0,
        next_at: now_ms,
        leased_until: 0,
        give_up_at: now_ms + TRY_FOR_MS,
        delivered_at: null,
        dead_at: null,
        last_error: null,
      });
    }
  }
  return rows;
}

function webhookOf(
  told: Pick<Told, 'id' | 'at'>,
  effect: NoticeRequested,
  words: (notice: DecidedNotice) => Notice,
): Webhook {
  const timestamp = new Date(told.at).toISOString();
  return { type: effect.type, timestamp, data: { event: told.id, notice: words(effect.notice) } };
}

/** 128 bits of a hash: event ids are the platform's and as long as they like; a webhook-id should be short. */
function rowId(event: string, place: number, endpoint: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([event, place, endpoint]))
    .digest('hex');
  return `msg_${digest.slice(0, 32)}`;
}
