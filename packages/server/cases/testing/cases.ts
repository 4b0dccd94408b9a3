/** Cases for tests: rows as a commit leaves them. */
import type { Kysely } from 'kysely';
import type { CaseRow, CaseTable, Records } from '../../ground/database/index.ts';
import { rankOf } from '../../knowledge/index.ts';

export const NOW = Date.UTC(2026, 5, 15, 12);

/** A case of an account, opened a moment ago unless told otherwise. */
export async function openCase(db: Kysely<Records>, id: string, changed: Partial<CaseRow> = {}): Promise<void> {
  const at = changed.opened_at ?? NOW - 60_000;
  const row = {
    ...{
      id,
      account: `account-${id}`,
      queue: 'risk',
      opened_at: at,
      updated_at: at,
      waits_since: at,
      rank: rankOf(0, at),
    },
    ...{ level: 'medium', score: 6, why: '[]', event: 'e', features: null, weigh_at: null, ...changed },
  } satisfies Partial<{ [K in keyof CaseTable]: unknown }>;
  await db.insertInto('cases').values(row).execute();
}

export const readCase = (db: Kysely<Records>, id: string): Promise<CaseRow> =>
  db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

export async function kindsOf(db: Kysely<Records>, id: string): Promise<string[]> {
  const lines = await db
    .selectFrom('case_event')
    .select('kind')
    .where('case_id', '=', id)
    .orderBy('at')
    .orderBy('place')
    .orderBy('id')
    .execute();
  return lines.map(({ kind }) => kind);
}
