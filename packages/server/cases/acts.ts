/**
 * What people do to a case, in the database: the state machine says what it comes to, and it counts only where the case is
 * still as it was read (its version), so that of two who act at once one is told to look again.
 */
import { randomBytes } from 'node:crypto';
import type { CaseEventKind } from '@kith/contract';
import { PostgresAdapter, type Transaction } from 'kysely';
import type { CaseRow, Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { type Act, next, type Refusal, type Stage, type Standing } from './states.ts';

export type Detail = Readonly<Record<string, string | number | boolean | null>>;

/** A case as somebody saw it, and who acts on it when. */
export interface CaseMoment {
  case: string;
  /** null where it may have changed since */
  version: number | null;
  /** a person of staff; null where Kith acts by itself */
  by: string | null;
  now_ms: number;
}

/** An act without who and when; the lease's end is given where there is one. */
export type BareAct = Act extends infer A ? (A extends Act ? Omit<A, 'by' | 'at_ms'> : never) : never;

/** What whoever is refused can do. */
const REFUSED: Readonly<Record<Refusal, string>> = {
  case_held: 'somebody else holds this case now',
  not_held: 'take the case first: you do not hold it (any more)',
  first_look: 'you took the first look: somebody else must take the second',
  case_over: 'there is nothing to judge about this case any more',
  not_ruled: 'there is no ruling on this case that this could be about',
};

const STAGES: readonly Stage[] = ['open', 'second_review', 'decided', 'closed'];

export function standingOf(row: CaseRow): Standing {
  const stage = STAGES.find((one) => one === row.state);
  if (stage === undefined) throw new Error(`case ${row.id} is in a state that this Kith does not know: ${row.state}`);
  const { leased_by: by, leased_until: until_ms, first_by, second_by, merged_into, reopened } = row;
  const lease = by === null || until_ms === null ? null : { by, until_ms };
  return { stage, lease, firstBy: first_by, secondBy: second_by, mergedInto: merged_into, reopened };
}

/** The lines that an act leaves in the history; a lease that is only renewed leaves none. */
export interface Line {
  kind: CaseEventKind;
  detail?: Detail;
  note?: string | undefined;
}

/**
 * Acts on a case, in the caller's transaction: what it becomes and the line in its history are there together, or not at all.
 * @param also columns that change with it
 * @throws ProblemError `not_known`, `case_changed`, or what the case refuses
 */
export async function act(
  trx: Transaction<Records>,
  moment: CaseMoment,
  bare: BareAct,
  line: Line | null,
  also: Partial<CaseRow> = {},
): Promise<CaseRow> {
  const row = await lockCase(trx, moment.case);
  if (moment.version !== null && row.version !== moment.version) throw changed();
  const { by, now_ms: at_ms } = moment;
  const result = next(standingOf(row), { ...bare, by: by ?? NOBODY, at_ms });
  if (!result.ok) throw new ProblemError(result.refusal, REFUSED[result.refusal]);
  const set = { ...columnsOf(result.standing, row, at_ms), ...also };
  // a lease that goes on is no change that anybody must have seen
  const renewed = bare.act === 'lease' && row.leased_by === by && (row.leased_until ?? 0) > at_ms;
  const version = renewed ? row.version : row.version + 1;
  const became = await trx
    .updateTable('cases')
    .set({ ...set, version, ...(!renewed && { updated_at: at_ms }) })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .returningAll()
    .executeTakeFirst();
  if (became === undefined) throw changed();
  if (line !== null && !renewed) await writeLine(trx, moment, line, became.version);
  return became;
}

/** What Kith does by itself is nobody's of staff, and holds nothing. */
const NOBODY = '';

const changed = () => new ProblemError('case_changed', 'the case has changed since you looked at it: look again');

/**
 * A case as it is, for whoever changes it or what hangs on it: of two who do, the second waits here. On PostgreSQL the row is locked
 * until the transaction ends; SQLite has one writer at a time.
 */
export async function lockCase(trx: Transaction<Records>, id: string): Promise<CaseRow> {
  const select = trx.selectFrom('cases').selectAll().where('id', '=', id);
  const postgres = trx.getExecutor().adapter instanceof PostgresAdapter;
  const row = await (postgres ? select.forUpdate() : select).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'there is no such case', 'id');
  return row;
}

function columnsOf(standing: Standing, before: CaseRow, at_ms: number): Partial<CaseRow> {
  const { stage, lease, firstBy, secondBy, mergedInto, reopened } = standing;
  const waits = stage === 'open' || stage === 'second_review';
  return {
    state: stage,
    ...{ leased_by: lease?.by ?? null, leased_until: lease?.until_ms ?? null },
    ...{ first_by: firstBy, second_by: secondBy, merged_into: mergedInto, reopened },
    decided_at: waits ? null : (before.decided_at ?? at_ms),
    closed_at: stage === 'closed' ? (before.closed_at ?? at_ms) : null,
  };
}

/** @param version of the case, which tells two lines of one millisecond apart */
export async function writeLine(
  trx: Transaction<Records>,
  moment: Omit<CaseMoment, 'version'>,
  line: Line,
  version = 0,
): Promise<void> {
  const { kind, detail = {}, note } = line;
  await trx
    .insertInto('case_event')
    .values({
      ...{ id: newLineId(), case_id: moment.case, at: moment.now_ms, place: LATE + version, kind, by_staff: moment.by },
      ...{ detail: JSON.stringify(detail), note: note ?? null },
    })
    .execute();
}

/** What people do comes after what events brought in the same millisecond. */
const LATE = 2;
const newLineId = (): string => `line_${randomBytes(16).toString('hex')}`;
