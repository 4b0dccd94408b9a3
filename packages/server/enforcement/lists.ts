/** What is not done yet, for people who look after it. */
import { type EnforcementView, JUDGED_SHOWN_MAX, type StatementView } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { overdueFrom } from '../ground/jobs/index.ts';
import { NOT_DONE } from './settle.ts';
import { pseudonymsOf, viewEnforcements, viewStatement } from './views.ts';

/** A page of enforcements that are not done, the oldest first, and where the next one begins. */
export async function openEnforcements(
  db: Kysely<Records>,
  after: string | undefined,
  now_ms: number,
): Promise<{ enforcements: EnforcementView[]; next: string | null }> {
  const [at, id] = after === undefined ? [0, ''] : placeOf(after);
  const rows = await db
    .selectFrom('enforcement')
    .selectAll()
    .where('state', 'in', NOT_DONE)
    .where((eb) => eb.or([eb('created_at', '>', at), eb.and([eb('created_at', '=', at), eb('id', '>', id)])]))
    .orderBy('created_at')
    .orderBy('id')
    .limit(JUDGED_SHOWN_MAX + 1)
    .execute();
  const shown = rows.slice(0, JUDGED_SHOWN_MAX);
  const last = rows.length > JUDGED_SHOWN_MAX ? shown.at(-1) : undefined;
  const next = last === undefined ? null : `${last.created_at}.${last.id}`;
  return { enforcements: await viewEnforcements(db, shown, now_ms), next };
}

/** What `next` of the page before said; anything else is the beginning. */
function placeOf(after: string): [number, string] {
  const [, at, id] = /^(\d{1,15})\.(.*)$/s.exec(after) ?? [];
  return at === undefined || id === undefined ? [0, ''] : [Number(at), id];
}

/** Statements that are held back, or that somebody must tell by hand; those to be looked at again first come first. */
export async function openStatements(db: Kysely<Records>): Promise<StatementView[]> {
  const rows = await db
    .selectFrom('statement')
    .selectAll()
    .where('state', 'in', ['held', 'by_hand'])
    .orderBy('review_at')
    .orderBy('id')
    .limit(JUDGED_SHOWN_MAX)
    .execute();
  const nameOf = await pseudonymsOf(
    db,
    rows.map(({ held_by }) => held_by),
  );
  return rows.map((row) => viewStatement(row, nameOf));
}

/** Those that are counted at most: a scrape must cost little, above all when there are very many. */
const COUNTED_MAX = 10_000;

/** How many should be done by now and are not, COUNTED_MAX at most. */
export async function overdueEnforcements(db: Kysely<Records>, now_ms: number): Promise<number> {
  const late = db
    .selectFrom('enforcement')
    .select('id')
    .where('state', '=', 'requested')
    .where('requested_at', '<=', overdueFrom(now_ms))
    .limit(COUNTED_MAX)
    .as('late');
  const { count } = await db
    .selectFrom(late)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
