/** A case as a row of the queue. */
import {
  ageBand,
  type CasePolicy,
  type CaseState,
  type CaseSummary,
  evidenceCode,
  priorityBand,
  risk,
} from '@kith/contract';
import { z } from 'zod';
import type { CaseRow } from '../ground/database/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { standingOf } from './acts.ts';
import { type Weighed, waitingPoints, weighedNames } from './priority.ts';
import { holderOf } from './states.ts';
import { round, sayQueue, sayWaiting, sayWeighed } from './words.ts';

export interface Looking {
  /** who looks */
  by: string;
  nameOf: (id: string | null) => string | null;
  policy: CasePolicy;
  language: Language;
  now_ms: number;
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();
export const isoOrNull = (at_ms: number | null): string | null => (at_ms === null ? null : iso(at_ms));

export function stateOf(row: CaseRow, now_ms: number): CaseState {
  const standing = standingOf(row);
  return holderOf(standing, now_ms) === null ? standing.stage : 'leased';
}

export function summaryOf(row: CaseRow, { by, nameOf, policy, language, now_ms }: Looking): CaseSummary {
  const standing = standingOf(row);
  const holder = holderOf(standing, now_ms);
  const waits = row.decided_at === null;
  const until_ms = row.decided_at ?? now_ms;
  const waited = waitingPoints(policy.priority, row.waits_since, until_ms);
  return {
    ...{ id: row.id, account: row.account, queue: row.queue, state: stateOf(row, now_ms), reopened: row.reopened },
    queueWords: sayQueue(policy, row.queue, language),
    ageBand: ageBand.safeParse(row.age_band).data ?? 'unknown',
    secondReview: standing.stage === 'second_review',
    priority: round(row.priority + waited),
    band: priorityBand.safeParse(row.band).data ?? 'normal',
    why: [
      ...weighedIn(row.priority_why).map((one) => sayWeighed(one, language)),
      sayWaiting(waited, until_ms - row.waits_since, language),
    ],
    severity: row.severity,
    ...{ openedAt: iso(row.opened_at), updatedAt: iso(row.updated_at), dueAt: waits ? isoOrNull(row.due_at) : null },
    level: risk.safeParse(row.level).data ?? 'none',
    leasedBy: nameOf(holder),
    leasedUntil: holder === null ? null : isoOrNull(row.leased_until),
    mine: holder === by,
    ...{ children: row.children, reports: row.reports, version: row.version },
  };
}

const weighed = z.array(
  z.strictObject({
    factor: z.enum(['danger', 'severity', 'reach', 'likelihood', 'trust', 'earlier']),
    points: z.number(),
    say: z.strictObject({
      name: z.enum(weighedNames),
      code: evidenceCode.optional(),
      value: z.number().optional(),
      by: z.enum(['trusted', 'child', 'guardian', 'adult', 'anonymous']).optional(),
      category: z.string().optional(),
    }),
  }),
);

/** Written by the weigher of this Kith or an older one: what is not understood is not shown. */
function weighedIn(json: string): Weighed[] {
  const read = weighed.safeParse(JSON.parse(json));
  return read.success ? read.data.map(({ factor, points, say }) => ({ factor, points, say: compact(say) })) : [];
}

/** Without what is undefined. */
function compact({ name, code, value, by, category }: z.infer<typeof weighed>[number]['say']): Weighed['say'] {
  return {
    name,
    ...(code !== undefined && { code }),
    ...(value !== undefined && { value }),
    ...(by !== undefined && { by }),
    ...(category !== undefined && { category }),
  };
}
