/** In which cases the vault has something of an account: its own, and those of others in which it wrote, was written to or was asked about. */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Records } from '../../ground/database/index.ts';

const names = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));

/** The cases with evidence that is not destroyed. What a conversation or a file holds is sealed: it counts for all who are concerned. */
export async function casesInVault(db: Kysely<Records>, account: string, limit: number): Promise<string[]> {
  const asked = await askedAbout(db, account);
  const rows = await db
    .selectFrom('evidence_item')
    .select('case_id')
    .distinct()
    .where('destroyed_at', 'is', null)
    .where(({ or, eb, selectFrom }) =>
      or([
        eb('account', '=', account),
        eb('case_id', 'in', selectFrom('cases').select('id').where('account', '=', account)),
        ...(asked.length === 0 ? [] : [eb('case_id', 'in', asked)]),
      ]),
    )
    .limit(limit)
    .execute();
  return rows.map(({ case_id }) => case_id);
}

/** Cases for which the platform was asked for what this account has, too. */
async function askedAbout(db: Kysely<Records>, account: string): Promise<string[]> {
  const quoted = JSON.stringify(account).replaceAll(/[\\%_]/g, '\\$&');
  const rows = await db
    .selectFrom('preservation')
    .select(['case_id', 'accounts'])
    .where('case_id', 'is not', null)
    .where(sql<boolean>`accounts LIKE ${`%${quoted}%`} ESCAPE '\\'`)
    .execute();
  const cases = rows.flatMap((row) =>
    row.case_id !== null && names.parse(row.accounts).includes(account) ? [row.case_id] : [],
  );
  return [...new Set(cases)];
}
