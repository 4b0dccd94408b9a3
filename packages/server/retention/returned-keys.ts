/**
 * Keys of cases that were destroyed and are there again: a mirror that was put back keeps them, or the process that ended them looked
 * into another folder. They are destroyed again by whoever finds them.
 */
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { type KeyFolder, nameOf } from '../ground/sealing/index.ts';

/** Keys that are looked up at once. */
const LOOKED_UP_AT_ONCE = 500;

/** Gives the cases. @param now_ms for the audit log */
export async function destroyReturned(db: Kysely<Records>, folder: KeyFolder, now_ms: number): Promise<string[]> {
  const cases = await folder.cases();
  const again: string[] = [];
  for (let from = 0; from < cases.length; from += LOOKED_UP_AT_ONCE) {
    for (const { id, key } of await ended(db, cases.slice(from, from + LOOKED_UP_AT_ONCE))) {
      // whoever came back to the case has made it another, which stays
      if ((await folder.idOf({ case: id })) !== key || !(await folder.destroy({ case: id }))) continue;
      const entry = { at_ms: now_ms, by: 'system', action: 'evidence.destroyed', subject: `case:${id}` } as const;
      const detail = { because: 'its key had been destroyed, and was there again' };
      await db.transaction().execute((trx) => appendAudit(trx, { ...entry, detail }));
      again.push(id);
    }
  }
  return again;
}

/** Those whose key is destroyed, and was not a moment ago: that is gone on with by whoever began it. */
async function ended(db: Kysely<Records>, cases: readonly string[]): Promise<{ id: string; key: string }[]> {
  const names = new Map(cases.map((id) => [nameOf({ case: id }), id]));
  const rows = await db
    .selectFrom('kept_key')
    .select(['name', 'id'])
    .where('name', 'in', [...names.keys()])
    .where('destroyed_at', 'is not', null)
    .execute();
  const destroying = await db
    .selectFrom('case_keeping')
    .select('case_id')
    .where('case_id', 'in', cases)
    .where('destroying', 'is not', null)
    .execute();
  const begun = new Set(destroying.map(({ case_id }) => case_id));
  return rows.flatMap(({ name, id: key }) => {
    const id = names.get(name);
    return id === undefined || begun.has(id) ? [] : [{ id, key }];
  });
}
