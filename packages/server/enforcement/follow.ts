/**
 * What follows from a ruling that is in force: what the platform is asked to do, and what the affected person is told. All of
 * it waits until the ruling can't be taken back any more; the job (job.ts) then carries it out.
 */
import {
  type EnforcementKind,
  type EnforcementPolicy,
  type NamedPolicy,
  type RulingKind,
  rulingKind,
} from '@kith/contract';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { newPreservationId, requestPreservation, withdrawPreservations } from '../evidence/index.ts';
import type { EnforcementRow, Records, RulingRow, StatementRow } from '../ground/database/index.ts';
import { holdAgain, judgeHeld } from './held.ts';
import { newId } from './ids.ts';
import { isViolation, standingOf } from './measures.ts';
import { isOnlyAutomatic } from './standing.ts';

const measuresOf = z.string().transform((text) => z.array(rulingKind).parse(JSON.parse(text)));
/** Written by rulings, and nothing else. */
export const readMeasures = ({ measures }: Pick<RulingRow, 'measures'>) => measuresOf.parse(measures);
/** A list of names as a row has it. */
export const readNames = (json: string): string[] => z.array(z.string()).parse(JSON.parse(json));

/** How somebody wishes that the affected person is told. */
export interface Telling {
  /** because the case is referred to an authority, or why whoever ruled thinks so; null where they are told */
  heldBecause: string | null;
  by: string;
}

export interface Followed {
  ruling: RulingRow;
  policy: NamedPolicy;
  telling: Telling;
  settings: EnforcementPolicy;
  now_ms: number;
}

/** Writes down what follows. Nothing of it leaves before the ruling's `undo_until`. */
export async function follow(trx: Transaction<Records>, followed: Followed): Promise<void> {
  const { ruling, telling } = followed;
  const measures = readMeasures(ruling);
  const kinds = measures.flatMap((m): EnforcementKind[] => (m === 'no_violation' ? [] : [m]));
  const lifted = standingOf(measures) === null && (await isOnlyAutomatic(trx, ruling.account));
  if (lifted) kinds.push('restore');
  const preserve = kinds.includes('remove_content') || ruling.refer === 1 ? newPreservationId() : null;
  if (preserve !== null) await preserveFor(trx, followed, preserve);
  const rows = [...rowsOf(followed, kinds, preserve), ...(await putBack(trx, followed, measures))];
  if (rows.length > 0) await trx.insertInto('enforcement').values(rows).execute();
  await judgeHeld(trx, ruling, isViolation(measures));
  if (isViolation(measures) || kinds.includes('restore')) {
    await trx
      .insertInto('statement')
      .values(statementOf(ruling, telling, followed))
      .execute();
  }
}

/** What Kith itself had removed before anybody had looked comes back where people find nothing wrong. */
async function putBack(
  trx: Transaction<Records>,
  { ruling, policy, now_ms }: Followed,
  measures: readonly RulingKind[],
): Promise<EnforcementRow[]> {
  if (isViolation(measures)) return [];
  const removed = await trx
    .selectFrom('enforcement')
    .select('content')
    .where('case_id', '=', ruling.case_id)
    .where('kind', '=', 'remove_content')
    .where('source', '=', 'automatic')
    .execute();
  const content = [...new Set(removed.flatMap((row) => readNames(row.content)))];
  if (content.length === 0) return [];
  const blank = blankEnforcement({ ...ruling, ruling: ruling.id }, policy.title.en, now_ms, ruling.undo_until);
  return [{ ...blank, id: newId('enf'), kind: 'restore_content', content: JSON.stringify(content) }];
}

/** Asked for as soon as the ruling can't be taken back; a removal waits for it. */
function preserveFor(trx: Transaction<Records>, { ruling, now_ms }: Followed, id: string): Promise<void> {
  const { case_id, account } = ruling;
  const why = ruling.refer === 1 ? 'referral' : 'removal';
  const wanted = { case_id, account, why, ruling: ruling.id, by: null, messages: readNames(ruling.content) } as const;
  return requestPreservation(trx, wanted, { id, now_ms, due_ms: ruling.undo_until });
}

function rowsOf(
  { ruling, policy, now_ms }: Followed,
  kinds: readonly EnforcementKind[],
  preserve: string | null,
): EnforcementRow[] {
  const blank = blankEnforcement({ ...ruling, ruling: ruling.id }, policy.title.en, now_ms, ruling.undo_until);
  return kinds.map((kind): EnforcementRow => {
    const removes = kind === 'remove_content';
    return { ...blank, id: newId('enf'), kind, ...(removes && { content: ruling.content, preserve }) };
  });
}

/** An enforcement of which nothing has been done yet. */
export const blankEnforcement = (
  of: { ruling: string | null; case_id: string; account: string },
  reason: string,
  now_ms: number,
  due_ms: number,
): Omit<EnforcementRow, 'id' | 'kind'> => ({
  ...{ ruling: of.ruling, case_id: of.case_id, account: of.account, content: '[]', reason, source: 'ruling' },
  ...{ state: 'waiting', created_at: now_ms, due_at: due_ms, requested_at: null, applied_at: null, applied_by: null },
  ...{ chased: 0, by_hand: 0, told: 0, preserve: null, unpreserved: 0 },
});

function statementOf(ruling: RulingRow, { heldBecause, by }: Telling, { settings, now_ms }: Followed): StatementRow {
  const held = heldBecause !== null;
  return {
    ...{ id: newId('stm'), ruling: ruling.id, enforcement: null, account: ruling.account, kind: 'ruling' },
    created_at: now_ms,
    ...{ state: held ? 'held' : 'waiting', due_at: held ? null : ruling.undo_until },
    ...{ held_because: heldBecause, held_by: held ? by : null },
    ...{ review_at: held ? now_ms + settings.statement.reviewDays * DAY_MS : null },
    ...{ sent_at: null, appeal_until: null, objected_at: null, language: null, words: null },
  };
}

const DAY_MS = 86_400_000;

/**
 * Takes back what followed, as long as nothing of it has left. @returns whether it could be: where not, the transaction must
 * be given up
 */
export async function unfollow(trx: Transaction<Records>, ruling: string): Promise<boolean> {
  await trx
    .updateTable('enforcement')
    .set({ state: 'withdrawn', due_at: null })
    .where('ruling', '=', ruling)
    .where('state', '=', 'waiting')
    .execute();
  await holdAgain(trx, ruling);
  const kept = await withdrawPreservations(trx, ruling);
  // nobody outside has seen it: a later confirmation makes a new one
  await trx.deleteFrom('statement').where('ruling', '=', ruling).where('state', 'in', ['waiting', 'held']).execute();
  // asked afterwards: the job may have taken one of them meanwhile
  const left = await trx
    .selectFrom('enforcement')
    .select('id')
    .where('ruling', '=', ruling)
    .where('state', '<>', 'withdrawn')
    .unionAll(trx.selectFrom('statement').select('id').where('ruling', '=', ruling))
    .execute();
  return kept && left.length === 0;
}
