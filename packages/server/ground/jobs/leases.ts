/**
 * Work that is due: rows with a time to look at them next. Whoever takes one moves that time to the end of a lease, so that
 * "due" is one comparison, and whoever dies gives its rows back by doing nothing (as couriers do, outbox/leases.ts). What
 * is written about a row counts only where it is still as it was taken.
 */
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type {
  EnforcementRow,
  FamilySummaryRow,
  HeldEventRow,
  PreservationRow,
  Records,
  RulingRow,
  SnapshotRow,
  StatementRow,
} from '../database/index.ts';

interface DueRows {
  enforcement: EnforcementRow;
  statement: StatementRow;
  ruling: RulingRow;
  preservation: PreservationRow;
  snapshot: SnapshotRow;
  family_summary: FamilySummaryRow;
  held_event: HeldEventRow;
}

/** How long somebody has a row unless told otherwise, milliseconds: a few statements, and an event told and committed. */
const LEASE_MS = 60_000;

/** Takes up to so many due rows, the longest due first. Nobody else gets them until the lease ends. */
export async function lease<T extends keyof DueRows>(
  db: Kysely<Records>,
  table: T,
  limit: number,
  now_ms: number,
  lease_ms = LEASE_MS,
): Promise<readonly DueRows[T][]> {
  // mostly there is nothing, and whoever only looks waits for no writer
  const { rows: some } = await sql`select 1 from ${sql.table(table)} where due_at <= ${now_ms} limit 1`.execute(db);
  if (some.length === 0) return [];
  const skip = db.getExecutor().adapter instanceof PostgresAdapter ? sql`for update skip locked` : sql``;
  // `materialized`: were it merged into the update, PostgreSQL might pick rows more than once and lock too many
  const { rows } = await sql<DueRows[T]>`
    with due as materialized (
      select id from ${sql.table(table)} where due_at <= ${now_ms} order by due_at limit ${limit} ${skip}
    )
    update ${sql.table(table)} set due_at = ${now_ms + lease_ms} where id in (select id from due) returning *
  `.execute(db);
  return rows;
}

/** Somebody else has changed the row: the transaction is given up, and nothing of it counts. */
export class Overtaken extends Error {}
