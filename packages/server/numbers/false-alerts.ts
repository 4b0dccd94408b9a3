/**
 * What brought cases to people in which no violation was found: terms of the score, cues, rules, categories of reports, and
 * the random sample, which is there to find little. A case counts for each of its causes.
 */
import { CAUSES_MAX, type NumbersView } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { intervalOf } from '../learning/index.ts';
import type { Period } from './measure.ts';

/** Decided cases that are read at most, the newest: a year of 130 a day. */
const CASES_MAX = 50_000;

type FalseAlert = Omit<NumbersView['falseAlerts'][number], 'words'>;
type Cause = Pick<FalseAlert, 'kind' | 'name'>;

/** How a case came about, as its column `why` says (knowledge/case-rows.ts, learning/sample.ts). */
const why = z.union([
  z.array(z.looseObject({ term: z.string(), points: z.number() })),
  z.looseObject({ rule: z.string() }),
  z.looseObject({ report: z.string(), category: z.string() }),
  z.looseObject({ sample: z.looseObject({}) }),
  // which list it was is a cue of the case's signals
  z.looseObject({ material: z.string() }),
]);

/** What a case's column says that it came from; nothing where that can't be read. */
export function causesIn(json: string): Cause[] {
  const read = why.safeParse(JSON.parse(json));
  if (!read.success) return [];
  const { data } = read;
  if (Array.isArray(data)) {
    // one term may have several lines, such as the second look with one for each thing that it looked at
    const raising = new Set(data.filter(({ points }) => points > 0).map(({ term }) => term));
    return [...raising].map((term) => ({ kind: 'term', name: term }));
  }
  if ('rule' in data && typeof data.rule === 'string') return [{ kind: 'rule', name: data.rule }];
  if ('category' in data && typeof data.category === 'string') return [{ kind: 'report', name: data.category }];
  return 'material' in data ? [] : [{ kind: 'random', name: 'sample' }];
}

export async function falseAlertsOf(db: Kysely<Records>, { from_ms, until_ms }: Period): Promise<FalseAlert[]> {
  const ruled = sql`
    select c.id, c.account, c.why, c.decided_at,
      case when r.measures = '["no_violation"]' then 1 else 0 end as harmless
    from cases c join ruling r on r.case_id = c.id and r.state = 'in_force'
    where c.decided_at >= ${from_ms} and c.decided_at < ${until_ms}
    order by c.decided_at desc limit ${CASES_MAX}`;
  const [cases, cues] = [
    await sql<{ why: string; harmless: number }>`select why, harmless from (${ruled}) as ruled`.execute(db),
    await sql<{ cue: string; of_cases: number; harmless: number }>`
      select cue, count(*) as of_cases, sum(harmless) as harmless from (
        select distinct s.cue, ruled.id, ruled.harmless from (${ruled}) as ruled
        join signal s on s.account = ruled.account and s.at <= ruled.decided_at
        where s.code <> 'RULE' and s.code <> 'RULE_IN_SHADOW'
      ) as seen group by cue`.execute(db),
  ];
  const counts = new Map<string, Cause & { of: number; harmless: number }>();
  const add = (cause: Cause, of: number, harmless: number): void => {
    const key = JSON.stringify([cause.kind, cause.name]);
    const counted = counts.get(key) ?? { ...cause, of: 0, harmless: 0 };
    counted.of += of;
    counted.harmless += harmless;
    counts.set(key, counted);
  };
  for (const row of cases.rows) for (const cause of causesIn(row.why)) add(cause, 1, Number(row.harmless));
  for (const row of cues.rows) add({ kind: 'cue', name: row.cue }, Number(row.of_cases), Number(row.harmless));
  return [...counts.values()]
    .filter(({ harmless }) => harmless > 0)
    .map((one) => ({ ...one, share: one.harmless / one.of, ...intervalOf(one.harmless, one.of) }))
    .sort((a, b) => b.harmless - a.harmless || (a.name < b.name ? -1 : 1))
    .slice(0, CAUSES_MAX);
}
