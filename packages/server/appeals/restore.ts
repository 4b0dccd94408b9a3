/** Undoes what followed from a ruling that was wrong. */
import { type EnforcementKind, STANDINGS } from '@kith/contract';
import type { Transaction } from 'kysely';
import { blankEnforcement, lastStanding, newId, readMeasures, releaseRefused } from '../enforcement/index.ts';
import type { EnforcementRow, Records, RulingRow } from '../ground/database/index.ts';

/** For the platform's staff. */
const REASON = 'An appeal was right: this puts back what was done by mistake.';

/** What was not asked for yet never leaves; what was asked for, done or not, is asked to be undone. */
export async function restoreAll(trx: Transaction<Records>, ruling: RulingRow, now_ms: number): Promise<void> {
  const withdrawn = await trx
    .updateTable('enforcement')
    .set({ state: 'withdrawn', due_at: null })
    .where('ruling', '=', ruling.id)
    .where('state', 'in', ['waiting', 'leaving', 'preserving'])
    .returning('id')
    .execute();
  const never = new Set(withdrawn.map(({ id }) => id));
  const all = await trx.selectFrom('enforcement').selectAll().where('ruling', '=', ruling.id).execute();
  // one that was superseded may have been done all the same, late; undoing it twice does no harm
  const asked = all.filter((row) => !never.has(row.id) && row.state !== 'withdrawn');
  await trx
    .updateTable('enforcement')
    .set({ state: 'superseded', due_at: null })
    .where('ruling', '=', ruling.id)
    .where('state', '=', 'requested')
    .execute();
  const blank = { ...blankEnforcement({ ...ruling, ruling: ruling.id }, REASON, now_ms, now_ms), source: 'appeal' };
  const rows: EnforcementRow[] = [];
  const ours = asked.filter(({ kind }) => isStanding(kind)).sort((a, b) => b.created_at - a.created_at)[0];
  if (ours !== undefined) rows.push(...(await backToBefore(trx, ruling, ours, blank)));
  const removed = asked.find(({ kind }) => kind === 'remove_content');
  if (removed !== undefined) {
    rows.push({ ...blank, id: newId('enf'), kind: 'restore_content', content: removed.content });
  }
  if (rows.length > 0) await trx.insertInto('enforcement').values(rows).execute();
  await releaseRefused(trx, ruling.id, now_ms);
}

/**
 * Lifts how the account stands by what was appealed, and nothing else: where something newer decides it (another ruling, a
 * restriction that Kith itself asked for), that stays.
 */
async function backToBefore(
  trx: Transaction<Records>,
  ruling: RulingRow,
  ours: EnforcementRow,
  blank: Omit<EnforcementRow, 'id' | 'kind'>,
): Promise<EnforcementRow[]> {
  const other = await lastStanding(trx, ruling.account, ruling.id);
  const newer = other !== null && other.created_at > ours.created_at ? other : null;
  if (newer !== null && newer.state !== 'waiting') return [];
  const back = { ...blank, id: newId('enf'), kind: await standingBefore(trx, ruling, newer) };
  // one that could still be taken back would leave what was appealed in force: lifted before it, so that it still counts
  return [newer === null ? back : { ...back, created_at: newer.created_at - 1 }];
}

/** Earlier rulings that are looked at: an account with more has stood the same for long. */
const EARLIER_MAX = 50;

const isStanding = (kind: string): boolean => STANDINGS.some((standing) => standing === kind);

/** How the account stands without this ruling: by the last other one in force that says something of it. */
async function standingBefore(
  trx: Transaction<Records>,
  ruling: RulingRow,
  newer: { ruling: string | null } | null,
): Promise<EnforcementKind> {
  const others = await trx
    .selectFrom('ruling')
    .select(['measures'])
    .where('account', '=', ruling.account)
    .where('id', 'not in', [ruling.id, newer?.ruling ?? ruling.id])
    .where('state', '=', 'in_force')
    .orderBy('in_force_at', 'desc')
    .limit(EARLIER_MAX)
    .execute();
  for (const other of others) {
    const measures = readMeasures(other);
    if (measures.includes('restore')) return 'restore';
    for (const kind of ['restrict', 'suspend', 'disable'] as const) if (measures.includes(kind)) return kind;
  }
  return 'restore';
}
