/** Who may not judge an appeal: whoever had any part in ruling on its case. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';

/** What a look at a case that came to a ruling leaves in its history. */
const LOOKS: readonly string[] = ['proposed', 'ruled', 'confirmed', 'disagreed'];

/**
 * Of some cases, those at which somebody took any look that came to a ruling, there or on one that was merged into it, even
 * one that was taken back: a second look that was undone is in the case's history alone.
 */
export async function casesRuledBy(
  db: Kysely<Records>,
  cases: readonly string[],
  by: string,
): Promise<ReadonlySet<string>> {
  const merged = await db.selectFrom('cases').select(['id', 'merged_into']).where('merged_into', 'in', cases).execute();
  const all = [...cases, ...merged.map(({ id }) => id)];
  const looked = await db
    .selectFrom('case_event')
    .select('case_id')
    .distinct()
    .where('case_id', 'in', all)
    .where('by_staff', '=', by)
    .where('kind', 'in', LOOKS)
    .execute();
  const ruled = await db
    .selectFrom('ruling')
    .select('case_id')
    .distinct()
    .where('case_id', 'in', all)
    .where((eb) => eb.or([eb('first_by', '=', by), eb('second_by', '=', by)]))
    .execute();
  const seen = new Set([...looked, ...ruled].map(({ case_id }) => case_id));
  const into = merged.flatMap(({ id, merged_into }) => (merged_into !== null && seen.has(id) ? [merged_into] : []));
  return new Set([...cases.filter((id) => seen.has(id)), ...into]);
}
