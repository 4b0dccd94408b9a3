/** A key of a case whose file is lost for good: a person says so, and the case gets another for what comes. */
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { type KeyFolder, nameOf } from '../ground/sealing/index.ts';

/** `there`: it is not lost. `not_known`: no key of such a case is in use. */
export type GivenUp = 'given_up' | 'there' | 'not_known';

/** Keys that are read from the database at once. */
const READ_AT_ONCE = 500;
const CASE = nameOf({ case: '' });

/** Cases whose key is in use, and is not the one in the folder. */
export async function missingKeys(db: Kysely<Records>, folder: KeyFolder): Promise<string[]> {
  const missing: string[] = [];
  for (let after = CASE; ; ) {
    const rows = await db
      .selectFrom('kept_key')
      .select(['name', 'id'])
      .where('name', 'like', `${CASE}%`)
      .where('name', '>', after)
      .where('destroyed_at', 'is', null)
      .orderBy('name')
      .limit(READ_AT_ONCE)
      .execute();
    for (const { name, id } of rows) {
      const about = name.slice(CASE.length);
      if ((await folder.idOf({ case: about })) !== id) missing.push(about);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < READ_AT_ONCE) return missing;
    after = last.name;
  }
}

/** What was sealed with it stays unreadable. @throws KeepError where there is one that can't be opened: that is not lost */
export async function giveUpKey(
  db: Kysely<Records>,
  folder: KeyFolder,
  caseId: string,
  now_ms: number,
): Promise<GivenUp> {
  const name = nameOf({ case: caseId });
  const known = await db
    .selectFrom('kept_key')
    .select('id')
    .where('name', '=', name)
    .where('destroyed_at', 'is', null)
    .executeTakeFirst();
  if (known === undefined) return 'not_known';
  if ((await folder.read({ case: caseId }))?.id === known.id) return 'there';
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('kept_key')
      .set({ destroyed_at: now_ms })
      .where('name', '=', name)
      .where('id', '=', known.id)
      .where('destroyed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return 'not_known';
    const entry = {
      at_ms: now_ms,
      by: 'operator',
      action: 'evidence.key_given_up',
      subject: `case:${caseId}`,
    } as const;
    await appendAudit(trx, entry);
    return 'given_up';
  });
}
