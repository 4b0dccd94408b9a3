/** What is of a case, and of the cases that were merged into it: one person's. */
import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Records } from '../ground/database/index.ts';

type Of = 'evidence_item' | 'preservation' | 'referral';

/** Whether a row is. @param root the case that others were merged into */
export function ofFamily(table: Of, root: string): Expression<SqlBool> {
  const eb = expressionBuilder<Records, Of>();
  return eb.or([
    eb(`${table}.case_id`, '=', root),
    eb(`${table}.case_id`, 'in', eb.selectFrom('cases').select('id').where('merged_into', '=', root)),
  ]);
}
