/** Appeals as the console sees them. */
import { type AppealView, type EnforcementPolicy, JUDGED_SHOWN_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
import { pseudonymsOf, viewEnforcements, viewRulings } from '../enforcement/index.ts';
import type { AppealRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { casesRuledBy } from './barred.ts';
import { needsSecond } from './judge.ts';

/** Who looks, when, and under which policy. */
export interface Looking {
  by: string;
  now_ms: number;
  policy: EnforcementPolicy;
}

const iso = (at: number): string => new Date(at).toISOString();

/** Those that wait to be judged, the most pressing first, and where the next page begins. */
export async function openAppeals(
  db: Kysely<Records>,
  after: string | undefined,
  looking: Looking,
): Promise<{ appeals: AppealView[]; next: string | null }> {
  const [, rank, answer, id] = /^(\d{1,4})\.(\d{1,15})\.(\w{1,128})$/.exec(after ?? '') ?? [];
  let query = db.selectFrom('appeal').selectAll().where('state', '=', 'open');
  if (rank !== undefined && answer !== undefined && id !== undefined) {
    const [r, a] = [Number(rank), Number(answer)];
    query = query.where((eb) =>
      eb.or([
        eb('rank', '<', r),
        eb.and([eb('rank', '=', r), eb('answer_at', '>', a)]),
        eb.and([eb('rank', '=', r), eb('answer_at', '=', a), eb('id', '>', id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy('rank', 'desc')
    .orderBy('answer_at')
    .orderBy('id')
    .limit(JUDGED_SHOWN_MAX + 1)
    .execute();
  const shown = rows.slice(0, JUDGED_SHOWN_MAX);
  const last = rows.length > JUDGED_SHOWN_MAX ? shown.at(-1) : undefined;
  const next = last === undefined ? null : `${last.rank}.${last.answer_at}.${last.id}`;
  return { appeals: await viewAppeals(db, shown, looking), next };
}

/** @throws ProblemError `not_known` */
export async function viewAppeal(db: Kysely<Records>, id: string, looking: Looking): Promise<AppealView> {
  const row = await db.selectFrom('appeal').selectAll().where('id', '=', id).executeTakeFirst();
  const [shown] = row === undefined ? [] : await viewAppeals(db, [row], looking);
  if (shown === undefined) throw new ProblemError('not_known', 'there is no such appeal', 'id');
  return shown;
}

async function viewAppeals(
  db: Kysely<Records>,
  rows: readonly AppealRow[],
  { by, now_ms, policy }: Looking,
): Promise<AppealView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ ruling }) => ruling);
  const cases = [...new Set(rows.map(({ case_id }) => case_id))];
  const rulingRows = await db.selectFrom('ruling').selectAll().where('id', 'in', ids).execute();
  const asked = await db
    .selectFrom('enforcement')
    .selectAll()
    .where('ruling', 'in', ids)
    .orderBy('created_at')
    .execute();
  const ruled = await casesRuledBy(db, cases, by);
  const rulings = new Map((await viewRulings(db, rulingRows, now_ms)).map((ruling) => [ruling.id, ruling]));
  const enforcements = await viewEnforcements(db, asked, now_ms);
  const nameOf = await pseudonymsOf(
    db,
    rows.flatMap(({ leased_by, judged_by, proposed_by }) => [leased_by, judged_by, proposed_by]),
  );
  return rows.flatMap((row) => {
    const ruling = rulings.get(row.ruling);
    if (ruling === undefined) return [];
    const followed = enforcements.filter((one) => one.ruling === row.ruling).slice(0, JUDGED_SHOWN_MAX);
    return [
      {
        ...viewOf(row, by, nameOf, now_ms),
        ruling,
        enforcements: followed,
        needsSecond: row.state === 'open' && needsSecond(row, ruling.second?.agreed === true, policy),
        barred: barredBy(row, ruled, by),
      },
    ];
  });
}

function barredBy(row: AppealRow, ruled: ReadonlySet<string>, by: string): AppealView['barred'] {
  if (ruled.has(row.case_id)) return 'ruled';
  return row.state === 'open' && row.proposed_by === by ? 'proposed' : null;
}

function viewOf(row: AppealRow, by: string, nameOf: (id: string) => string, now_ms: number) {
  const held = row.leased_by !== null && row.leased_until > now_ms;
  const { judged_by, judged_at, judged_reason: reason, proposed_by, proposed_at, proposed_reason } = row;
  return {
    ...{ id: row.id, case: row.case_id, account: row.account, state: stateOf(row), filedAt: iso(row.filed_at) },
    ...{ dueAt: iso(row.answer_at), text: row.text === '' ? null : row.text, language: row.language },
    leasedBy: held && row.leased_by !== null ? nameOf(row.leased_by) : null,
    leasedUntil: held ? iso(row.leased_until) : null,
    mine: held && row.leased_by === by,
    proposed:
      proposed_by === null || proposed_at === null || proposed_reason === null
        ? null
        : { by: nameOf(proposed_by), at: iso(proposed_at), reason: proposed_reason },
    judged:
      judged_by === null || judged_at === null || reason === null
        ? null
        : { by: nameOf(judged_by), at: iso(judged_at), reason },
    version: row.version,
  };
}

function stateOf({ state }: AppealRow): AppealView['state'] {
  if (state === 'open' || state === 'upheld' || state === 'overturned') return state;
  throw new Error(`an appeal in the state ${state}`);
}
