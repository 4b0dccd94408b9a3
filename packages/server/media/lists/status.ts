/** How each list stands: which version, how old, what went wrong last. Counts and times, never what is in it. */
import type { Kysely } from 'kysely';
import type { KnownVersionRow, Records } from '../../ground/database/index.ts';
import { type ListSettings, staleAfter_ms } from './settings.ts';

export interface ListStatus {
  name: string;
  source: ListSettings['from']['kind'];
  /** the version in use; 0 before the first */
  version: number;
  entries: number;
  /** when its source last said what is in it, milliseconds since 1970; null before the first import */
  freshAt_ms: number | null;
  /** older than it may be, or never imported though that is due since so long */
  stale: boolean;
  /** when its source is asked next; null where it is being asked now */
  nextAt_ms: number | null;
  failures: number;
  /** code of the last failure; null since the last import that worked */
  lastError: string | null;
}

export async function listStatuses(
  db: Kysely<Records>,
  lists: readonly ListSettings[],
  now_ms: number,
): Promise<readonly ListStatus[]> {
  const rows = await db.selectFrom('known_list').selectAll().execute();
  const byName = new Map(rows.map((row) => [row.name, row]));
  return lists.map((settings): ListStatus => {
    const { name, from } = settings;
    const row = byName.get(name);
    const freshAt_ms = row?.fresh_at == null ? null : Number(row.fresh_at);
    return {
      name,
      source: from.kind,
      version: Number(row?.live ?? 0),
      entries: Number(row?.entries ?? 0),
      freshAt_ms,
      // one that was never there protects nobody
      stale: freshAt_ms === null || now_ms - freshAt_ms > staleAfter_ms(settings),
      nextAt_ms: row !== undefined && row.leased_until > now_ms ? null : Number(row?.next_at ?? now_ms),
      failures: row?.failures ?? 0,
      lastError: row?.last_error ?? null,
    };
  });
}

/** Imports of a list that are told at once. */
export const HISTORY_MAX = 100;

export const listHistory = (db: Kysely<Records>, list: string, limit: number): Promise<readonly KnownVersionRow[]> =>
  db
    .selectFrom('known_version')
    .selectAll()
    .where('list', '=', list)
    .orderBy('number', 'desc')
    .limit(Math.min(limit, HISTORY_MAX))
    .execute();
