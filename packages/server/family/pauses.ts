/**
 * Makes rows of guardianships what knowledge says of their accounts: ends what is over, pauses it while a guardian's account is
 * suspended or disabled, and lets it go on when they are back. The child is told of each; meanwhile a weaker setting is asked of
 * its other guardian, else of the child alone, as if it had none.
 */
import type { Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { GuardianshipRow, Records } from '../ground/database/index.ts';
import { end } from './end.ts';
import { standsNow } from './fit.ts';
import { tellGuarded } from './guarded.ts';
import { DAY_MS } from './limits.ts';
import type { FamilyOptions } from './options.ts';
import { newsOfChange, tellNews, wordNews } from './telling.ts';

/**
 * A pause that lasts longer is an end, milliseconds: accounts that come back do so within the time for an appeal, and nobody
 * should have to remember after months who would see their page again.
 */
export const PAUSE_MAX_MS = 30 * DAY_MS;

/** Looks at some that are active, as they were just read. */
export async function settleNow(o: FamilyOptions, rows: readonly GuardianshipRow[]): Promise<void> {
  if (rows.length === 0) return;
  const stand = await o.ask((k) =>
    rows.map(({ guardian, child }) =>
      guardian === null || child === null ? 'holds' : standsNow(k, guardian, child, o.policy()),
    ),
  );
  for (const [i, row] of rows.entries()) {
    const now = stand[i] ?? 'holds';
    switch (now) {
      case 'holds':
        if (row.paused_at !== null) await become(o, { ...row, paused_at: null, resumed_at: o.clock() }, row);
        break;
      case 'paused':
        if (row.paused_at === null) await become(o, { ...row, paused_at: o.clock() }, row);
        else if (row.paused_at <= o.clock() - PAUSE_MAX_MS)
          await end(o, row.id, 'platform', { by: 'system', now_ms: o.clock() });
        break;
      case 'came_of_age':
      case 'account_gone':
      case 'platform':
        await end(o, row.id, now, { by: 'system', now_ms: o.clock() });
        break;
      default:
        now satisfies never;
    }
  }
}

async function become(o: FamilyOptions, row: GuardianshipRow, before: GuardianshipRow): Promise<void> {
  const now_ms = o.clock();
  const change = row.paused_at === null ? 'resumed' : 'paused';
  const becomes: GuardianshipRow = { ...row, tell_at: now_ms };
  const news = await wordNews(o, await newsOfChange(o, becomes, change));
  const isDone = await o.db.transaction().execute(async (trx: Transaction<Records>) => {
    const { id, guardian, child, paused_at, resumed_at, tell_at } = becomes;
    const { numUpdatedRows } = await trx
      .updateTable('guardianship')
      .set({ paused_at, resumed_at, tell_at })
      .where('id', '=', id)
      .where('state', '=', 'active')
      .where('paused_at', before.paused_at === null ? 'is' : '=', before.paused_at)
      .executeTakeFirst();
    // another process, or somebody who ended it, was faster
    if (numUpdatedRows !== 1n) return false;
    await tellNews(o, trx, news, now_ms);
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'system', action: `guardianship.${change}`, subject: `guardianship:${id}` },
      detail: { guardian, child },
    });
    return true;
  });
  if (!isDone) return;
  o.wake();
  await tellGuarded(o, becomes);
}
