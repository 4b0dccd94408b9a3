/** Significant changes of the service that are planned: noted by somebody, and considered in a version before they are made. */
import { randomBytes } from 'node:crypto';
import { type AssessmentChange, OPEN_CHANGES_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { AssessmentChangeRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { dayName } from '../counts/index.ts';
import { dayFrom } from '../days.ts';
import type { Doing } from './drafts.ts';

/** Planned, and neither considered nor withdrawn; of one kind, or of all. */
export function openChanges(db: Kysely<Records>, kind?: string): Promise<AssessmentChangeRow[]> {
  const all = db
    .selectFrom('assessment_change')
    .selectAll()
    .where('considered_in', 'is', null)
    .where('withdrawn_at', 'is', null);
  return (kind === undefined ? all : all.where('kind', '=', kind)).orderBy('noted_at').orderBy('id').execute();
}

export const viewChange = ({ id, note, planned_day, noted_at }: AssessmentChangeRow): AssessmentChange => ({
  ...{ id, note, planned: planned_day === null ? null : dayName(planned_day) },
  notedAt: new Date(Number(noted_at)).toISOString(),
});

export async function noteChange(
  db: Kysely<Records>,
  kind: string,
  { note, planned }: { note: string; planned: string | null },
  { by, at_ms }: Doing,
): Promise<void> {
  const id = `asc_${randomBytes(16).toString('hex')}`;
  await db.transaction().execute(async (trx) => {
    if ((await openChanges(trx, kind)).length >= OPEN_CHANGES_MAX) {
      throw new ProblemError('not_possible', `${OPEN_CHANGES_MAX} changes wait to be considered, which is the limit`);
    }
    const planned_day = planned === null ? null : dayFrom(planned);
    await trx
      .insertInto('assessment_change')
      .values({
        ...{ id, kind, note, planned_day, noted_by: by, noted_at: at_ms },
        ...{ considered_in: null, withdrawn_by: null, withdrawn_at: null },
      })
      .execute();
    const line = { subject: `assessment:${kind}`, detail: { change: id } };
    await appendAudit(trx, { at_ms, by: `staff:${by}`, action: 'assessment.change_noted', ...line });
  });
}

/** It is not to be made after all. */
export async function withdrawChange(
  db: Kysely<Records>,
  kind: string,
  id: string,
  { by, at_ms }: Doing,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('assessment_change')
      .set({ withdrawn_by: by, withdrawn_at: at_ms })
      .where('id', '=', id)
      .where('kind', '=', kind)
      .where('considered_in', 'is', null)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new ProblemError('not_known', 'no such change is open', 'change');
    const line = { subject: `assessment:${kind}`, detail: { change: id } };
    await appendAudit(trx, { at_ms, by: `staff:${by}`, action: 'assessment.change_withdrawn', ...line });
  });
}
