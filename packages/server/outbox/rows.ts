/** From what deciding wants sent to rows of the outbox: made before the commit, and committed with the decision. */
import { createHash } from 'node:crypto';
import type { Decision, Notice, Webhook, WebhookType } from '@kith/contract';
import type { CaseByLink, CaseByRisk, Considered, Decided, DecidedNotice, Effect, Told } from '@kith/engine';
import type { OutboxRow } from '../ground/database/index.ts';
import { subscribes, type WebhookEndpoint } from './endpoints.ts';
import { TRY_FOR_MS } from './schedule.ts';

/** Puts words to what is sent. */
export interface Wording {
  notice(notice: DecidedNotice): Notice;
  decision(decision: Decided): Decision;
  /** why an account is to be restricted, for the platform's staff */
  restriction(opened: CaseByRisk | CaseByLink): string;
}

const NONE: readonly OutboxRow[] = Object.freeze([]);
const NOBODY: readonly WebhookEndpoint[] = Object.freeze([]);

/**
 * One row for each effect and each endpoint that subscribes to its type; none where no endpoint is configured.
 *
 * Pure. A row's id comes from the event, the effect's place and the endpoint, so that deciding the same event again
 * makes the same rows: whoever inserts them must do so with `on conflict do nothing`.
 * @param wording puts words to what is sent
 * @param now_ms when the rows are made, milliseconds since 1970
 */
export function outboxRows(
  told: Told,
  considered: Pick<Considered, 'effects'>,
  wording: Wording,
  endpoints: readonly WebhookEndpoint[],
  now_ms: number,
): readonly OutboxRow[] {
  if (considered.effects.length === 0 || endpoints.length === 0) return NONE;
  const rows: OutboxRow[] = [];
  for (const [place, effect] of considered.effects.entries()) {
    const type = isUnwanted(told, effect) ? null : typeOf(effect);
    const to = type === null ? NOBODY : endpoints.filter((endpoint) => subscribes(endpoint, type));
    if (type === null || to.length === 0) continue;
    const body = JSON.stringify(webhookOf(told, effect, place, wording));
    for (const { name } of to) {
      rows.push(rowFor({ id: rowId(told.id, place, name), endpoint: name, type, body }, now_ms));
    }
  }
  return rows;
}

/** A row that is due at once, and tried for a day. */
export const rowFor = (of: Pick<OutboxRow, 'id' | 'endpoint' | 'type' | 'body'>, now_ms: number): OutboxRow => ({
  ...of,
  created_at: now_ms,
  attempts: 0,
  next_at: now_ms,
  leased_until: 0,
  give_up_at: now_ms + TRY_FOR_MS,
  delivered_at: null,
  dead_at: null,
  last_error: null,
});

/** Whoever reports and wants to be told nothing about it (D6) gets no thanks later, where somebody else may read them. */
const isUnwanted = (told: Told, effect: Effect): boolean =>
  told.type === 'report.filed' &&
  told.data.optOut === true &&
  effect.type === 'notice.requested' &&
  effect.notice.to === told.data.actor;

/** null: a case is Kith's own business; platforms are told of what is decided on it, and of a restriction meanwhile. */
function typeOf(effect: Effect): WebhookType | null {
  if (effect.type === 'notice.requested' || effect.type === 'decision.revised') return effect.type;
  return 'restrict' in effect && effect.restrict ? 'enforcement.requested' : null;
}

function webhookOf(told: Pick<Told, 'id' | 'at'>, effect: Effect, place: number, wording: Wording): Webhook {
  const timestamp = new Date(told.at).toISOString();
  if (effect.type === 'notice.requested') {
    return { type: effect.type, timestamp, data: { event: told.id, notice: wording.notice(effect.notice) } };
  }
  if (effect.type === 'decision.revised') {
    return { type: effect.type, timestamp, data: { event: effect.event, decision: wording.decision(effect.decision) } };
  }
  if (!('restrict' in effect)) throw new Error('a case is not sent, unless it asks for a restriction');
  const data = {
    enforcement: automaticId(told.id, place),
    account: effect.account,
    kind: 'restrict',
    reason: wording.restriction(effect),
  } as const;
  return { type: 'enforcement.requested', timestamp, data };
}

/** The enforcement that a case asks for by its place among an event's effects: the webhook and the records name it alike. */
export const automaticId = (event: string, place: number): string => rowId(event, place, '').replace('msg_', 'enf_');

/** 128 bits of a hash: event ids are the platform's and as long as they like; a webhook-id should be short. */
function rowId(event: string, place: number, endpoint: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([event, place, endpoint]))
    .digest('hex');
  return `msg_${digest.slice(0, 32)}`;
}
