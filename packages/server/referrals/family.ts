/**
 * A case, and those that were merged into it: one person's, and reported as one. A referral keeps the case that it was drafted for,
 * since what it says lies under that case's key and is bound to it; what it is counted with is the case that it is in by now.
 */
import type { Kysely, Transaction } from 'kysely';
import { lockCase } from '../cases/index.ts';
import type { Records } from '../ground/database/index.ts';

/** The case that each is in by now: itself, where it was not merged. */
export async function rootsOf(db: Kysely<Records>, cases: readonly string[]): Promise<Map<string, string>> {
  if (cases.length === 0) return new Map();
  const rows = await db.selectFrom('cases').select(['id', 'merged_into']).where('id', 'in', cases).execute();
  return new Map(rows.map(({ id, merged_into }) => [id, merged_into ?? id]));
}

export const rootOf = async (db: Kysely<Records>, id: string): Promise<string> =>
  (await rootsOf(db, [id])).get(id) ?? id;

/** The same, and nobody merges that case until the transaction is over: who takes something for it takes it where it stays. */
export async function lockRoot(trx: Transaction<Records>, id: string): Promise<string> {
  // one row at a time, so that this and a merge can't wait for each other
  for (;;) {
    const root = await rootOf(trx, id);
    if ((await lockCase(trx, root)).merged_into === null) return root;
  }
}

/** The case, and those merged into it. */
export async function membersOf(db: Kysely<Records>, root: string): Promise<string[]> {
  const rows = await db.selectFrom('cases').select('id').where('merged_into', '=', root).orderBy('id').execute();
  return [root, ...rows.map(({ id }) => id)];
}
