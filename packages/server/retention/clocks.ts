/**
 * How long what a case has is kept: its clocks, each from its own moment. Nothing is destroyed before the last of them is over.
 * A case that was merged into another goes with that one, and what holds one of them holds all.
 */
import type { EvidencePolicy } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import type { Records } from '../ground/database/index.ts';

const DAY_MS = 86_400_000;

/** The end of a hold that has none: the last moment that a Date can be. */
export const FOREVER_MS = 8_640_000_000_000_000;

/** What the policy says of it. */
export interface KeepingPolicy {
  evidence: EvidencePolicy;
  keep: { cases: { daysAfterClosing: number } };
}

/**
 * `case_open`; `after_closing`; `appeal_possible`: whoever was told of a ruling, or of a restriction, can still object; `appeal_open`: somebody
 * has, and it is not judged: whoever judges it reads what was ruled on; `held` by a person or a court; `referral_awaited`: people ruled to
 * refer it, and no referral answers that; `referral_under_way`: drafted, and not sent; `after_sending`; `authority_request`: to be answered,
 * or answered lately.
 */
export type ClockName =
  | 'case_open'
  | 'after_closing'
  | 'appeal_possible'
  | 'appeal_open'
  | 'held'
  | 'referral_awaited'
  | 'referral_under_way'
  | 'after_sending'
  | 'authority_request';

export interface Clock {
  clock: ClockName;
  /** milliseconds since 1970; null where nobody knows yet when it ends */
  until_ms: number | null;
  /** where a law says so */
  law: string | null;
}

export interface Keeping {
  clocks: readonly Clock[];
  /** the end of the last; null where one of them has no end yet */
  until_ms: number | null;
  /** more than the case itself keeps it: a person, a law, an authority */
  held: boolean;
}

/** Clocks that run because of the case alone. */
const OF_THE_CASE: readonly ClockName[] = ['case_open', 'after_closing', 'appeal_possible', 'appeal_open'];

/** States of a referral in which it may still be sent. */
const UNDER_WAY = ['drafted', 'checked', 'approved'];
/** In which nothing more will be: it answers the ruling that asked for it. */
const ANSWERED = ['not_reported', 'retained', 'destroyed'];

/** Whether its time is over. */
export const isOver = ({ until_ms }: Keeping, now_ms: number): boolean => until_ms !== null && until_ms <= now_ms;

/** Of each case that there is. */
export async function keepingOf(
  db: Kysely<Records>,
  policy: KeepingPolicy,
  caseIds: readonly string[],
  now_ms: number,
): Promise<Map<string, Keeping>> {
  if (caseIds.length === 0) return new Map();
  const family = await familiesOf(db, caseIds);
  const ids = [...family.cases.keys()];
  const facts = ids.length === 0 ? [] : await clocksOf(db, policy, ids);
  const found = new Map<string, Keeping>();
  for (const id of caseIds) {
    const root = family.rootOf.get(id);
    if (root === undefined) continue;
    const clocks = [
      ...closing(policy, [family.cases.get(id), family.cases.get(root)]),
      ...facts.filter(({ of }) => family.rootOf.get(of) === root).map(({ of: _of, ...clock }) => clock),
    ];
    found.set(id, keepingBy(clocks, now_ms));
  }
  return found;
}

function keepingBy(clocks: readonly Clock[], now_ms: number): Keeping {
  const ends = clocks.map(({ until_ms }) => until_ms);
  const until_ms = ends.some((end) => end === null) ? null : Math.max(0, ...ends.map(Number));
  const runs = ({ until_ms: end }: Clock) => end === null || end > now_ms;
  return { clocks, until_ms, held: clocks.some((one) => !OF_THE_CASE.includes(one.clock) && runs(one)) };
}

interface Families {
  /** every case that counts, and when it was closed */
  cases: Map<string, { closed_at: number | null }>;
  /** the case that each is in by now: itself, where it was not merged */
  rootOf: Map<string, string>;
}

async function familiesOf(db: Kysely<Records>, caseIds: readonly string[]): Promise<Families> {
  const asked = await db.selectFrom('cases').select(['id', 'merged_into']).where('id', 'in', caseIds).execute();
  const roots = [...new Set(asked.map(({ id, merged_into }) => merged_into ?? id))];
  if (roots.length === 0) return { cases: new Map(), rootOf: new Map() };
  const rows = await db
    .selectFrom('cases')
    .select(['id', 'merged_into', 'closed_at'])
    .where(({ or, eb }) => or([eb('id', 'in', roots), eb('merged_into', 'in', roots)]))
    .execute();
  return {
    cases: new Map(rows.map(({ id, closed_at }) => [id, { closed_at }])),
    rootOf: new Map(rows.map(({ id, merged_into }) => [id, merged_into ?? id])),
  };
}

function closing(policy: KeepingPolicy, cases: readonly ({ closed_at: number | null } | undefined)[]): Clock[] {
  const closed = cases.map((one) => one?.closed_at ?? null);
  const open = { clock: 'case_open', until_ms: null, law: null } as const;
  if (closed.some((at) => at === null)) return [open];
  const until_ms = Math.max(...closed.map(Number)) + policy.keep.cases.daysAfterClosing * DAY_MS;
  return [{ clock: 'after_closing', until_ms, law: null }];
}

