/** Time, accuracy and backlog, counted in the database. */
import { type CasePolicy, type Measured, type NumbersView, priorityBand, targetHoursOf } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Hours up to which cases of a backlog are counted together. */
const AGES_H = [1, 4, 24, 72, 168] as const;

/** From a moment up to another, itself not included; milliseconds since 1970. */
export interface Period {
  from_ms: number;
  until_ms: number;
}

export const measured = (count: number, of: number, target: number): Measured => ({
  ...{ of, count, target },
  share: of === 0 ? null : count / of,
});

/** A row before its queue has words. */
type Unnamed<T> = Omit<T, 'queueWords'>;

/** A case that was merged was not decided: the other one is, or will be. */
const DECIDED = sql`decided_at is not null and merged_into is null`;
const hours = (ms: number): number => Math.round((ms / HOUR_MS) * 100) / 100;

export async function timeOf(
  db: Kysely<Records>,
  { from_ms, until_ms }: Period,
  policy: CasePolicy,
): Promise<{ inTime: Measured; bands: Unnamed<NumbersView['time']['bands'][number]>[] }> {
  const { rows } = await sql<
    Record<'decided' | 'in_time' | 'median' | 'p90', number> & { queue: string; band: string }
  >`
    with took as (
      select queue, band, decided_at - waits_since as ms,
        case when due_at is null or decided_at <= due_at then 1 else 0 end as in_time,
        row_number() over (partition by queue, band order by decided_at - waits_since) as place,
        count(*) over (partition by queue, band) as n
      from cases where ${DECIDED} and decided_at >= ${from_ms} and decided_at < ${until_ms}
    )
    select queue, band, count(*) as decided, sum(in_time) as in_time,
      min(case when place * 2 >= n then ms end) as median, min(case when place * 10 >= n * 9 then ms end) as p90
    from took group by queue, band order by queue, band`.execute(db);
  const bands = rows.map((row) => {
    const band = priorityBand.safeParse(row.band).data ?? 'normal';
    return {
      ...{ queue: row.queue, band, decided: Number(row.decided), inTime: Number(row.in_time) },
      ...{ medianHours: hours(Number(row.median)), p90Hours: hours(Number(row.p90)) },
      targetHours: targetHoursOf(policy, row.queue, band),
    };
  });
  const sum = (of: 'decided' | 'inTime'): number => bands.reduce((total, band) => total + band[of], 0);
  return { inTime: measured(sum('inTime'), sum('decided'), policy.targets.inTime), bands };
}

export async function accuracyOf(
  db: Kysely<Records>,
  { from_ms, until_ms }: Period,
  { targets }: CasePolicy,
): Promise<NumbersView['accuracy']> {
  const [second, appeals, open] = await Promise.all([
    db
      .selectFrom('ruling')
      .select(({ fn }) => ['second_agreed', fn.countAll().as('count')])
      .where('second_at', '>=', from_ms)
      .where('second_at', '<', until_ms)
      .where('second_agreed', 'is not', null)
      .groupBy('second_agreed')
      .execute(),
    db
      .selectFrom('appeal')
      .select(({ fn }) => ['state', fn.countAll().as('count')])
      .where('judged_at', '>=', from_ms)
      .where('judged_at', '<', until_ms)
      .groupBy('state')
      .execute(),
    db
      .selectFrom('appeal')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow(),
  ]);
  const total = (rows: readonly { count: unknown }[]): number => rows.reduce((sum, row) => sum + Number(row.count), 0);
  const agreed = total(second.filter(({ second_agreed }) => second_agreed === 1));
  const upheld = total(appeals.filter(({ state }) => state === 'upheld'));
  return {
    agreed: measured(agreed, total(second), targets.agreed),
    upheld: measured(upheld, total(appeals), targets.upheld),
    appealsOpen: Number(open.count),
  };
}

export async function backlogOf(
  db: Kysely<Records>,
  now_ms: number,
): Promise<Unnamed<NumbersView['backlog'][number]>[]> {
  const ages = AGES_H.map((h) => sql`sum(case when waits_since > ${now_ms - h * HOUR_MS} then 1 else 0 end)`);
  const { rows } = await sql<Record<string, string | number>>`
    select queue, count(*) as waiting, min(waits_since) as oldest,
      sum(case when due_at < ${now_ms} then 1 else 0 end) as overdue,
      ${sql.join(ages.map((younger, i) => sql`${younger} as ${sql.ref(`younger${i}`)}`))}
    from cases where decided_at is null group by queue order by queue`.execute(db);
  return rows.map((row) => {
    const younger = [...AGES_H.map((_, i) => Number(row[`younger${i}`])), Number(row.waiting)];
    return {
      ...{ queue: String(row.queue), waiting: Number(row.waiting), overdue: Number(row.overdue) },
      oldestHours: hours(Math.max(0, now_ms - Number(row.oldest))),
      ages: younger.map((count, i) => ({ upToHours: AGES_H[i] ?? null, count: count - (younger[i - 1] ?? 0) })),
    };
  });
}

export async function daysOf(db: Kysely<Records>, { from_ms, until_ms }: Period): Promise<NumbersView['days']> {
  const perDay = async (column: 'opened_at' | 'decided_at'): Promise<Map<number, number>> => {
    const at = sql.ref(column);
    const { rows } = await sql<{ day: number; count: number }>`
      select ${at} / ${sql.lit(DAY_MS)} as day, count(*) as count from cases
      where ${at} >= ${from_ms} and ${at} < ${until_ms} and merged_into is null group by 1`.execute(db);
    return new Map(rows.map(({ day, count }) => [Number(day), Number(count)]));
  };
  const [opened, decided] = [await perDay('opened_at'), await perDay('decided_at')];
  const days: NumbersView['days'] = [];
  for (let day = from_ms / DAY_MS; day * DAY_MS < until_ms; day++) {
    const name = new Date(day * DAY_MS).toISOString().slice(0, 10);
    days.push({ day: name, opened: opened.get(day) ?? 0, decided: decided.get(day) ?? 0 });
  }
  return days;
}
