/**
 * Tells deciding whether a child has a guardian. A row that changed says so until that was told: what a crash keeps from being
 * told now, the job tells.
 */
import type { GuardianshipRow } from '../ground/database/index.ts';
import type { FamilyOptions } from './options.ts';
import { activeOf } from './rows.ts';

/** Rows that are told of in one round of the job. */
const TOLD_AT_ONCE = 100;
/** So often it is told again where it has changed while it was told; the job goes on from there. */
const TOLD_AGAIN_MAX = 3;

/** Tells it at once; where that can't be done now, the job does it. */
export async function tellGuarded(o: FamilyOptions, row: GuardianshipRow): Promise<void> {
  try {
    await tellOf(o, row);
  } catch (error) {
    o.log.error(
      { err: error, guardianship: row.id },
      'that a guardianship changed could not be told, and will be later',
    );
  }
}

async function tellOf({ db, tell, clock }: FamilyOptions, { id, child, tell_at }: GuardianshipRow): Promise<void> {
  if (child === null) return;
  let told: boolean | null = null;
  for (let again = 0; again <= TOLD_AGAIN_MAX; again++) {
    // while nobody can look nothing is noted, and nobody is asked: the child's own yes is enough, and asked for again
    const guarded = (await activeOf(db, child)).some(({ paused_at }) => paused_at === null);
    // another of the child's guardianships may have changed while this one was told: whoever tells last looks again
    if (guarded === told) break;
    const at = clock();
    await tell({ id: `kith:${id}:${at}.${again}`, type: 'guardianship.changed', at, data: { actor: child, guarded } });
    told = guarded;
  }
  await db
    .updateTable('guardianship')
    .set({ tell_at: null })
    .where('id', '=', id)
    .where('tell_at', '=', tell_at)
    .execute();
}

/** What was not told when it happened. */
export async function tellWaiting(o: FamilyOptions, now_ms: number): Promise<void> {
  const rows = await o.db
    .selectFrom('guardianship')
    .selectAll()
    .where('tell_at', '<=', now_ms)
    .orderBy('tell_at')
    .limit(TOLD_AT_ONCE)
    .execute();
  for (const row of rows) await tellOf(o, row);
}
