/** From an event that says that somebody reports an account to the row that those who judge it work on. */
import type { Considered, ToldOf } from '@kith/engine';
import type { ReportRow } from '../ground/database/index.ts';
import { nameOf } from './row-names.ts';

/** The report that an event makes: the same event, the same report. */
export const reportIdOf = (event: string): string => nameOf('rep', event, '');

/** The language of a report that says none. */
const NO_LANGUAGE = 'en';

/**
 * Pure. Whoever reports has an account here, and is told at once that the report has come, where they want to be
 * (measures D4, D6).
 */
export function reportRow(
  { id, at, data, filed }: ToldOf<'report.filed'>,
  { reporter }: Pick<Considered, 'reporter'>,
  now_ms: number,
): ReportRow {
  return {
    id: reportIdOf(id),
    event: id,
    source: 'user',
    trusted: 0,
    reporter: data.actor,
    child: reporter?.child ? 1 : 0,
    about: data.other,
    category: data.category,
    conversation: data.conversation ?? null,
    message: data.message ?? null,
    key: filed?.key ?? null,
    sealed: filed?.sealed ?? null,
    at,
    received_at: now_ms,
    language: data.language ?? (reporter?.language || NO_LANGUAGE),
    opted_out: data.optOut ? 1 : 0,
    acknowledged_at: data.optOut ? null : now_ms,
    state: 'open',
    closed_at: null,
    outcome: null,
    unfounded_by: null,
    unfounded_reason: null,
    flagger: null,
    case_id: null,
  };
}
