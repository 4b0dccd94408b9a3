/** The audit log as people read it: the newest first, a page at a time. */
import type { Kysely } from 'kysely';
import type { AuditLineRow, Records } from '../database/index.ts';

/** Lines on one page at most. */
export const AUDIT_PAGE_MAX = 500;

export interface AuditFilter {
  subject?: string | undefined;
  by?: string | undefined;
  action?: string | undefined;
  /** milliseconds since 1970 */
  from_ms?: number | undefined;
  to_ms?: number | undefined;
  /** lines before this number */
  before?: number | undefined;
  limit?: number | undefined;
}

export interface AuditPage {
  lines: readonly AuditLineRow[];
  /** give it as `before` for the next page; null where this is the last one */
  next: number | null;
}

export async function listAudit(db: Kysely<Records>, filter: AuditFilter = {}): Promise<AuditPage> {
  const limit = Math.max(1, Math.min(AUDIT_PAGE_MAX, filter.limit ?? AUDIT_PAGE_MAX));
  let query = db.selectFrom('audit_line').selectAll();
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  if (filter.by !== undefined) query = query.where('by', '=', filter.by);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.from_ms !== undefined) query = query.where('at', '>=', filter.from_ms);
  if (filter.to_ms !== undefined) query = query.where('at', '<', filter.to_ms);
  if (filter.before !== undefined) query = query.where('number', '<', filter.before);
  const found = await query
    .orderBy('number', 'desc')
    .limit(limit + 1)
    .execute();
  const lines = found.slice(0, limit);
  return { lines, next: found.length > limit ? (lines.at(-1)?.number ?? null) : null };
}
