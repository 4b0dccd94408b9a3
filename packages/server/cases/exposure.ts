/**
 * How much hard material somebody has looked at in their shift, so that Kith can give them lighter work in time. Only ever
 * shown to themselves, never added up over people, and gone when the shift is long over.
 */
import { createHash } from 'node:crypto';
import type { CasePolicy, ExposureView } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';

type Settings = CasePolicy['exposure'];
const HOUR_MS = 3_600_000;
/** Severities go from 1 to this. */
export const SEVERITY_MAX = 3;
/** Rows are kept for so many shifts: longer than any shift looks back. */
const KEPT_SHIFTS = 3;

/** What somebody has seen in the hours of a shift, up to now. */
export async function exposureOf(
  db: Kysely<Records>,
  staff: string,
  { shiftHours, budget }: Settings,
  now_ms: number,
): Promise<ExposureView> {
  const row = await db
    .selectFrom('exposure')
    .select(({ fn }) => fn.sum<number | null>('severity').as('seen'))
    .where('staff', '=', staff)
    .where('at', '>', now_ms - shiftHours * HOUR_MS)
    .executeTakeFirst();
  const seen = Number(row?.seen ?? 0);
  return { seen, budget, over: seen >= budget };
}

/** The hardest case that somebody should be given now; 0 where it is time for a break. */
export const severityFor = ({ over }: ExposureView, { lighter }: Settings): number => (over ? lighter : SEVERITY_MAX);

/** Writes down that somebody looked into a case: once a case and shift, however often they look. */
export async function expose(
  db: Kysely<Records>,
  looked: { staff: string; case: string; severity: number },
  { shiftHours }: Settings,
  now_ms: number,
): Promise<void> {
  const shift_ms = shiftHours * HOUR_MS;
  const key = JSON.stringify([looked.staff, looked.case, Math.floor(now_ms / shift_ms)]);
  const id = `exp_${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
  await db
    .insertInto('exposure')
    .values({ id, staff: looked.staff, case_id: looked.case, severity: looked.severity, at: now_ms })
    .onConflict((c) => c.column('id').doNothing())
    .execute();
  await db
    .deleteFrom('exposure')
    .where('at', '<', now_ms - KEPT_SHIFTS * shift_ms)
    .where('staff', '=', looked.staff)
    .execute();
}
