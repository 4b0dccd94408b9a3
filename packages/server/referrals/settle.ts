/**
 * What follows when an authority has a referral: what came back and what was sent go into the vault, the evidence's custody says
 * where it went, and then it is received. Each step can be taken again; a process that dies between leaves it `sent`. What of it is
 * damaged holds up nothing: the receipt comes first, and what could not be kept or marked is named.
 */
import type { Transaction } from 'kysely';
import { reviewHeldStatements } from '../enforcement/index.ts';
import { EvidenceError } from '../evidence/index.ts';
import type { AuditBy } from '../ground/audit/index.ts';
import type { Records, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { act, type Moment } from './acts.ts';
import { releaseAll } from './claims.ts';
import { contentOf, evidenceIn, kindOf } from './content.ts';
import { rootOf } from './family.ts';
import { openFiling } from './filing.ts';
import type { Receipt } from './kinds/filer.ts';
import { markSent } from './marking.ts';
import type { ReferralOptions } from './options.ts';
import { guarded } from './sealed.ts';
import type { ReferralSettings } from './settings.ts';

const YEAR_MS = 365.25 * 24 * 3_600_000;

/** How long a number is kept that is known since now. */
export const referenceKept = (now_ms: number, { referenceYears }: ReferralSettings): { reference_until: number } => ({
  reference_until: now_ms + referenceYears * YEAR_MS,
});

/** The columns of what was sent just now. */
export const sentNow = (
  reference: string | null,
  now_ms: number,
  settings: ReferralSettings,
): Partial<ReferralRow> => ({
  ...{ reference, sent_at: now_ms },
  ...referenceKept(now_ms, settings),
});

/** @param by who noted it; null where the courier sent it */
export async function settle(options: ReferralOptions, row: ReferralRow, by: string | null): Promise<ReferralRow> {
  const { store, clock } = options;
  const receipt = row.receipt ?? (await keepAnswer(options, row));
  const copy = row.copy ?? (await keepCopy(options, row));
  const unmarked = await markSent(options, row);
  return store.records.kysely.transaction().execute(async (trx) => {
    const now_ms = clock();
    const moment: Moment = { referral: row.id, version: row.version, by, now_ms };
    const line = {
      what: 'received',
      action: 'referral.received',
      detail: { receipt, copy, unmarked: unmarked.length },
    } as const;
    const columns = { copy, receipt, received_at: now_ms, unmarked: JSON.stringify(unmarked) };
    const became = await act(trx, moment, { act: 'receive' }, line, columns);
    if (row.test === 1) await releaseAll(trx, row, null);
    if (row.supplements !== null)
      await supplement(trx, { ...moment, referral: row.supplements, version: null }, row.id);
    await reviewStatements(trx, row, now_ms);
    return became;
  });
}

/** Of its case, and of the case that this one is in by now: a ruling on either may have referred it. */
export async function reviewStatements(
  trx: Transaction<Records>,
  { case_id }: ReferralRow,
  now_ms: number,
): Promise<void> {
  for (const about of new Set([case_id, await rootOf(trx, case_id)])) await reviewHeldStatements(trx, about, now_ms);
}

/** The first one has more since. Not where it was destroyed meanwhile: its time is its own. */
async function supplement(trx: Transaction<Records>, moment: Moment, by: string): Promise<void> {
  const earlier = await trx.selectFrom('referral').select('state').where('id', '=', moment.referral).executeTakeFirst();
  if (earlier === undefined || earlier.state === 'destroyed') return;
  const line = { what: 'supplemented', action: 'referral.supplemented', detail: { by } } as const;
  await act(trx, moment, { act: 'supplement' }, line);
}

/** What was sent, as the authority got it, or what was approved, word for word; null where it can't be read any more. */
async function keepCopy(options: ReferralOptions, row: ReferralRow): Promise<string | null> {
  const { id, kind, priority, approved_at } = row;
  const content = await unlessDamaged(() => contentOf(options, row));
  if (content === null) return null;
  const { filing } = kindOf(options, kind);
  const written = filing.by === 'machine' ? (filing.written?.(id, content) ?? null) : null;
  if (written !== null) return put(options, row, written, 'referral', 'system');
  const text = JSON.stringify({ referral: id, kind, priority, approved_at, evidence: evidenceIn(row), content });
  return put(options, row, { name: `${id}.json`, mediaType: 'application/json', text }, 'referral', 'system');
}

/** null where it was altered: that does not mend itself, and what is away for a while does. */
async function unlessDamaged<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError && error.cause instanceof EvidenceError && error.cause.code === 'damaged')
      return null;
    throw error;
  }
}

/** What the machine was answered. null where there is nothing to keep. */
async function keepAnswer(options: ReferralOptions, row: ReferralRow): Promise<string | null> {
  const filing = await options.store.records.kysely
    .selectFrom('referral_filing')
    .select('state')
    .where('referral', '=', row.id)
    .executeTakeFirst();
  if (filing === undefined) return null;
  const answered = await unlessDamaged(() => openFiling(options, row, filing.state));
  return answered === null || answered.receipt === null ? null : keepReceipt(options, row, answered.receipt, 'system');
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
