/** What people do to a referral before it leaves: complete it, say that it is complete, approve it, or give it back. */

import type { editInput } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Records, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { act, became, changed, lock, type Moment } from './acts.ts';
import { type Content, claimContent, isFirst, releaseContent } from './claims.ts';
import { evidenceIn, isBare, isContent, kindOf, readReferral, refuseOtherSystem, sealContent } from './content.ts';
import { rootOf } from './family.ts';
import { beginWaiting, forget } from './filing.ts';
import { sealNote } from './notes.ts';
import type { ReferralOptions } from './options.ts';
import { markContent } from './own-content.ts';
import { problemsOf } from './problems.ts';
import { guarded } from './sealed.ts';
import { targetOf_ms } from './settings.ts';

/** Who does it, to what, as they saw it. */
export interface Seen {
  referral: string;
  version: number;
  by: string;
}

const momentOf = ({ referral, version, by }: Seen, now_ms: number): Moment => ({ referral, version, by, now_ms });

/** @throws ProblemError `invalid_field` which names the field of the content, `referral_changed`, `referral_state` */
export async function edit(
  options: ReferralOptions,
  seen: Seen,
  { content, priority, evidence }: Omit<z.output<typeof editInput>, 'version'>,
): Promise<ReferralRow> {
  const { store, vault, settings, clock } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  const read = kindOf(options, row.kind).read(content);
  if (!read.ok) throw new ProblemError('invalid_field', read.message, `content.${read.field}`);
  const root = await rootOf(db, row.case_id);
  const there = await guarded(() => vault.list(root));
  const gone = evidence.find((id) => !there.some((one) => one.id === id && one.destroyedAt === null));
  if (gone !== undefined) throw new ProblemError('invalid_field', `evidence: this case has no ${gone}`, 'evidence');
  const sealed = await sealContent(options, row.case_id, row.id, read.content);
  return db.transaction().execute((trx) =>
    act(
      trx,
      momentOf(seen, clock()),
      { act: 'edit', by: seen.by },
      { what: 'edited', action: 'referral.edited', detail: { priority, evidence: evidence.length } },
      {
        ...{ content: sealed, priority, evidence: JSON.stringify([...new Set(evidence)]) },
        due_at: row.aware_at + targetOf_ms(settings, priority),
      },
    ),
  );
}

/**
 * Complete, and true as far as they can tell.
 * @param withoutContent they know that nothing goes with it of what was said or shown
 * @throws ProblemError `incomplete` which names what is missing, `nothing_attached`
 */
export async function check(
  options: ReferralOptions,
  seen: Seen,
  { withoutContent = false }: { withoutContent?: boolean | undefined } = {},
): Promise<ReferralRow> {
  const { store, clock } = options;
  const db = store.records.kysely;
  const row = await readSeen(db, seen);
  became(row, { act: 'check', by: seen.by });
  await refuseIncomplete(options, row);
  const bare = await isBare(db, row);
  if (bare && !withoutContent) {
    const message =
      'neither a conversation nor a file goes with it: say that this is meant (withoutContent), or add some';
    throw new ProblemError('nothing_attached', message, 'withoutContent');
  }
  const line = { what: 'checked', action: 'referral.checked', detail: { withoutContent: bare } } as const;
  return db.transaction().execute((trx) => act(trx, momentOf(seen, clock()), { act: 'check', by: seen.by }, line));
}

/** What is looked at before the transaction is what they saw, and the transaction refuses any other. @throws ProblemError `referral_changed` */
async function readSeen(db: Kysely<Records>, { referral, version }: Seen): Promise<ReferralRow> {
  const row = await readReferral(db, referral);
  if (row.version !== version) throw changed();
  return row;
}

async function refuseIncomplete(options: ReferralOptions, row: ReferralRow): Promise<void> {
  const { problems, known } = await problemsOf(options, row, 'en');
  const first = problems.find(({ kind }) => kind === 'wrong' || kind === 'missing_required');
  if (first !== undefined)
    throw new ProblemError(
      'incomplete',
      `${first.path}: ${first.words}`,
      first.path === 'evidence' ? 'evidence' : `content.${first.path}`,
    );
  const own = evidenceIn(row).filter((id) => known.evidence.some((one) => one.id === id && isContent(one)));
  if (own.length > 0 || (await isFirst(options.store.records.kysely, row))) return;
  const message = 'another authority gets this case: what is filed beside it needs content of its own';
  throw new ProblemError('incomplete', message, 'evidence');
}

/** To be changed again: whoever checked, or approved it, has to look anew. */
export async function giveBack(options: ReferralOptions, seen: Seen, reason: string): Promise<ReferralRow> {
  const { store, clock } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  const note = await sealNote(options, row, reason);
  return db.transaction().execute(async (trx) => {
    const line = { what: 'given_back', action: 'referral.given_back', note } as const;
    const back = await act(trx, momentOf(seen, clock()), { act: 'give_back' }, line);
    await releaseContent(trx, back.id);
    await forget(trx, back.id);
    return back;
  });
}

/** The second person's look: from now on it leaves, or may be filed. @throws ProblemError `checked_it`, `edited_it`, `reported_elsewhere` */
export async function approve(options: ReferralOptions, seen: Seen): Promise<ReferralRow> {
  const { store, clock, wake } = options;
  const db = store.records.kysely;
  const row = await readSeen(db, seen);
  refuseOtherSystem(options, row);
  const content = await contentWith(options, row);
  const waiting = row.machine === 1 ? await beginWaiting(options, row) : null;
  const approved = await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const moment = momentOf(seen, now_ms);
    const approving = { act: 'approve', by: seen.by } as const;
    became(await lock(trx, moment), approving);
    await claimContent(trx, row, content);
    await waiting?.(trx, now_ms);
    const line = { what: 'approved', action: 'referral.approved', detail: { checked: row.checked_by } } as const;
    return act(trx, moment, approving, line);
  });
  wake();
  return approved;
}

/** The content that goes with it. @throws ProblemError `unavailable` where some of it can't be read */
async function contentWith(options: ReferralOptions, row: ReferralRow): Promise<Content[]> {
  const named = evidenceIn(row);
  if (named.length === 0) return [];
  const root = await rootOf(options.store.records.kysely, row.case_id);
  const there = await guarded(() => options.vault.list(root, { names: true }));
  const content = there.filter((one) => named.includes(one.id) && isContent(one));
  const readable = content.map(({ id, sha256 }) => {
    if (sha256 !== null) return { id, sha256 };
    throw new ProblemError('unavailable', `${id} can not be read now: kith evidence verify says why`, 'evidence');
  });
  return markContent(options, root, readable);
}
