/** Rulings, enforcements and statements as the console sees them. */
import {
  type EnforcementView,
  JUDGED_SHOWN_MAX,
  type RulingView,
  rulingState,
  type StatementView,
} from '@kith/contract';
import type { Kysely } from 'kysely';
import type { EnforcementRow, PreservationRow, Records, RulingRow, StatementRow } from '../ground/database/index.ts';
import { isOverdue } from '../ground/jobs/index.ts';
import { readMeasures, readNames } from './follow.ts';
import { kindOf } from './sending.ts';
import { sourceOf, standingChange } from './standing-changes.ts';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** Pseudonyms of people of staff, by their ids. Who is not there any more keeps their id. */
export async function pseudonymsOf(
  db: Kysely<Records>,
  ids: readonly (string | null)[],
): Promise<(id: string) => string> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return (id) => id;
  const rows = await db.selectFrom('staff').select(['id', 'pseudonym']).where('id', 'in', wanted).execute();
  const names = new Map(rows.map(({ id, pseudonym }) => [id, pseudonym]));
  return (id) => names.get(id) ?? id;
}

/** With their statements, in the order given. */
export async function viewRulings(
  db: Kysely<Records>,
  rows: readonly RulingRow[],
  now_ms: number,
): Promise<RulingView[]> {
  if (rows.length === 0) return [];
  const statements = await db
    .selectFrom('statement')
    .selectAll()
    .where('kind', '=', 'ruling')
    .where(
      'ruling',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  const people = rows.flatMap(({ first_by, second_by }) => [first_by, second_by]);
  const nameOf = await pseudonymsOf(db, [...people, ...statements.map(({ held_by }) => held_by)]);
  const of = new Map(statements.map((statement) => [statement.ruling, statement]));
  const changes = await Promise.all(rows.map((row) => standingChange(db, row)));
  return rows.map((row, i) => ({
    ...rulingView(row, of.get(row.id) ?? null, nameOf, now_ms),
    standingChanged: changes[i] ?? null,
  }));
}

function rulingView(
  row: RulingRow,
  statement: StatementRow | null,
  nameOf: (id: string) => string,
  now_ms: number,
): Omit<RulingView, 'standingChanged'> {
  const open = (row.state === 'in_force' || row.state === 'proposed') && row.undo_until >= now_ms;
  return {
    ...{ id: row.id, case: row.case_id, account: row.account, measures: readMeasures(row) },
    ...{ state: rulingState.parse(row.state), policy: row.policy, reason: row.reason, content: readNames(row.content) },
    ...{ refer: row.refer === 1, by: nameOf(row.first_by), at: iso(row.first_at) },
    undoUntil: open ? iso(row.undo_until) : null,
    second: secondOf(row, nameOf),
    final: row.final === 1,
    statement: statement === null ? null : viewStatement(statement, nameOf),
  };
}

function secondOf(row: RulingRow, nameOf: (id: string) => string): RulingView['second'] {
  const { second_by, second_at, second_agreed, second_note: note } = row;
  if (second_by === null || second_at === null) return null;
  return { by: nameOf(second_by), at: iso(second_at), agreed: second_agreed === 1, note };
}

const STATEMENT_STATES = ['waiting', 'held', 'sent', 'by_hand', 'withdrawn'] as const;

export function viewStatement(row: StatementRow, nameOf: (id: string) => string): StatementView {
  const state = STATEMENT_STATES.find((one) => one === row.state);
  if (state === undefined) throw new Error(`a statement in the state ${row.state}`);
  return {
    ...{ id: row.id, ruling: row.ruling, enforcement: row.enforcement, account: row.account, state },
    heldBecause: row.held_because,
    ...{ heldBy: row.held_by === null ? null : nameOf(row.held_by), reviewAt: isoOrNull(row.review_at) },
    ...{ sentAt: isoOrNull(row.sent_at), appealUntil: isoOrNull(row.appeal_until) },
  };
}

/** In the order given; a request to preserve shows with the removal that waits for it. */
export async function viewEnforcements(
  db: Kysely<Records>,
  rows: readonly EnforcementRow[],
  now_ms: number,
): Promise<EnforcementView[]> {
  const wanted = rows.flatMap(({ preserve }) => (preserve === null ? [] : [preserve]));
  const asked =
    wanted.length === 0 ? [] : await db.selectFrom('preservation').selectAll().where('id', 'in', wanted).execute();
  const requests = new Map(asked.map((request) => [request.id, request]));
  return rows.map((row) => enforcementView(row, requests.get(row.preserve ?? ''), now_ms));
}

function enforcementView(row: EnforcementRow, request: PreservationRow | undefined, now_ms: number): EnforcementView {
  const waits = row.state === 'requested' && row.requested_at !== null;
  return {
    ...{ id: row.id, ruling: row.ruling, case: row.case_id, source: sourceOf(row), account: row.account },
    ...{ kind: kindOf(row), state: stateOf(row), content: readNames(row.content), createdAt: iso(row.created_at) },
    ...{ requestedAt: isoOrNull(row.requested_at), appliedAt: isoOrNull(row.applied_at), chased: row.chased },
    overdue: waits && isOverdue(row.requested_at ?? now_ms, now_ms),
    nextChaseAt: waits ? isoOrNull(row.due_at) : null,
    byHand: waits && row.by_hand === 1,
    preservation:
      request === undefined
        ? null
        : {
            ...{ id: request.id, requestedAt: isoOrNull(request.asked_at) },
            ...{ deliveredAt: isoOrNull(request.delivered_at), timedOut: row.unpreserved === 1 },
          },
  };
}

function stateOf({ state }: EnforcementRow): EnforcementView['state'] {
  // it leaves within a moment, and can't be taken back any more: to people it still waits
  if (state === 'leaving') return 'waiting';
  const found = STATES.find((one) => one === state);
  if (found === undefined) throw new Error(`an enforcement in the state ${state}`);
  return found;
}
const STATES = ['waiting', 'preserving', 'requested', 'applied', 'withdrawn', 'superseded'] as const;

/** What was ruled on a case, the oldest first. */
export async function caseRulings(db: Kysely<Records>, id: string, now_ms: number): Promise<RulingView[]> {
  const rows = await db
    .selectFrom('ruling')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('first_at', 'desc')
    .orderBy('id')
    .limit(JUDGED_SHOWN_MAX)
    .execute();
  return viewRulings(db, rows.reverse(), now_ms);
}

/** What was asked of the platform about a case's account, by whichever case, the oldest first. */
export async function caseEnforcements(db: Kysely<Records>, id: string, now_ms: number): Promise<EnforcementView[]> {
  const rows = await db
    .selectFrom('enforcement')
    .selectAll()
    .where('account', 'in', db.selectFrom('cases').select('account').where('id', '=', id))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(JUDGED_SHOWN_MAX)
    .execute();
  return viewEnforcements(db, rows.reverse(), now_ms);
}
