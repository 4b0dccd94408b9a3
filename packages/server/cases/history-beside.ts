/** What became of a case's evidence and its referrals, as lines of its history. */
import { HISTORY_SHOWN_MAX, type ReferralStep } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import type { CaseEventRow, Records } from '../ground/database/index.ts';
import { line } from './history-line.ts';

/** Pieces of evidence that one hand has within so long are one line, milliseconds: a platform gives thousands. */
const TOGETHER_MS = 60_000;

/** Hands that a piece of evidence went through. That Kith reads one to fill in a referral changes nothing. */
const HANDS = ['taken', 'opened', 'saved', 'sent', 'found_damaged'];
/** What is said of a case's evidence as a whole. */
const AS_A_WHOLE = ['evidence.held', 'evidence.released', 'evidence.destroyed'] as const;

/** The newest of each, in no order. @param ids the case, and those merged into it */
export async function besideLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  const read = [referralLines(db, ids), handLines(db, ids), wholeLines(db, ids), preservationLines(db, ids)];
  return (await Promise.all(read)).flat();
}

/** Steps that say how far a courier is are on the referral's own page. */
const COURIER: readonly ReferralStep['what'][] = ['filing_begun'];

async function referralLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  const rows = await db
    .selectFrom('referral_step')
    .innerJoin('referral', 'referral.id', 'referral_step.referral')
    .select(['referral_step.id', 'referral_step.at', 'referral_step.what', 'by_staff', 'case_id', 'referral', 'kind'])
    .where('referral.case_id', 'in', ids)
    .where('referral_step.what', 'not in', COURIER)
    .orderBy('referral_step.at', 'desc')
    .orderBy('place', 'desc')
    .limit(HISTORY_SHOWN_MAX)
    .execute();
  return rows.map(({ id, at, what, by_staff, case_id, referral, kind }) =>
    line({ id, case_id, at, by_staff, kind: 'referral' }, { what, referral, authority: kind }),
  );
}

async function handLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  const rows = await db
    .selectFrom('evidence_custody as hand')
    .innerJoin('evidence_item as item', 'item.id', 'hand.item')
    .select(({ fn }) => [
      ...(['hand.what', 'hand.by', 'item.case_id'] as const),
      fn.min('hand.at').as('at'),
      fn.min('hand.audit').as('audit'),
      fn.countAll().as('pieces'),
    ])
    .where('item.case_id', 'in', ids)
    .where('hand.what', 'in', HANDS)
    .groupBy(['hand.what', 'hand.by', 'item.case_id', sql`hand.at / ${sql.lit(TOGETHER_MS)}`])
    .orderBy('at', 'desc')
    .limit(HISTORY_SHOWN_MAX)
    .execute();
  return rows.map(({ what, by, case_id, at, audit, pieces }) =>
    line(
      { id: `custody_${audit}`, case_id, at, by_staff: staffOf(by), kind: 'evidence' },
      { what, pieces: Number(pieces), from: fromOf(by) },
    ),
  );
}

async function wholeLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  const rows = await db
    .selectFrom('audit_line')
    .select(['number', 'at', 'by', 'action', 'subject', 'detail'])
    .where(
      'subject',
      'in',
      ids.map((id) => `case:${id}`),
    )
    .where('action', 'in', AS_A_WHOLE)
    .orderBy('number', 'desc')
    .limit(HISTORY_SHOWN_MAX)
    .execute();
  return rows.map(({ number, at, by, action, subject, detail }) => {
    const { until = null, items = null }: { until?: string | null; items?: number | null } = JSON.parse(detail);
    const about = { id: `custody_${number}`, case_id: subject.slice('case:'.length), at, by_staff: staffOf(by) };
    return line({ ...about, kind: 'evidence' }, { what: action.slice('evidence.'.length), pieces: items, until });
  });
}

async function preservationLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  const rows = await db
    .selectFrom('preservation')
    .select([
      'id',
      'case_id',
      'why',
      'asked_by',
      'asked_at',
      'done_at',
      'given_accounts',
      'given_messages',
      'given_media',
    ])
    .where('case_id', 'in', ids)
    .where('asked_at', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(HISTORY_SHOWN_MAX)
    .execute();
  return rows.flatMap(
    ({ id, case_id, why, asked_by, asked_at, done_at, given_accounts, given_messages, given_media }) => {
      if (case_id === null || asked_at === null) return [];
      const asked = line(
        { id: `${id}_asked`, case_id, at: asked_at, by_staff: asked_by, kind: 'preservation' },
        { what: 'asked', why },
      );
      if (done_at === null) return [asked];
      const given = { what: 'done', accounts: given_accounts, messages: given_messages, media: given_media };
      return [asked, line({ id: `${id}_done`, case_id, at: done_at, by_staff: null, kind: 'preservation' }, given)];
    },
  );
}

const STAFF = 'staff:';
const staffOf = (by: string): string | null => (by.startsWith(STAFF) ? by.slice(STAFF.length) : null);

/** Whose hand it was where that was nobody of staff, and not Kith's own. */
function fromOf(by: string): 'platform' | 'operator' | null {
  if (by.startsWith('key:')) return 'platform';
  return by === 'operator' ? 'operator' : null;
}
