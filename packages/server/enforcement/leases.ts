/** What is written about an enforcement counts only where it is still as it was taken (ground/jobs/leases.ts). */
import type { Transaction } from 'kysely';
import type { EnforcementRow, Records } from '../ground/database/index.ts';
import { Overtaken } from '../ground/jobs/index.ts';

/** Writes what an enforcement became. @throws Overtaken where it is not as it was taken */
export async function advance(
  trx: Transaction<Records>,
  row: EnforcementRow,
  set: Partial<EnforcementRow>,
): Promise<EnforcementRow> {
  const { numUpdatedRows } = await trx
    .updateTable('enforcement')
    .set(set)
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('due_at', row.due_at === null ? 'is' : '=', row.due_at)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Overtaken(`enforcement ${row.id} is not as it was`);
  return { ...row, ...set };
}
