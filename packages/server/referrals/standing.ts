/** How referrals stand as a whole, for alarms, for `kith doctor` and for `kith referrals`: numbers, never what they say. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import type { Level } from '../ground/telemetry/index.ts';

/** Those that are counted at most: a scrape must cost little. */
const COUNTED_MAX = 10_000;

export interface ReferralCounts {
  /** past the operator's own target, and not sent */
  overdue: number;
  /** sending has failed for too long, or was refused */
  stuck: number;
  /** an authority's request whose time is over */
  requestsOverdue: number;
  /** those that wait for people: to be completed, looked at a second time, filed by hand, or mended since they were refused */
  waiting: number;
}

export async function countReferrals(db: Kysely<Records>, now_ms: number): Promise<ReferralCounts> {
  const late = db.selectFrom('referral').select('id').where('due_at', '<', now_ms).limit(COUNTED_MAX).execute();
  const stuck = db
    .selectFrom('referral_filing')
    .innerJoin('referral', 'referral.id', 'referral_filing.referral')
    .select('referral.id')
    .where('referral.state', '=', 'approved')
    .where('referral_filing.stuck', '=', 1)
    .limit(COUNTED_MAX)
    .execute();
  const asked = db
    .selectFrom('authority_request')
    .select('id')
    .where('answered_at', 'is', null)
    .where('due_at', '<', now_ms)
    .limit(COUNTED_MAX)
    .execute();
  const waits = db
    .selectFrom('referral')
    .select('id')
    // of what is approved the machine's goes by itself, unless it was refused
    .where(({ or, and, eb }) =>
      or([
        eb('state', 'in', ['drafted', 'checked']),
        and([eb('state', '=', 'approved'), or([eb('machine', '=', 0), eb('filing', '=', 'refused')])]),
      ]),
    )
    .limit(COUNTED_MAX)
    .execute();
  const [overdue, failed, requests, waiting] = await Promise.all([late, stuck, asked, waits]);
  return {
    ...{ overdue: overdue.length, stuck: failed.length, requestsOverdue: requests.length, waiting: waiting.length },
  };
}

export async function referralLevels(db: Kysely<Records>, now_ms: number): Promise<readonly Level[]> {
  const { overdue, stuck, requestsOverdue, waiting } = await countReferrals(db, now_ms);
  const level = (name: string, help: string, value: number): Level => ({ name, help, unit: '', value });
  return [
    level(
      'kith_referrals_waiting',
      'Referrals that people must complete, look at, file or mend; counted up to 10000.',
      waiting,
    ),
    level('kith_referrals_overdue', "Referrals past the operator's own target; counted up to 10000.", overdue),
    level('kith_referrals_stuck', 'Referrals that can not be sent until a person looks; counted up to 10000.', stuck),
    level(
      'kith_authority_requests_overdue',
      'Requests of authorities that were not answered in time; counted up to 10000.',
      requestsOverdue,
    ),
  ];
}
