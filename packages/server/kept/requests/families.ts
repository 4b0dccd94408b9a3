/** Guardianships of an account: what its person may have of them, and their erasure. What ended them is the Family Centre's. */
import { type AccountData, DATA_ROWS_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';

const iso = (at_ms: number): string => new Date(at_ms).toISOString();

/** Both sides know each other: nothing of it is another's secret. */
export async function familiesOf(
  db: Kysely<Records>,
  account: string,
): Promise<Pick<AccountData, 'guardianships' | 'looks'>> {
  const rows = await db
    .selectFrom('guardianship')
    .selectAll()
    .where((or) => or.or([or('guardian', '=', account), or('child', '=', account)]))
    .orderBy('invited_at')
    .limit(DATA_ROWS_MAX)
    .execute();
  const looks = await db
    .selectFrom('family_look')
    .selectAll()
    .where((or) => or.or([or('guardian', '=', account), or('child', '=', account)]))
    .orderBy('at')
    .limit(DATA_ROWS_MAX)
    .execute();
  return {
    guardianships: rows.map(({ guardian, child, state, invited_at, ended_at }) => ({
      ...(child === account ? { as: 'child', other: guardian } : { as: 'guardian', other: child }),
      ...{ state, invitedAt: iso(invited_at), endedAt: ended_at === null ? null : iso(ended_at) },
    })),
    looks: looks.map(({ guardian, child, at }) => ({ guardian, child, at: iso(at) })),
  };
}

/** Deletes all but looks at a child that is still there: its log keeps those until they are old. */
export async function eraseFamilies(db: Kysely<Records>, account: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of ['family_session', 'family_link', 'family_attempt'] as const) {
      await trx.deleteFrom(table).where('account', '=', account).execute();
    }
    await trx.deleteFrom('family_quiet').where('child', '=', account).execute();
    await trx.deleteFrom('family_look').where('child', '=', account).execute();
    await trx
      .deleteFrom('family_review')
      .where((or) => or.or([or('child', '=', account), or('guardian', '=', account), or('about', '=', account)]))
      .execute();
    await trx
      .deleteFrom('guardianship')
      .where((or) => or.or([or('guardian', '=', account), or('child', '=', account)]))
      .where('state', '<>', 'active')
      .execute();
  });
}

/** Whether one has still to be ended: Kith does that by itself, within the hour after the account is deleted. */
export async function hasFamily(db: Kysely<Records>, account: string): Promise<boolean> {
  const row = await db
    .selectFrom('guardianship')
    .select('id')
    .where((or) => or.or([or('guardian', '=', account), or('child', '=', account)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
