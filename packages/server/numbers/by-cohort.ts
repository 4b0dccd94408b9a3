/**
 * How often alerts were false, by the group of accounts that was alerted of: of accounts that Kith's own detection brought to
 * people, and on whom they ruled. A group has at least a thousand accounts (learning/cohorts.ts), and one of whom few were ruled on
 * is told together with the others, so that a table that is handed on says nothing of single people.
 */
import type { NumbersView } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { intervalOf, OTHERS } from '../learning/index.ts';
import type { Period } from './measure.ts';

/** As in transparency reports: numbers of people from 1 to 4 are told of no group by itself. */
const RULED_LEAST = 5;

type ByCohort = Omit<NumbersView['falseAlertsByCohort'][number], 'words'>;

export async function falseAlertsByCohort(db: Kysely<Records>, { from_ms, until_ms }: Period): Promise<ByCohort[]> {
  // what was ruled before groups were kept has none
  const { rows } = await sql<Record<'of_accounts' | 'harmless', number | string> & { cohort: string }>`
    select cohort, count(*) as of_accounts, sum(harmless) as harmless from (
      -- who was ruled on more than once was harmless where each ruling says so
      select coalesce(cohort, ${OTHERS}) as cohort, account,
        min(case when measures = '["no_violation"]' then 1 else 0 end) as harmless
      from ruling
      where state = 'in_force' and machine = 1 and drawn is null and in_force_at >= ${from_ms} and in_force_at < ${until_ms}
      group by 1, 2
    ) as ruled group by cohort`.execute(db);
  const counts = new Map<string, { of: number; harmless: number }>();
  for (const row of rows) {
    const few = Number(row.of_accounts) < RULED_LEAST;
    const cohort = few ? OTHERS : row.cohort;
    const counted = counts.get(cohort) ?? { of: 0, harmless: 0 };
    counts.set(cohort, {
      of: counted.of + Number(row.of_accounts),
      harmless: counted.harmless + Number(row.harmless),
    });
  }
  return [...counts]
    .filter(([, { of }]) => of >= RULED_LEAST)
    .map(([cohort, { of, harmless }]) => ({ cohort, of, harmless, share: harmless / of, ...intervalOf(harmless, of) }))
    .sort((a, b) => Number(a.cohort === OTHERS) - Number(b.cohort === OTHERS) || (a.cohort < b.cohort ? -1 : 1));
}
