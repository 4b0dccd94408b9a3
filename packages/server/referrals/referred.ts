/**
 * Where a ruling that is in force says so, its referral is drafted by itself: as soon as the ruling can't be taken back any more,
 * by the kind that this operator files by. A case that is reported already gets no second one: the ruling is answered by
 * the one that is open, or, where the authority has all there is, by one that adds to it.
 */
import type { Kysely } from 'kysely';
import { ofFamily } from '../cases/index.ts';
import type { Records, RulingRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import type { Log } from '../ground/log/index.ts';
import { draft } from './draft.ts';
import { rootOf } from './family.ts';
import type { Later } from './later.ts';
import type { ReferralOptions } from './options.ts';
import { usualKind } from './settings.ts';

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

/** States in which nobody has it yet, and somebody may. */
const OPEN: readonly string[] = ['drafted', 'checked', 'approved'];
/** States in which an authority has it. */
const HAD: readonly string[] = ['sent', 'received', 'supplemented', 'retained'];

/** @returns 1 where there is a referral for it now */
async function answer(options: ReferralOptions, ruling: RulingRow): Promise<number> {
  const db = options.store.records.kysely;
  // a case that was merged is reported as the one that it became
  const about = await rootOf(db, ruling.case_id);
  const open = await openOf(db, about);
  if (open !== null) {
    await db.insertInto('referral_cause').values({ ruling: ruling.id, referral: open }).execute();
    return 1;
  }
  const there = await db
    .selectFrom('referral')
    .selectAll()
    .where(ofFamily('referral', about))
    .where('supplements', 'is', null)
    // what a test system got, no authority has
    .where('test', '=', 0)
    .where('state', 'in', HAD)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  // an authority that has it, and has not said so yet: it is added to when it has
  if (there?.state === 'sent') return 0;
  const kind = there?.kind ?? usualOf(options);
  await draft(
    options,
    {
      ...{ case: about, kind, supplements: there?.id ?? null, besides: null, by: null },
      awareAt_ms: ruling.in_force_at,
    },
    async (trx, { id }) => {
      // of two rulings at once one drafts it; the other finds it in the next round
      if ((await openOf(trx, about, id)) !== null) throw new ProblemError('reported_elsewhere', 'one is open already');
      await trx.insertInto('referral_cause').values({ ruling: ruling.id, referral: id }).execute();
    },
  );
  return 1;
}

/** One of the case that people work on, or that may leave, and that is not this one. */
async function openOf(db: Kysely<Records>, about: string, but = ''): Promise<string | null> {
  const row = await db
    .selectFrom('referral')
    .select('id')
    .where(ofFamily('referral', about))
    .where('state', 'in', OPEN)
    .where('id', '<>', but)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

function usualOf({ kinds, settings }: ReferralOptions): string {
  const usual = usualKind(settings);
  const kind = kinds.find(usual) ?? kinds.all[0];
  if (kind === undefined) throw new Error('there is no kind of referral');
  return kind.kind;
}
