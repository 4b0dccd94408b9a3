/**
 * A case's own history: what events brought and people did to it (`case_event`), and what became of its evidence and its referrals,
 * which have records of their own that are only ever added to. These are read where they are, so that there is one truth: what a
 * referral says happened to it is what the case says.
 */
import { HISTORY_SHOWN_MAX, type ReferralStep } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import type { CaseEventRow, Records } from '../ground/database/index.ts';

/** The history's oldest lines are shown whatever their number: how it began. */
const OLDEST_SHOWN = 20;
/** Pieces of evidence that one hand has within so long are one line, milliseconds: a platform gives thousands. */
const TOGETHER_MS = 60_000;

/** Hands that a piece of evidence went through. That Kith reads one to fill in a referral changes nothing. */
const HANDS = ['taken', 'opened', 'saved', 'sent', 'found_damaged'];
/** What is said of a case's evidence as a whole. */
const AS_A_WHOLE = ['evidence.held', 'evidence.released', 'evidence.destroyed'] as const;

type Detail = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The newest lines, and the first ones; the oldest first.
 * @param ids the case, and those merged into it, whose evidence and referrals are its own now
 */
export async function historyOf(db: Kysely<Records>, id: string, ids: readonly string[]): Promise<CaseEventRow[]> {
  const [own, steps, hands, whole, asked] = await Promise.all([
    ownLines(db, id),
    referralLines(db, ids),
    handLines(db, ids),
    wholeLines(db, ids),
    preservationLines(db, ids),
  ]);
  const all = [...own, ...steps, ...hands, ...whole, ...asked].sort(inOrder);
  if (all.length <= HISTORY_SHOWN_MAX) return all;
  return [...all.slice(0, OLDEST_SHOWN), ...all.slice(OLDEST_SHOWN - HISTORY_SHOWN_MAX)];
}

const inOrder = (a: CaseEventRow, b: CaseEventRow): number =>
  a.at - b.at || a.place - b.place || (a.id < b.id ? -1 : Number(a.id > b.id));

async function ownLines(db: Kysely<Records>, id: string): Promise<CaseEventRow[]> {
  const lines = (order: 'asc' | 'desc', limit: number) =>
    db
      .selectFrom('case_event')
      .selectAll()
      .where('case_id', '=', id)
      .orderBy('at', order)
      .orderBy('place', order)
      .orderBy('id', order)
      .limit(limit)
      .execute();
  const newest = await lines('desc', HISTORY_SHOWN_MAX);
  if (newest.length < HISTORY_SHOWN_MAX) return newest;
  const shown = new Set(newest.map((line) => line.id));
  return [...newest, ...(await lines('asc', OLDEST_SHOWN)).filter((line) => !shown.has(line.id))];
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

/** What is beside a case comes after what people did to it in the same millisecond, which is mostly why. */
const BESIDE = Number.MAX_SAFE_INTEGER;

const line = (of: Omit<CaseEventRow, 'place' | 'detail' | 'note'>, detail: Detail): CaseEventRow => ({
  ...{ ...of, place: BESIDE, detail: JSON.stringify(detail), note: null },
});

const STAFF = 'staff:';
const staffOf = (by: string): string | null => (by.startsWith(STAFF) ? by.slice(STAFF.length) : null);

/** Whose hand it was where that was nobody of staff, and not Kith's own. */
function fromOf(by: string): 'platform' | 'operator' | null {
  if (by.startsWith('key:')) return 'platform';
  return by === 'operator' ? 'operator' : null;
}
