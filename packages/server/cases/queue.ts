/** The queue: pages of it, how many wait, and who takes the next one. */
import type { CaseState } from '@kith/contract';
import { type Kysely, PostgresAdapter, type SelectQueryBuilder, sql } from 'kysely';
import type { CaseRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { act, type CaseMoment, writeLine } from './acts.ts';

/** Cases that one person may hold at once: the one that they look at, and a few that they were called away from. */
const HELD_MAX = 10;

export interface PageWanted {
  queue?: string | undefined;
  /** all that wait where it is left out */
  state?: CaseState | undefined;
  after?: string | undefined;
  limit: number;
}

export interface Page {
  rows: readonly CaseRow[];
  next: string | null;
}

type Select = SelectQueryBuilder<Records, 'cases', CaseRow>;

/**
 * A page, the most pressing first; what is decided or closed, the newest first. Each is a walk along one index (see the
 * migration), from where the page before ended.
 */
export async function pageOf(db: Kysely<Records>, wanted: PageWanted, now_ms: number): Promise<Page> {
  const { queue, state, after, limit } = wanted;
  const over = state === 'decided' || state === 'closed';
  const column = over ? 'decided_at' : 'rank';
  let select: Select = db.selectFrom('cases').selectAll();
  select = over
    ? select.where('decided_at', 'is not', null).where('state', '=', state)
    : select.where('decided_at', 'is', null);
  if (queue !== undefined) select = select.where('queue', '=', queue);
  select = inState(select, state, now_ms);
  const from = after === undefined ? null : readCursor(after);
  if (from !== null) {
    select = select.where(({ or, and, eb }) =>
      or([eb(column, '<', from.at), and([eb(column, '=', from.at), eb('id', '>', from.id)])]),
    );
    // the condition before is exact; this one says it so that an index is walked from there
    select = select.where(column, '<=', from.at);
  }
  const rows = await select
    .orderBy(column, 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? cursorOf(last[column] ?? 0, last.id) : null };
}

function inState(select: Select, state: CaseState | undefined, now_ms: number): Select {
  switch (state) {
    case 'leased':
      return select.where('leased_by', 'is not', null).where('leased_until', '>', now_ms);
    case 'open':
      return select.where('state', '=', 'open').where(isFree(now_ms));
    case 'second_review':
      // written out: that is how the databases see that the index of these few is the one
      return select.where(sql<boolean>`state = 'second_review'`).where(isFree(now_ms));
    case 'decided':
    case 'closed':
    case undefined:
      return select;
    default:
      return state satisfies never;
  }
}

const isFree = (now_ms: number) => sql<boolean>`(leased_until is null or leased_until <= ${now_ms})`;

const cursorOf = (at: number, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

function readCursor(text: string): { at: number; id: string } {
  try {
    const [at, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof at === 'number' && typeof id === 'string') return { at, id };
  } catch {
    // as below
  }
  throw new ProblemError('invalid_field', 'after: must be `next` of the page before', 'after');
}

/** How many wait in each queue. */
export async function countsOf(db: Kysely<Records>): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('cases')
    .select(({ fn }) => ['queue', fn.countAll().as('count')])
    .where('decided_at', 'is', null)
    .groupBy('queue')
    .execute();
  return Object.fromEntries(rows.map(({ queue, count }) => [queue, Number(count)]));
}

export interface Taking {
  queue?: string | undefined;
  by: string;
  /** may give the second look */
  second: boolean;
  /** nothing harder than that: see the budget of exposure */
  severityMax: number;
  leaseEnds_ms: number;
  now_ms: number;
}

/**
 * Takes the most pressing case that one may take. The database picks it and hands it over in one statement, so that of any
 * number who ask at once none gets the same; null where none is left.
 */
export async function takeNext(db: Kysely<Records>, taking: Taking): Promise<CaseRow | null> {
  const { queue, by, second, severityMax, leaseEnds_ms, now_ms } = taking;
  return db.transaction().execute(async (trx) => {
    await mayHoldMore(trx, by, now_ms);
    const inQueue = queue === undefined ? sql`` : sql`and queue = ${queue}`;
    const first = second ? sql`(state = 'open' or first_by <> ${by})` : sql`state = 'open'`;
    const skip = trx.getExecutor().adapter instanceof PostgresAdapter ? sql`for update skip locked` : sql``;
    // `materialized`: were it merged into the update, PostgreSQL might pick more than one
    const { rows } = await sql<CaseRow>`
      with picked as materialized (
        select id from cases
        where decided_at is null ${inQueue} and ${isFree(now_ms)} and ${first} and severity <= ${severityMax}
        order by rank desc, id limit 1 ${skip}
      )
      update cases set leased_by = ${by}, leased_until = ${leaseEnds_ms}, version = version + 1, updated_at = ${now_ms}
      where id in (select id from picked) returning *`.execute(trx);
    const [taken] = rows;
    if (taken === undefined) return null;
    await writeLine(trx, { case: taken.id, by, now_ms }, { kind: 'leased' });
    return taken;
  });
}

/** Takes this case, or goes on holding it. */
export async function lease(
  db: Kysely<Records>,
  moment: CaseMoment & { by: string },
  leaseEnds_ms: number,
  second: boolean,
): Promise<CaseRow> {
  return db.transaction().execute(async (trx) => {
    const { by, now_ms } = moment;
    await mayHoldMore(trx, by, now_ms, moment.case);
    if (!second) await needsNoSecond(trx, moment.case);
    return act(trx, moment, { act: 'lease', until_ms: leaseEnds_ms }, { kind: 'leased' });
  });
}

/** A case that waits for its second look is not for those whose roles give none: they could only keep it from others. */
async function needsNoSecond(trx: Kysely<Records>, id: string): Promise<void> {
  const row = await trx.selectFrom('cases').select('state').where('id', '=', id).executeTakeFirst();
  if (row?.state !== 'second_review') return;
  throw new ProblemError('first_look', 'this case waits for a second look, which your roles do not give');
}

async function mayHoldMore(trx: Kysely<Records>, by: string, now_ms: number, but?: string): Promise<void> {
  const held = await trx
    .selectFrom('cases')
    .select('id')
    .where('leased_by', '=', by)
    .where('leased_until', '>', now_ms)
    .limit(HELD_MAX)
    .execute();
  if (held.length < HELD_MAX || held.some(({ id }) => id === but)) return;
  throw new ProblemError('too_many_held', `you hold ${HELD_MAX} cases: rule on one or give one back`);
}
