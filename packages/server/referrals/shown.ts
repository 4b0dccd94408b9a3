/** Referrals for the command line: how they stand, and nothing of what they say. */
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import type { PluggedKind } from './kinds/plugged.ts';
import { kindsOf } from './registry.ts';
import { type ReferralSettings, usualKind } from './settings.ts';

export interface ReferralShown {
  id: string;
  case: string;
  kind: string;
  state: string;
  priority: number;
  dueAt_ms: number | null;
  /** the courier's step and its last problem; null of those that people file */
  filing: string | null;
  stuck: boolean;
  reference: string | null;
}

/** Those that are not done, those due first before the others; or one. */
export async function listReferrals(db: Kysely<Records>, limit: number, id?: string): Promise<ReferralShown[]> {
  let wanted = db
    .selectFrom('referral')
    .leftJoin('referral_filing', 'referral_filing.referral', 'referral.id')
    .select(['referral.id', 'case_id', 'kind', 'referral.state', 'priority', 'referral.due_at', 'reference'])
    .select(['step', 'problem', 'stuck']);
  if (id !== undefined) wanted = wanted.where('referral.id', '=', id);
  else wanted = wanted.where('referral.state', 'in', ['drafted', 'checked', 'approved', 'sent']);
  const rows = await wanted.orderBy('referral.due_at').orderBy('referral.id').limit(limit).execute();
  return rows.map((row) => ({
    ...{ id: row.id, case: row.case_id, kind: row.kind, state: row.state, priority: row.priority },
    ...{ dueAt_ms: row.due_at, reference: row.reference, stuck: row.stuck === 1 },
    filing: row.step === null ? null : [row.step, row.problem].filter((part) => part !== null).join(', '),
  }));
}

/** Which kinds there are by the configuration, and how each is filed. */
export const kindsShown = (settings: ReferralSettings, more: readonly PluggedKind[]) =>
  kindsOf(settings, more).all.map(({ kind, filing }) => ({
    kind,
    how: filing.by === 'hand' ? 'by hand' : filing.test ? 'by machine, to the test system' : 'by machine',
    usual: kind === usualKind(settings),
  }));
