/**
 * What follows when an authority has a referral: what was sent and what came back go into the vault, the evidence's custody says
 * where it went, and then it is received. Each step can be taken again; a process that dies between leaves it `sent`.
 */
import type { Transaction } from 'kysely';
import { reviewHeldStatements } from '../enforcement/index.ts';
import type { AuditBy } from '../ground/audit/index.ts';
import type { Records, ReferralRow } from '../ground/database/index.ts';
import { act, type Moment } from './acts.ts';
import { contentOf, evidenceIn } from './content.ts';
import { openFiling } from './filing.ts';
import type { Receipt } from './kinds/filer.ts';
import type { ReferralOptions } from './options.ts';
import { guarded } from './sealed.ts';
import type { ReferralSettings } from './settings.ts';

const YEAR_MS = 365.25 * 24 * 3_600_000;

/** The columns of what was sent just now. */
export const sentNow = (
  reference: string | null,
  now_ms: number,
  { referenceYears }: ReferralSettings,
): Partial<ReferralRow> => ({ reference, sent_at: now_ms, reference_until: now_ms + referenceYears * YEAR_MS });

/** @param by who noted it; null where the courier sent it */
export async function settle(options: ReferralOptions, row: ReferralRow, by: string | null): Promise<ReferralRow> {
  const { store, clock } = options;
  const copy = row.copy ?? (await keepCopy(options, row));
  const receipt = row.receipt ?? (await keepAnswer(options, row));
  await guarded(async () => {
    for (const id of evidenceIn(row)) await options.vault.sent(id, `referral:${row.id}`);
  });
  return store.records.kysely.transaction().execute(async (trx) => {
    const now_ms = clock();
    const moment: Moment = { referral: row.id, version: row.version, by, now_ms };
    const line = { what: 'received', action: 'referral.received', detail: { receipt } } as const;
    const became = await act(trx, moment, { act: 'receive' }, line, { copy, receipt, received_at: now_ms });
    if (row.supplements !== null)
      await supplement(trx, { ...moment, referral: row.supplements, version: null }, row.id);
    await reviewHeldStatements(trx, row.case_id, now_ms);
    return became;
  });
}

/** The first one has more since. Not where it was destroyed meanwhile: its time is its own. */
async function supplement(trx: Transaction<Records>, moment: Moment, by: string): Promise<void> {
  const earlier = await trx.selectFrom('referral').select('state').where('id', '=', moment.referral).executeTakeFirst();
  if (earlier === undefined || earlier.state === 'destroyed') return;
  const line = { what: 'supplemented', action: 'referral.supplemented', detail: { by } } as const;
  await act(trx, moment, { act: 'supplement' }, line);
}

/** What was approved, as it was, word for word. */
async function keepCopy(options: ReferralOptions, row: ReferralRow): Promise<string> {
  const { id, kind, priority, approved_at } = row;
  const content = await contentOf(options, row);
  const text = JSON.stringify({ referral: id, kind, priority, approved_at, evidence: evidenceIn(row), content });
  return put(options, row, { name: `${id}.json`, mediaType: 'application/json', text }, 'referral', 'system');
}

/** What the machine was answered. null where there is nothing to keep. */
async function keepAnswer(options: ReferralOptions, row: ReferralRow): Promise<string | null> {
  const filing = await options.store.records.kysely
    .selectFrom('referral_filing')
    .select('state')
    .where('referral', '=', row.id)
    .executeTakeFirst();
  if (filing === undefined) return null;
  const { receipt } = await openFiling(options, row, filing.state);
  return receipt === null ? null : keepReceipt(options, row, receipt, 'system');
}

export const keepReceipt = (options: ReferralOptions, row: ReferralRow, receipt: Receipt, by: AuditBy) =>
  put(options, row, receipt, 'receipt', by);

function put(
  { vault, clock }: ReferralOptions,
  { id, case_id }: ReferralRow,
  { name, mediaType, text }: Receipt,
  kind: 'referral' | 'receipt',
  by: AuditBy,
): Promise<string> {
  const source = kind === 'referral' ? 'kith' : 'authority';
  const bytes = Buffer.from(text, 'utf8');
  const given = {
    case: case_id,
    kind,
    source,
    name,
    mediaType,
    account: null,
    about: id,
    bytes,
    at_ms: clock(),
  } as const;
  return guarded(() => vault.put(given, by));
}
