/** What became of cases in days that are over. */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Records } from '../../ground/database/index.ts';
import { DAY_MS } from './days.ts';
import { type Counting, column, count, grouped, type Span } from './grouped.ts';
import { bucketOf } from './hours.ts';
import { keyOf } from './names.ts';

/** A case that was merged was not decided: the other one is, or will be. */
const DECIDED = sql`merged_into is null`;
const opening = z.object({ by: z.string() });

export async function countCases(c: Counting): Promise<void> {
  const line = sql`(select detail from case_event e where e.case_id = cases.id and e.kind = 'opened' limit 1)`;
  // a case that no line opened was drawn at random for review
  const by = ([detail = '']: readonly string[]): string =>
    keyOf([detail === '' ? 'sample' : opening.parse(JSON.parse(detail)).by]);
  await count(c, 'cases_opened', grouped(c, 'cases', 'opened_at', [line]), by);
  // written by cases/ as JSON of names and numbers
  const level = sql`case when detail like '%"level":"high"%' then 'high' when detail like '%"level":"medium"%' then 'medium'
    else 'low' end`;
  await count(c, 'cases_by_risk', grouped(c, 'case_event', 'at', [level], sql`kind = 'risk_rose'`), keyOf);
  const inTime = sql`case when due_at is null or decided_at <= due_at then 'in_time' else 'late' end`;
  await count(c, 'cases_in_time', grouped(c, 'cases', 'decided_at', [inTime], DECIDED), keyOf);
  const took = bucketOf(sql`decided_at - waits_since`);
  await count(c, 'case_time', grouped(c, 'cases', 'decided_at', [column('band'), took], DECIDED), keyOf);
  for (const [day, n] of await waitingCases(c.db, c.span)) c.sums.add(day, 'cases_waiting', '', n);
}

/**
 * How many cases waited at the end of each day. A case that was opened again says of itself only how it stands now: those few
 * are followed through their histories.
 */
async function waitingCases(db: Kysely<Records>, { fromDay, toDay }: Span): Promise<Map<number, number>> {
  const changes = new Map<number, number>();
  for (const [column, by] of [
    ['opened_at', 1],
    ['decided_at', -1],
  ] as const) {
    const at = sql.ref(column);
    // what was before the days counts as of the day before them
    const { rows } = await sql<Record<'day' | 'n', number | string>>`
      select case when ${at} < ${sql.lit(fromDay * DAY_MS)} then ${sql.lit(fromDay - 1)} else ${at} / ${sql.lit(DAY_MS)} end
        as day, count(*) as n from cases
      where reopened = 0 and ${at} < ${sql.lit((toDay + 1) * DAY_MS)} group by 1`.execute(db);
    for (const { day, n } of rows) changes.set(Number(day), (changes.get(Number(day)) ?? 0) + by * Number(n));
  }
  const again = await openedAgain(db);
  const waiting = new Map<number, number>();
  let n = changes.get(fromDay - 1) ?? 0;
  for (let day = fromDay; day <= toDay; day++) {
    n += changes.get(day) ?? 0;
    waiting.set(day, n + again.filter((lines) => waitedAt(lines, (day + 1) * DAY_MS)).length);
  }
  return waiting;
}

interface Line {
  at: number;
  kind: string;
}

/** After these a case waits for somebody; after the others of its standing it doesn't. */
const WAITS: Readonly<Record<string, boolean>> = {
  ...{ opened: true, proposed: true, disagreed: true, undone: true, reopened: true },
  ...{ ruled: false, confirmed: false, closed: false, merged: false },
};

/** The lines of a case's standing, in order, of every case that was opened again. */
async function openedAgain(db: Kysely<Records>): Promise<Line[][]> {
  const rows = await db
    .selectFrom('case_event')
    .innerJoin('cases', 'cases.id', 'case_event.case_id')
    .select(['case_event.case_id', 'case_event.at', 'case_event.kind', 'cases.opened_at'])
    .where('cases.reopened', '>', 0)
    .where('case_event.kind', 'in', Object.keys(WAITS))
    .orderBy('case_event.case_id')
    .orderBy('case_event.at')
    .orderBy('case_event.place')
    .execute();
  return [...Map.groupBy(rows, (row) => row.case_id).values()].map((lines) => [
    // what was drawn at random has no line that says so
    ...lines.slice(0, 1).map(({ opened_at }) => ({ at: Number(opened_at), kind: 'opened' })),
    ...lines.map(({ at, kind }) => ({ at: Number(at), kind })),
  ]);
}

function waitedAt(lines: readonly Line[], before_ms: number): boolean {
  const last = lines.findLast(({ at }) => at < before_ms);
  return last !== undefined && (WAITS[last.kind] ?? false);
}
