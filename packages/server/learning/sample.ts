/**
 * Accounts that nobody flagged are looked at, too: a few of those that were active towards children, drawn by chance that
 * can be repeated. Without them learning would hear of what it flagged itself, and of nothing that it missed.
 */
import { createHash } from 'node:crypto';
import { type CompiledPolicy, explainAccount, namedFeatures } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { CaseSeed, Records, ScoreDayRow } from '../ground/database/index.ts';
import { type KnowledgeStore, rankOf } from '../knowledge/index.ts';
import type { Drawing } from './drawing.ts';

/** Where cases of the random sample wait. */
export const SAMPLE_QUEUE = 'sample';

/** What is to be said where learning has nothing else, and what to do about it (docs/decisions/0009). */
export const SAMPLE_OFF = 'nobody is drawn at random, so what is missed stays unknown';
export const SAMPLE_HOW =
  'weigh it (docs/decisions/0009-a-sample-by-a-daily-job.md), then add under `risk:` in your policy: sample: { share: 0.01, perDay: 10 }';

export interface Drawn {
  account: string;
  score: number;
  /** how likely each unflagged account was to be drawn on that day */
  probability: number;
}

/**
 * Whom a day draws: those with the lowest numbers, below the share, and no more than so many.
 * @param rows the day's scores under the model in force
 * @param low accounts that reach it are flagged, or nearly
 */
export function draw(
  rows: readonly Pick<ScoreDayRow, 'account' | 'day' | 'score'>[],
  { share, perDay, low }: { share: number; perDay: number; low: number },
  drawing: Drawing,
): readonly Drawn[] {
  const below = rows
    .filter(({ score }) => score < low)
    .map(({ account, day, score }) => ({ account, score, number: drawing(account, day) }))
    .filter(({ number }) => number < share)
    .sort((a, b) => a.number - b.number);
  // where there are more than people can look at, the share is what the first that is left over would have needed
  const probability = below[perDay]?.number ?? share;
  return below.slice(0, perDay).map(({ account, score }) => ({ account, score, probability }));
}

export interface SampleOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records'>;
  policy: CompiledPolicy;
  drawing: Drawing;
  /** the day that is over, days since 1970 */
  day: number;
  now_ms: number;
}

/** Opens the cases of a day; again, it changes nothing. Gives how many were drawn. */
export async function sampleDay({ store, policy, drawing, day, now_ms }: SampleOptions): Promise<number> {
  const { sample, thresholds, version } = policy.policy.risk;
  if (sample === undefined || sample.share === 0 || sample.perDay === 0) return 0;
  const db = store.records.kysely;
  const rows = await db
    .selectFrom('score_day')
    .select(['account', 'day', 'score'])
    .where('day', '=', day)
    .where('model', '=', version)
    .where('score', '<', thresholds.low)
    .execute();
  const drawn = draw(rows, { ...sample, low: thresholds.low }, drawing);
  const at = Math.floor(now_ms / 1000);
  for (const one of drawn) {
    const features = await store.ask((k) => namedFeatures(explainAccount(k, one.account, at, policy).features()));
    await openCase(db, caseOf(one, day, features, now_ms));
  }
  return drawn.length;
}

/** An account with an open case is looked at as it is; a case that was drawn before stays as it became. */
const openCase = (db: Kysely<Records>, row: CaseSeed): Promise<unknown> =>
  db
    .insertInto('cases')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute();

function caseOf({ account, score, probability }: Drawn, day: number, features: object, now_ms: number): CaseSeed {
  const digest = createHash('sha256')
    .update(JSON.stringify(['sample', account, day]))
    .digest('hex');
  return {
    id: `case_${digest.slice(0, 32)}`,
    account,
    queue: SAMPLE_QUEUE,
    opened_at: now_ms,
    updated_at: now_ms,
    level: 'none',
    score,
    why: JSON.stringify({ sample: { day, probability } }),
    event: '',
    features: JSON.stringify(features),
    waits_since: now_ms,
    rank: rankOf(0, now_ms),
  };
}