type ClockOf = Clock & { of: string };

async function clocksOf(db: Kysely<Records>, policy: KeepingPolicy, ids: readonly string[]): Promise<ClockOf[]> {
  const held = await db
    .selectFrom('case_keeping')
    .select(['case_id', 'held_until'])
    .where('case_id', 'in', ids)
    .where('held_until', 'is not', null)
    .execute();
  return [
    ...held.map(({ case_id, held_until }): ClockOf => {
      const until_ms = held_until === FOREVER_MS ? null : held_until;
      return { of: case_id, clock: 'held', until_ms, law: null };
    }),
    ...(await awaited(db, ids, new Set(held.map(({ case_id }) => case_id)))),
    ...(await ofStatements(db, ids)),
    ...(await ofAppeals(db, ids)),
    ...(await ofReferrals(db, policy, ids)),
    ...(await ofRequests(db, policy, ids)),
  ];
}

/**
 * A ruling to refer it holds it until a referral answers it (one that is covered by another: when that was sent), or somebody says
 * until when by hand. What a test system got answers nothing.
 */
async function awaited(db: Kysely<Records>, ids: readonly string[], said: ReadonlySet<string>): Promise<ClockOf[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT r.case_id AS id FROM ruling r
    WHERE r.case_id IN (${sql.join(ids)}) AND r.refer = 1 AND r.state IN ('proposed', 'in_force')
      AND NOT EXISTS (
        SELECT 1 FROM referral_cause c JOIN referral f ON f.id = c.referral LEFT JOIN referral o ON o.id = f.covered_by
        WHERE c.ruling = r.id AND ((f.sent_at IS NOT NULL AND f.test = 0) OR f.state IN (${sql.join(ANSWERED)})
          OR (f.state = 'covered' AND (f.covered_by IS NULL OR o.sent_at IS NOT NULL))))`.execute(db);
  const open = rows.filter(({ id }) => !said.has(id));
  return open.map(({ id }) => ({ of: id, clock: 'referral_awaited', until_ms: null, law: null }));
}

/** Of who was told, and has not objected: a ruling is appealed once. */
async function ofStatements(db: Kysely<Records>, ids: readonly string[]): Promise<ClockOf[]> {
  const rulings = await db
    .selectFrom('statement')
    .innerJoin('ruling', 'ruling.id', 'statement.ruling')
    .leftJoin('appeal', 'appeal.ruling', 'ruling.id')
    .select(['ruling.case_id', 'statement.appeal_until'])
    .where('ruling.case_id', 'in', ids)
    .where('appeal.id', 'is', null)
    .execute();
  const restrictions = await db
    .selectFrom('statement')
    .innerJoin('enforcement', 'enforcement.id', 'statement.enforcement')
    .select(['enforcement.case_id', 'statement.appeal_until'])
    .where('enforcement.case_id', 'in', ids)
    .where('statement.objected_at', 'is', null)
    .execute();
  return [...rulings, ...restrictions].flatMap(({ case_id, appeal_until }): ClockOf[] =>
    case_id === null || appeal_until === null
      ? []
      : [{ of: case_id, clock: 'appeal_possible', until_ms: Number(appeal_until), law: null }],
  );
}

async function ofAppeals(db: Kysely<Records>, ids: readonly string[]): Promise<ClockOf[]> {
  const rows = await db
    .selectFrom('appeal')
    .select('case_id')
    .where('case_id', 'in', ids)
    .where('state', '=', 'open')
    .execute();
  return rows.map(({ case_id }): ClockOf => ({ of: case_id, clock: 'appeal_open', until_ms: null, law: null }));
}

async function ofReferrals(db: Kysely<Records>, policy: KeepingPolicy, ids: readonly string[]): Promise<ClockOf[]> {
  const rows = await db
    .selectFrom('referral')
    .select(['case_id', 'state', 'sent_at'])
    .where('case_id', 'in', ids)
    .where(({ or, eb }) => or([eb('sent_at', 'is not', null), eb('state', 'in', UNDER_WAY)]))
    .execute();
  const { days, law } = policy.evidence.afterSending;
  return rows.map(({ case_id, sent_at }): ClockOf => {
    if (sent_at === null) return { of: case_id, clock: 'referral_under_way', until_ms: null, law: null };
    return { of: case_id, clock: 'after_sending', until_ms: sent_at + days * DAY_MS, law };
  });
}

async function ofRequests(db: Kysely<Records>, policy: KeepingPolicy, ids: readonly string[]): Promise<ClockOf[]> {
  const rows = await db
    .selectFrom('authority_request')
    .innerJoin('referral', 'referral.id', 'authority_request.referral')
    .select(['referral.case_id', 'authority_request.answered_at'])
    .where('referral.case_id', 'in', ids)
    .execute();
  const { days, law } = policy.evidence.afterAuthorityRequest;
  return rows.map(({ case_id, answered_at }): ClockOf => {
    const until_ms = answered_at === null ? null : answered_at + days * DAY_MS;
    return { of: case_id, clock: 'authority_request', until_ms, law };
  });
}
