/** Reports as rows: lists for those who judge them, one at a time, what becomes of them, and how often flaggers are right. */
import type { FlaggerAccuracy, ReportOutcome, ReportSummary, ReportsQuery } from '@kith/contract';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { sayCategory } from '../cases/index.ts';
import type { Records, ReportRow } from '../ground/database/index.ts';
import { KEYS_MAX } from '../ground/keys/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { idPrefixOf, referenceOf } from './reference.ts';

type Db = Kysely<Records> | Transaction<Records>;

const timeOf = (at_ms: number): string => new Date(Number(at_ms)).toISOString();

/** As it is shown in lists: without who reported, and without what they wrote. */
export function summaryOf(row: Selectable<ReportRow>, language: Language): ReportSummary {
  return {
    ...{
      id: row.id,
      reference: referenceOf(row.id),
      source: row.source,
      trusted: row.trusted === 1,
      child: row.child === 1,
    },
    ...{
      about: row.about,
      category: row.category,
      categoryWords: sayCategory(row.category, language),
      conversation: row.conversation,
      message: row.message,
    },
    ...{ at: timeOf(row.at), receivedAt: timeOf(row.received_at) },
    acknowledgedAt: row.acknowledged_at === null ? null : timeOf(row.acknowledged_at),
    ...{ optedOut: row.opted_out === 1, language: row.language, state: row.state },
    closedAt: row.closed_at === null ? null : timeOf(row.closed_at),
    ...{ outcome: row.outcome, hasText: row.key !== null, case: row.case_id },
  };
}

/** The newest first. @throws RangeError for an `after` that is none of ours */
export async function listReports(
  db: Db,
  query: ReportsQuery,
  language: Language,
): Promise<{ reports: ReportSummary[]; next: string | null }> {
  const { state, source, about, unplaced, reference, after, limit } = query;
  let rows = db
    .selectFrom('report')
    .selectAll()
    .orderBy('received_at', 'desc')
    .orderBy('id')
    .limit(limit + 1);
  if (state !== undefined) rows = rows.where('state', '=', state);
  if (source !== undefined) rows = rows.where('source', '=', source);
  if (about !== undefined) rows = rows.where('about', '=', about);
  if (unplaced !== undefined) rows = rows.where('about', unplaced ? 'is' : 'is not', null);
  if (reference !== undefined) {
    const prefix = idPrefixOf(reference);
    if (prefix === null) return { reports: [], next: null };
    rows = rows.where('id', '>=', prefix).where('id', '<', `${prefix}g`);
  }
  if (after !== undefined) {
    const { at, id } = readAfter(after);
    rows = rows.where(({ eb, and, or }) =>
      or([eb('received_at', '<', at), and([eb('received_at', '=', at), eb('id', '>', id)])]),
    );
  }
  const found = await rows.execute();
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    reports: page.map((row) => summaryOf(row, language)),
    next: last === undefined ? null : `${last.received_at}.${last.id}`,
  };
}

function readAfter(after: string): { at: number; id: string } {
  const [, at, id] = /^(\d{1,15})\.(rep_[0-9a-f]{32})$/.exec(after) ?? [];
  if (at === undefined || id === undefined) throw new RangeError('is no `next` of a page');
  return { at: Number(at), id };
}

export const reportRowOf = (db: Db, id: string): Promise<Selectable<ReportRow> | undefined> =>
  db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirst();

/** Closes reports that are open; gives those that were. */
export function closeRows(trx: Transaction<Records>, ids: readonly string[], outcome: ReportOutcome, now_ms: number) {
  if (ids.length === 0) return Promise.resolve([]);
  return trx
    .updateTable('report')
    .set({ state: 'closed', closed_at: now_ms, outcome })
    .where('id', 'in', ids)
    .where('state', '=', 'open')
    .returningAll()
    .execute();
}

/** How often what each key reported was acted on, of what was closed since a time. */
export async function accuracyOf(db: Db, since_ms: number): Promise<FlaggerAccuracy> {
  const counts = await db
    .selectFrom('report')
    .select(({ fn, eb }) => [
      'flagger',
      fn.countAll().as('reports'),
      fn.sum(eb.case().when('state', '=', 'closed').then(1).else(0).end()).as('closed'),
      fn.sum(eb.case().when('outcome', '=', 'acted').then(1).else(0).end()).as('acted'),
    ])
    .where('flagger', 'is not', null)
    .where('received_at', '>=', since_ms)
    .groupBy('flagger')
    .orderBy('flagger')
    .limit(KEYS_MAX)
    .execute();
  const names = new Map(
    (await db.selectFrom('api_key').select(['id', 'name']).execute()).map(({ id, name }) => [id, name]),
  );
  const flaggers = counts.map((count) => {
    const key = count.flagger ?? '';
    const [reports, closed, acted] = [Number(count.reports), Number(count.closed), Number(count.acted)];
    return { key, name: names.get(key) ?? '', reports, closed, acted, share: closed === 0 ? null : acted / closed };
  });
  return { flaggers };
}
