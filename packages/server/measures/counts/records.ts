/** What people handled in days that are over: reports, rulings, what followed, appeals, referrals, the audit log. */
import { rulingKind } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { DailyCountRow, Records } from '../../ground/database/index.ts';
import { countCases } from './cases.ts';
import { type Counting, column, count, grouped, type Span } from './grouped.ts';
import { bucketOf } from './hours.ts';
import { keyOf } from './names.ts';
import { Sums } from './raise.ts';

const whole = (): string => '';

/** All that is counted from records of these days, as rows of daily counts. */
export async function countRecords(db: Kysely<Records>, span: Span): Promise<DailyCountRow[]> {
  const counting: Counting = { db, span, sums: new Sums() };
  // one after another: each reads a table, and answers come first
  await countReports(counting);
  await countCases(counting);
  await countRulings(counting);
  await countEnforcements(counting);
  await countAppeals(counting);
  await countReferrals(counting);
  await countAudit(counting);
  return counting.sums.rows();
}

async function countReports(c: Counting): Promise<void> {
  const by = (at: string, columns: string[] = [], where = sql`1 = 1`) =>
    grouped(c, 'report', at, columns.map(column), where);
  await count(c, 'reports_received', by('received_at', ['category', 'source']), keyOf);
  await count(c, 'reports_opted_out', by('received_at', [], sql`opted_out = 1`), whole);
  await count(c, 'reports_acknowledged', by('acknowledged_at'), whole);
  for (const { day, n, values } of await by('closed_at', ['outcome'])) {
    c.sums.add(day, 'reports_closed', keyOf(values), n);
    if (values[0] === 'acted') c.sums.add(day, 'reports_acted_on', '', n);
    if (values[0] === 'unfounded') c.sums.add(day, 'reports_unfounded', '', n);
  }
  await count(c, 'report_time', grouped(c, 'report', 'closed_at', [bucketOf(sql`closed_at - received_at`)]), keyOf);
}

const kinds = z.array(rulingKind);

async function countRulings(c: Counting): Promise<void> {
  // who was drawn at random was found by nobody's report
  const found = sql`case when machine = 1 or drawn is not null then 'proactive' else 'reported' end`;
  const ruled = await grouped(c, 'ruling', 'in_force_at', [column('measures'), column('policy'), found]);
  for (const { day, n, values } of ruled) {
    const [measures = '[]', policy = '', how = ''] = values;
    for (const kind of kinds.parse(JSON.parse(measures))) c.sums.add(day, 'rulings', keyOf([kind, policy, how]), n);
  }
  const agreed = sql`case when second_agreed = 1 then 'agreed' else 'disagreed' end`;
  await count(
    c,
    'rulings_confirmed',
    grouped(c, 'ruling', 'second_at', [agreed], sql`second_agreed is not null`),
    keyOf,
  );
}

async function countEnforcements(c: Counting): Promise<void> {
  const by = (at: string) => grouped(c, 'enforcement', at, [column('kind'), column('source')], sql`kind <> 'preserve'`);
  await count(c, 'enforcements_requested', by('requested_at'), keyOf);
  for (const { day, n, values } of await by('applied_at')) {
    const [kind = '', source = ''] = values;
    c.sums.add(day, 'enforcements_applied', keyOf(values), n);
    if (kind === 'remove_content') c.sums.add(day, 'content_removals', keyOf([source]), n);
    if (kind === 'disable') c.sums.add(day, 'accounts_disabled', keyOf([source]), n);
    if (kind === 'restore' || kind === 'restore_content') c.sums.add(day, 'restorations', keyOf(values), n);
  }
}

async function countAppeals(c: Counting): Promise<void> {
  await count(c, 'appeals_filed', grouped(c, 'appeal', 'filed_at', []), whole);
  for (const { day, n, values } of await grouped(c, 'appeal', 'judged_at', [column('state')])) {
    c.sums.add(day, 'appeals_decided', keyOf(values), n);
    if (values[0] === 'upheld') c.sums.add(day, 'appeals_upheld', '', n);
  }
  await count(c, 'appeal_time', grouped(c, 'appeal', 'judged_at', [bucketOf(sql`judged_at - filed_at`)]), keyOf);
  await count(c, 'objections', grouped(c, 'statement', 'objected_at', []), whole);
}

/** What goes to an authority's test system tells nobody anything. */
const countReferrals = (c: Counting): Promise<void> =>
  count(c, 'referrals', grouped(c, 'referral', 'sent_at', ['kind', 'priority'].map(column), sql`test = 0`), keyOf);

/** What people say of material that matched, by the act's name. */
const JUDGED = {
  'known_entry.confirmed': 'confirmed',
  'known_entry.unlike': 'unlike',
  'known_entry.judged_right': 'right',
  'known_entry.judged_wrong': 'wrong',
} as const;
const isJudgement = (action: string): action is keyof typeof JUDGED => action in JUDGED;

async function countAudit(c: Counting): Promise<void> {
  for (const { day, n, values } of await grouped(c, 'audit_line', 'at', [column('action')])) {
    const [action = ''] = values;
    c.sums.add(day, 'audit_lines', '', n);
    if (isJudgement(action)) c.sums.add(day, 'media_judged', JUDGED[action], n);
  }
}
