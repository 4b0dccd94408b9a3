/** A case as those see it who judge it: everything but what was said, which is a look at evidence of its own. */
import {
  CASE_REPORTS_MAX,
  type CaseEvent,
  type CaseReport,
  type CaseView,
  caseEventKind,
  type EnforcementView,
  type RulingView,
} from '@kith/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { CaseEventRow, CaseRow, Records } from '../ground/database/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { type RiskOptions, signalsOf, viewRisk } from '../risk/index.ts';
import { standingOf } from './acts.ts';
import { contactsOf } from './contacts.ts';
import { exposureOf } from './exposure.ts';
import { trustOf } from './facts.ts';
import { historyOf } from './history.ts';
import { unopenedBy } from './looked.ts';
import { pseudonymsOf } from './people.ts';
import { holderOf } from './states.ts';
import { type Looking, stateOf, summaryOf } from './summary.ts';
import { inLanguage, sayCategory, sayQueue } from './words.ts';

/** What has been ruled on cases, and what followed: from those who rule (server/enforcement). */
export interface Judged {
  rulings(db: Kysely<Records>, caseId: string, now_ms: number): Promise<RulingView[]>;
  enforcements(db: Kysely<Records>, caseId: string, now_ms: number): Promise<EnforcementView[]>;
}

export interface ViewOptions extends RiskOptions {
  judged: Judged;
}

/** Other cases of the account that a case names, the newest. */
const RELATED_MAX = 50;

export interface Viewer extends Omit<Looking, 'nameOf'> {
  /** may give the second look */
  second: boolean;
}

/** null where there is no such case. */
export async function viewCase(id: string, viewer: Viewer, options: ViewOptions): Promise<CaseView | null> {
  const { store, policy } = options;
  const db = store.records.kysely;
  const row = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  const merged = await db.selectFrom('cases').select(['id', 'account']).where('merged_into', '=', id).execute();
  const accounts = [...new Set([row.account, ...merged.map(({ account }) => account)])];
  const { now_ms, language } = viewer;
  const words = inLanguage(options.words(), language);
  const [risk, signals, reports, contacts, history, rulings, enforcements, related, exposure, unopened] =
    await Promise.all([
      viewRisk(row.account, { ...options, words: () => words }),
      signalsOf(db, accounts, words),
      reportsOf(db, id, language),
      contactsOf(row.account, { store, policy: policy(), now_ms }),
      historyOf(db, id, [id, ...merged.map((one) => one.id)]),
      options.judged.rulings(db, id, now_ms),
      options.judged.enforcements(db, id, now_ms),
      relatedTo(db, row, now_ms),
      exposureOf(db, viewer.by, viewer.policy.exposure, now_ms),
      unopenedBy(db, id, viewer.by),
    ]);
  const nameOf = await pseudonymsOf(db, [row.leased_by, ...history.map(({ by_staff }) => by_staff)]);
  return {
    ...summaryOf(row, { ...viewer, nameOf }),
    // as its explanation beside it says; the queue says at which level it came
    ...(risk !== null && { level: risk.level }),
    ...{ accounts, risk, signals, reportsFiled: reports, contacts },
    history: history.map((line) => eventOf(line, { ...viewer, nameOf })),
    ...{ rulings, enforcements, related, exposure, unopened },
    barred: whyBarred(row, viewer),
  };
}

/** Why somebody may not take or rule a case; null where they may. */
export function whyBarred(
  row: CaseRow,
  { by, second, now_ms }: Pick<Viewer, 'by' | 'second' | 'now_ms'>,
): CaseView['barred'] {
  const standing = standingOf(row);
  if (standing.stage === 'decided' || standing.stage === 'closed') return 'over';
  const holder = holderOf(standing, now_ms);
  if (holder !== null && holder !== by) return 'held';
  if (standing.stage !== 'second_review') return null;
  if (standing.firstBy === by) return 'first_look';
  return second ? null : 'role';
}

async function reportsOf(db: Kysely<Records>, id: string, language: Language): Promise<CaseReport[]> {
  const rows = await db
    .selectFrom('report')
    .select(['id', 'at', 'source', 'trusted', 'child', 'category', 'reporter', 'message', 'sealed'])
    .where('case_id', '=', id)
    .orderBy('received_at', 'desc')
    .limit(CASE_REPORTS_MAX)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, at: new Date(row.at).toISOString(), source: trustOf(row), category: row.category },
    categoryWords: sayCategory(row.category, language),
    ...{ from: row.reporter, message: row.message, hasText: row.sealed !== null },
  }));
}

const detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function eventOf(row: CaseEventRow, { nameOf, policy, language }: Looking): CaseEvent {
  const kind = caseEventKind.parse(row.kind);
  const { to, category, ...rest } = detail.parse(JSON.parse(row.detail));
  return {
    ...{ id: row.id, at: new Date(row.at).toISOString(), kind, by: nameOf(row.by_staff), note: row.note },
    detail: {
      ...rest,
      ...(to !== undefined && { to: kind === 'moved' ? sayQueue(policy, String(to), language) : to }),
      ...(category !== undefined && { category: sayCategory(String(category), language) }),
    },
  };
}

async function relatedTo(db: Kysely<Records>, row: CaseRow, now_ms: number): Promise<CaseView['related']> {
  const others = await db
    .selectFrom('cases')
    .selectAll()
    .where(({ or, eb }) =>
      row.merged_into === null
        ? eb('account', '=', row.account)
        : or([eb('account', '=', row.account), eb('id', '=', row.merged_into)]),
    )
    .where('id', '<>', row.id)
    .orderBy('opened_at', 'desc')
    .limit(RELATED_MAX)
    .execute();
  return others.map((other) => ({
    ...{ id: other.id, state: stateOf(other, now_ms), openedAt: new Date(other.opened_at).toISOString() },
    how: other.id === row.merged_into ? 'merged_into' : other.opened_at <= row.opened_at ? 'earlier' : 'later',
  }));
}
