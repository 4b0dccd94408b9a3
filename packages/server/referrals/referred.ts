/**
 * Where a ruling that is in force says so, its referral is drafted by itself: as soon as the ruling can't be taken back any more,
 * by the kind that this operator files by. A case that is reported already gets no second one: the ruling is answered by
 * the first, or, where the authority has that, by one that adds to it.
 */
import type { RulingRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import type { Log } from '../ground/log/index.ts';
import { draft } from './draft.ts';
import type { Later } from './later.ts';
import type { ReferralOptions } from './options.ts';
import { usualKind } from './settings.ts';
import { ENDED_UNSENT } from './states.ts';

/** Rulings that are looked at in one round. */
const TAKEN_MAX = 20;
/** How soon one that failed is tried again, milliseconds. */
const AGAIN_MS = 60_000;

/** @returns how many were answered */
export async function draftReferred(options: ReferralOptions & { log: Log }, later: Later): Promise<number> {
  const db = options.store.records.kysely;
  const rulings = await db
    .selectFrom('ruling')
    .leftJoin('referral_cause', 'referral_cause.ruling', 'ruling.id')
    .selectAll('ruling')
    .where('refer', '=', 1)
    .where('state', '=', 'in_force')
    .where('undo_until', '<', options.clock())
    .where('referral_cause.ruling', 'is', null)
    .orderBy('undo_until')
    .limit(TAKEN_MAX)
    .execute();
  let answered = 0;
  for (const ruling of rulings) {
    const now_ms = options.clock();
    if (!later.isNow(ruling.id, now_ms)) continue;
    later.put(ruling.id, now_ms + AGAIN_MS);
    try {
      answered += await answer(options, ruling);
      later.done(ruling.id);
    } catch (error) {
      // somebody else drafts at the same moment: the next round sees what there is then
      if (error instanceof ProblemError && error.problem.code === 'reported_elsewhere') continue;
      options.log.error(
        { err: error, ruling: ruling.id },
        'the referral of a ruling could not be drafted, and will be tried again',
      );
    }
  }
  return answered;
}

/** States in which an authority has it. */
const HAD: readonly string[] = ['sent', 'received', 'supplemented', 'retained'];

/** @returns 1 where there is a referral for it now */
async function answer(options: ReferralOptions, ruling: RulingRow): Promise<number> {
  const db = options.store.records.kysely;
  const there = await db
    .selectFrom('referral')
    .selectAll()
    .where('case_id', '=', await caseOf(options, ruling))
    .where('supplements', 'is', null)
    .where('state', 'not in', ENDED_UNSENT)
    // what a test system got, no authority has
    .where(({ or, eb }) => or([eb('test', '=', 0), eb('state', 'not in', HAD)]))
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (there !== undefined && !HAD.includes(there.state)) {
    await db.insertInto('referral_cause').values({ ruling: ruling.id, referral: there.id }).execute();
    return 1;
  }
  // an authority that has it, and has not said so yet: it is added to when it has
  if (there?.state === 'sent') return 0;
  const kind = there?.kind ?? usualOf(options);
  await draft(
    options,
    {
      ...{ case: await caseOf(options, ruling), kind, supplements: there?.id ?? null, besides: null, by: null },
      awareAt_ms: ruling.in_force_at,
    },
    async (trx, { id }) => {
      await trx.insertInto('referral_cause').values({ ruling: ruling.id, referral: id }).execute();
    },
  );
  return 1;
}

/** A case that was merged is reported as the one that it became. */
async function caseOf({ store }: ReferralOptions, { case_id }: RulingRow): Promise<string> {
  const row = await store.records.kysely
    .selectFrom('cases')
    .select('merged_into')
    .where('id', '=', case_id)
    .executeTakeFirst();
  return row?.merged_into ?? case_id;
}

function usualOf({ kinds, settings }: ReferralOptions): string {
  const usual = usualKind(settings);
  const kind = kinds.find(usual) ?? kinds.all[0];
  if (kind === undefined) throw new Error('there is no kind of referral');
  return kind.kind;
}
