/**
 * What people find of known material, kept: that an entry of a list is wrong, so that it matches here no more and its source is
 * told; and that media are what a list says, or known material that no list has, so that its hashes are in the list of one's own.
 */
import { randomUUID } from 'node:crypto';
import type { AuditAction, WrongReason } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { type AuditBy, appendAudit } from '../../ground/audit/index.ts';
import type { KnownFeedbackRow, KnownJudgementRow, Records } from '../../ground/database/index.ts';
import { ensureList } from '../lists/lease.ts';
import { OWN_LIST } from '../lists/settings.ts';
import type { KnownMatch, MediaHashes } from './known-media.ts';
import { entryName } from './live-entries.ts';

/** What an entry is named by. */
interface EntryNamed {
  list: string;
  algorithm: string;
  hash: string;
}

export interface Judging {
  by: AuditBy;
  /** milliseconds since 1970 */
  at_ms: number;
  /** the case in which it was found */
  case: string | null;
  /** why an entry is wrong */
  reason?: WrongReason;
  /** in their words */
  note?: string | undefined;
}

/** The algorithm and the hash of an entry's name; null where it is none. */
export function namedEntry(entry: string): Pick<EntryNamed, 'algorithm' | 'hash'> | null {
  const found = /^(md5|sha1|sha256|pdq|url):([0-9a-f]{32,64})$/.exec(entry);
  return found?.[1] === undefined || found[2] === undefined ? null : { algorithm: found[1], hash: found[2] };
}

/**
 * An entry is not what its list says. It matches here no more, in any process within seconds; its source is told.
 * @returns false where no list has that entry
 */
export async function judgeWrong(trx: Transaction<Records>, named: EntryNamed, judging: Judging): Promise<boolean> {
  const { list, algorithm, hash } = named;
  if (list === OWN_LIST) {
    const { numDeletedRows } = await trx
      .deleteFrom('known_judgement')
      .where('list', '=', OWN_LIST)
      .where('algorithm', '=', algorithm)
      .where('hash', '=', hash)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
  } else {
    const entries = await trx
      .selectFrom('known_entry')
      .select('source_id')
      .where('list', '=', list)
      .where('algorithm', '=', algorithm)
      .where('hash', '=', hash)
      .where('removed_in', 'is', null)
      .execute();
    if (entries.length === 0) return false;
    await write(trx, { ...named, verdict: 'wrong' }, judging);
    const feedback = entries.map(({ source_id }): KnownFeedbackRow => {
      return {
        ...{ id: `fb_${randomUUID()}`, list, algorithm, hash, source_id, verdict: 'wrong', made_at: judging.at_ms },
        reason: judging.reason ?? null,
        ...{ attempts: 0, next_at: judging.at_ms, sent_at: null, dead_at: null, last_error: null },
      };
    });
    await trx.insertInto('known_feedback').values(feedback).execute();
  }
  await note(trx, 'known_entry.judged_wrong', named, judging);
  return true;
}

/** The other way round: it was right after all, and matches again. @returns false where it was not judged wrong */
export async function judgeRight(trx: Transaction<Records>, named: EntryNamed, judging: Judging): Promise<boolean> {
  const { list, algorithm, hash } = named;
  const { numDeletedRows } = await trx
    .deleteFrom('known_judgement')
    .where('list', '=', list)
    .where('algorithm', '=', algorithm)
    .where('hash', '=', hash)
    .where('verdict', '=', 'wrong')
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  // what its source was not told yet, it need not hear
  await trx
    .updateTable('known_feedback')
    .set({ dead_at: judging.at_ms, last_error: 'withdrawn' })
    .where('list', '=', list)
    .where('algorithm', '=', algorithm)
    .where('hash', '=', hash)
    .where('sent_at', 'is', null)
    .where('dead_at', 'is', null)
    .execute();
  await note(trx, 'known_entry.judged_right', named, judging);
  return true;
}

/** A person ruled that media are known material: their hashes are in the list of one's own from now on. */
export async function confirmMedia(trx: Transaction<Records>, hashes: MediaHashes, judging: Judging): Promise<number> {
  const { md5, sha1, sha256, pdq = [] } = hashes;
  const found = [
    ...Object.entries({ md5, sha1, sha256 }).flatMap(([algorithm, hash]) =>
      hash === undefined ? [] : [{ algorithm, hash }],
    ),
    ...pdq.map(({ hash }) => ({ algorithm: 'pdq', hash })),
  ];
  await ensureList(trx, OWN_LIST);
  for (const { algorithm, hash } of found) {
    const named = { list: OWN_LIST, algorithm, hash: hash.toLowerCase() };
    await write(trx, { ...named, verdict: 'confirmed' }, judging);
    await note(trx, 'known_entry.confirmed', named, judging);
  }
  return found.length;
}

async function write(
  trx: Kysely<Records>,
  judged: EntryNamed & Pick<KnownJudgementRow, 'verdict'>,
  { by, at_ms, case: case_id, ...why }: Judging,
): Promise<void> {
  const { reason = null, note = null } = why;
  const row: KnownJudgementRow = { ...judged, by, at: at_ms, case_id, reason, note };
  await trx
    .insertInto('known_judgement')
    .values(row)
    .onConflict((c) =>
      c
        .columns(['list', 'algorithm', 'hash'])
        .doUpdateSet({ verdict: row.verdict, by, at: at_ms, case_id, reason, note }),
    )
    .execute();
}

const note = (trx: Transaction<Records>, action: AuditAction, named: EntryNamed, judging: Judging): Promise<void> =>
  appendAudit(trx, {
    ...{ at_ms: judging.at_ms, by: judging.by, action, subject: `known_list:${named.list}` },
    detail: { entry: entryName(named.algorithm, named.hash), case: judging.case },
  });

/** The line that the audit log has of a match: what was compared with what. For whoever commits the event. */
export const matchEntry = (media: string, { list, entry, kind, verified, distance }: KnownMatch, at_ms: number) => ({
  ...({ at_ms, by: 'system', action: 'material.matched', subject: `media:${media}` } as const),
  detail: { list, entry, kind, verified, ...(distance !== undefined && { distance }) },
});
