/**
 * Weighs cases: what has joined one changes how pressing it is. Beside the commit of events, which only says that a case is to
 * be weighed (`weigh_at` 0): a moment later it stands where it belongs. Several processes on one database may do it at once.
 */
import { createHash } from 'node:crypto';
import { type CasePolicy, targetHoursOf } from '@kith/contract';
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { CaseRow, Records } from '../ground/database/index.ts';
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import { type Gathered, gather } from './facts.ts';
import { placeOf, settingsOf, weigh, weighAgainAt } from './priority.ts';

/** Cases that are weighed at once: a few statements, and one that writes for some milliseconds. */
const WEIGHED_AT_ONCE = 50;
/** Whoever takes cases to weigh them has so long, milliseconds; then somebody else may. */
const CLAIM_MS = 60_000;
/** How often it is looked for what is due, milliseconds: a new case stands at its place after that. */
const EVERY_MS = 500;
/** Cases that are marked at once when the settings have changed. */
const MARKED_AT_ONCE = 500;
const HOUR_MS = 3_600_000;

export interface WeigherOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  settings: () => CasePolicy;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Weighs what is due, up to so many; gives how many. */
export async function weighDue({ store, settings, clock }: WeigherOptions, most = WEIGHED_AT_ONCE): Promise<number> {
  const db = store.records.kysely;
  const policy = settings();
  const claimed = await claim(db, clock(), most);
  if (claimed.length === 0) return 0;
  const { priority } = policy;
  const now_ms = clock();
  const known = await gather(claimed, {
    ...{ store, now_ms, earlierDays: priority.earlier.days, recentHours: priority.danger.recentHours },
  });
  await write(
    db,
    claimed.map((row, i) => weighedRow(row, known[i], policy, now_ms)),
  );
  return claimed.length;
}

/** Marks everything that waits and was weighed by other settings, up to so many; gives how many. */
export async function markOutdated(db: Kysely<Records>, policy: CasePolicy, most = MARKED_AT_ONCE): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update cases set weigh_at = 0 where id in (
      select id from cases
      where decided_at is null and weighed_by <> ${digestOf(policy)} and (weigh_at is null or weigh_at > 0) limit ${most}
    ) returning id`.execute(db);
  return rows.length;
}

/** By what a case was weighed. */
const digestOf = (policy: CasePolicy): string =>
  createHash('sha256').update(settingsOf(policy)).digest('hex').slice(0, 16);

/** What joins a case while it is weighed sets `weigh_at` to 0 again, and it is weighed once more. */
async function claim(db: Kysely<Records>, now_ms: number, most: number): Promise<CaseRow[]> {
  const skip = db.getExecutor().adapter instanceof PostgresAdapter ? sql`for update skip locked` : sql``;
  const { rows } = await sql<CaseRow>`
    with due as (
      select id from cases where decided_at is null and weigh_at is not null and weigh_at <= ${now_ms}
      order by weigh_at limit ${most} ${skip}
    )
    update cases set weigh_at = ${now_ms + CLAIM_MS} where id in (select id from due) returning *`.execute(db);
  return rows;
}

function weighedRow(row: CaseRow, { facts, ageBand, reports }: Gathered, policy: CasePolicy, now_ms: number) {
  const { points, why, band, severity } = weigh(facts, policy.priority, now_ms);
  const hours = targetHoursOf(policy, row.queue, band);
  return {
    ...{ id: row.id, claimed: row.weigh_at ?? 0, priority: points, why: JSON.stringify(why), band, severity },
    ...{ ageBand, children: facts.children, reports, by: digestOf(policy) },
    rank: placeOf(points, policy.priority, row.waits_since),
    due: Math.round(row.waits_since + hours * HOUR_MS),
    again: weighAgainAt(facts, policy.priority, now_ms),
  };
}
type WeighedRow = ReturnType<typeof weighedRow>;

/** One statement for all: nobody's events wait long. Types are named since PostgreSQL takes parameters for text. */
async function write(db: Kysely<Records>, rows: readonly WeighedRow[]): Promise<void> {
  const values = sql.join(
    rows.map(
      (r) =>
        sql`(${sql.join([
          ...[r.id, r.claimed, r.priority, r.why, r.band, r.severity],
          ...[r.ageBand, r.children, r.reports, r.by, r.rank, r.due, r.again],
        ])})`,
    ),
  );
  await sql`
    with w (id, claimed, priority, why, band, severity, age_band, children, reports, by_settings, rank, due, again)
      as (values ${values})
    update cases set
      priority = cast(w.priority as double precision), rank = cast(w.rank as double precision), priority_why = w.why,
      band = w.band, severity = cast(w.severity as integer), age_band = w.age_band,
      children = cast(w.children as integer), reports = cast(w.reports as integer), weighed_by = w.by_settings,
      due_at = cast(w.due as bigint), weigh_at = cast(w.again as bigint)
    from w where cases.id = w.id and cases.weigh_at = cast(w.claimed as bigint)`.execute(db);
}

/** Begins at once, and goes on until it is stopped. */
export function keepWeighing(options: WeigherOptions, failed: (error: unknown) => void): Job {
  const db = options.store.records.kysely;
  let settings = '';
  return keepDoing({
    every_ms: EVERY_MS,
    async work(signal) {
      const policy = options.settings();
      if (settings !== settingsOf(policy)) {
        while (!signal.aborted && (await markOutdated(db, policy)) === MARKED_AT_ONCE);
        settings = settingsOf(policy);
      }
      while (!signal.aborted && (await weighDue(options)) === WEIGHED_AT_ONCE);
    },
    failed,
  });
}
