/** Tells whoever reported, by way of the platform: that it has come, and what became of it. Nobody else is told anything. */
import { createHash } from 'node:crypto';
import type { ReportsPolicy, Webhook } from '@kith/contract';
import type { Considered, Told } from '@kith/engine';
import type { OutboxRow, ReportRow } from '../ground/database/index.ts';
import { reportIdOf } from '../knowledge/index.ts';
import { rowFor, subscribes, type WebhookEndpoint } from '../outbox/index.ts';
import { acknowledgement, closing } from './answers.ts';
import { isDanger, reportWords, spokenOf } from './words.ts';

const NONE: readonly OutboxRow[] = Object.freeze([]);

/**
 * The rows that acknowledge a report, committed with it; none where whoever reports wants no messages (D4, D6).
 * Pure: the same event gives the same rows.
 */
export function acknowledgedRows(
  told: Told,
  { reporter }: Pick<Considered, 'reporter'>,
  settings: ReportsPolicy,
  endpoints: readonly WebhookEndpoint[],
  now_ms: number,
): readonly OutboxRow[] {
  if (told.type !== 'report.filed' || told.data.optOut === true) return NONE;
  const { actor, category, language: asked } = told.data;
  const language = spokenOf(asked ?? reporter?.language ?? '');
  const { title } = { title: reportWords[language].messages.acknowledged };
  const body = acknowledgement({ danger: isDanger(category), told: 'told' }, settings, language);
  const report = reportIdOf(told.id);
  const timestamp = new Date(told.at).toISOString();
  const data = { report, account: actor, language, title, body };
  return rowsOf({ type: 'report.acknowledged', timestamp, data }, report, endpoints, now_ms);
}

/** The rows that say what became of reports, to those who have an account and want to hear of it. */
export function closedRows(
  rows: readonly ReportRow[],
  endpoints: readonly WebhookEndpoint[],
  now_ms: number,
): OutboxRow[] {
  return rows.flatMap((row) => {
    const { id, reporter, outcome } = row;
    if (reporter === null || outcome === null || row.opted_out === 1) return [];
    const language = spokenOf(row.language);
    const title = reportWords[language].messages.closed;
    const data = { report: id, account: reporter, outcome, language, title, body: closing(outcome, language) };
    return rowsOf({ type: 'report.closed', timestamp: new Date(now_ms).toISOString(), data }, id, endpoints, now_ms);
  });
}

function rowsOf(webhook: Webhook, report: string, endpoints: readonly WebhookEndpoint[], now_ms: number): OutboxRow[] {
  const body = JSON.stringify(webhook);
  return endpoints
    .filter((endpoint) => subscribes(endpoint, webhook.type))
    .map(({ name }) =>
      rowFor({ id: rowId(webhook.type, report, name), endpoint: name, type: webhook.type, body }, now_ms),
    );
}

/** The webhook-id: each is told once. */
const rowId = (type: string, report: string, endpoint: string): string =>
  `msg_${createHash('sha256')
    .update(JSON.stringify([type, report, endpoint]))
    .digest('hex')
    .slice(0, 32)}`;
