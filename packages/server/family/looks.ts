/** The child's log of who looked at its page, and when. */
import { FAMILY_LOOKS_MAX, type FamilyPart } from '@kith/contract';
import { appendAudit } from '../ground/audit/index.ts';
import type { FamilyLookRow } from '../ground/database/index.ts';
import { DAY_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { newId } from './rows.ts';
import type { Standing } from './standing.ts';

/** A look stays in the log for so long, milliseconds. */
export const LOOKS_KEPT_MS = 90 * DAY_MS;
/** Whoever looks again within it is still looking, milliseconds: the page has several parts, and is loaded again. */
const STILL_LOOKING_MS = 60_000;

/** Writes a look down, before anything is shown. */
export async function noteLook(
  { db }: Pick<FamilyOptions, 'db'>,
  { id: guardianship, guardian, child }: Standing,
  part: FamilyPart,
  { by, now_ms }: Act,
): Promise<void> {
  const last = await db
    .selectFrom('family_look')
    .select('id')
    .where('child', '=', child)
    .where('guardian', '=', guardian)
    .where('part', '=', part)
    .where('at', '>', now_ms - STILL_LOOKING_MS)
    .limit(1)
    .executeTakeFirst();
  if (last !== undefined) return;
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('family_look')
      .values({ id: newId('loo'), child, guardian, at: now_ms, part })
      .execute();
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'family.looked', subject: `account:${child}` },
      detail: { guardian, part, guardianship },
    });
  });
}

/** The newest first. */
export const looksOf = ({ db }: Pick<FamilyOptions, 'db'>, child: string): Promise<FamilyLookRow[]> =>
  db
    .selectFrom('family_look')
    .selectAll()
    .where('child', '=', child)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(FAMILY_LOOKS_MAX)
    .execute();
