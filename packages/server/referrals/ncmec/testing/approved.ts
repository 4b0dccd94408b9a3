/** Referrals that two people have approved, as rows with their evidence: what a courier finds. */

import { json } from '@kith/contract';
import type { Kysely } from 'kysely';
import { openCase } from '../../../cases/testing/cases.ts';
import type { Vault } from '../../../evidence/index.ts';
import type { Records, ReferralRow } from '../../../ground/database/index.ts';
import { sealContent } from '../../content.ts';
import { beginWaiting } from '../../filing.ts';
import { contentAbout } from './at-ncmec.ts';

export interface Approved {
  id: string;
  account: string;
  files: number;
}

/** Four in ten have files: a picture, or a picture and a conversation. */
const filesOf = (i: number): number => (i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2);

const SAID = { message: 'm-1', from: 'a', to: ['b'], sentAt: '2026-11-20T10:00:00Z', text: 'hello' };

export async function approved(db: Kysely<Records>, vault: Vault, count: number, now_ms: number): Promise<Approved[]> {
  const all: Approved[] = [];
  for (let i = 0; i < count; i++) all.push(await one(db, vault, i, now_ms));
  return all;
}

async function one(db: Kysely<Records>, vault: Vault, i: number, now_ms: number): Promise<Approved> {
  const [id, account, case_id] = [`ref_${i}`, `account-${i}`, `case-${i}`];
  await openCase(db, case_id, { account, opened_at: now_ms });
  const evidence: string[] = [];
  const put = async (kind: 'media' | 'conversation', bytes: Uint8Array) => {
    const given = { case: case_id, kind, source: 'platform', name: `${kind}.x`, mediaType: 'application/x' } as const;
    evidence.push(await vault.put({ ...given, account, about: `${kind}-${i}`, bytes, at_ms: now_ms }, 'system'));
  };
  if (filesOf(i) > 0) await put('media', Buffer.from(`not really a picture, ${i}`));
  if (filesOf(i) > 1) await put('conversation', Buffer.from(JSON.stringify(SAID)));
  const content = json.parse(JSON.parse(JSON.stringify(contentAbout(account))));
  const row: ReferralRow = {
    ...{
      id,
      case_id,
      account,
      kind: 'ncmec',
      machine: 1,
      test: 1,
      supplements: null,
      state: 'approved',
      filing: 'idle',
    },
    ...{ version: 3, priority: 2, content: await sealContent({ vault }, case_id, id, content), besides: null },
    ...{
      evidence: JSON.stringify(evidence),
      drafted_by: 'ann',
      created_at: now_ms,
      updated_at: now_ms,
      due_at: now_ms,
    },
    ...{
      aware_at: now_ms,
      edited_by: null,
      unmarked: null,
      checked_by: 'ann',
      checked_at: now_ms,
      approved_by: 'bea',
      approved_at: now_ms,
    },
    ...{ sent_at: null, received_at: null, reference: null, reference_until: null, copy: null, receipt: null },
    ...{ covered_by: null, covered_reference: null, retained_at: null, destroyed_at: null },
  };
  const waiting = await beginWaiting({ vault }, row);
  await db.transaction().execute(async (trx) => {
    await trx.insertInto('referral').values(row).execute();
    await waiting(trx, now_ms);
  });
  return { id, account, files: evidence.length };
}
