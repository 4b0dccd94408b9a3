/**
 * What people find of known material, kept: that an entry of a list is wrong, so that it matches here no more and its source is
 * told; and that media are what a list says, or known material that no list has, so that its hashes are in the list of one's own.
 */
import { randomUUID } from 'node:crypto';
import type { AuditAction, WrongReason } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { type AuditBy, appendAudit } from '../../ground/audit/index.ts';
import type { KnownFeedbackRow, KnownJudgementRow, Records } from '../../ground/database/index.ts';
import { WITHDRAWN } from '../lists/feedback-state.ts';
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
    if (!(await unsay(trx, named))) return false;
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
    const feedback = entries.map(({ source_id }) => feedbackRow({ ...named, source_id, verdict: 'wrong' }, judging));
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
  const about = { list, algorithm, hash };
  // what its source was not told yet, it need not hear, also from the file of what was given up
  await trx
    .updateTable('known_feedback')
    .set({ dead_at: judging.at_ms, last_error: WITHDRAWN })
    .where((e) => e.and(about))
    .where('sent_at', 'is', null)
    .where((e) => e.or([e('dead_at', 'is', null), e('last_error', '!=', WITHDRAWN)]))
    .execute();
  const told = await trx
    .selectFrom('known_feedback')
    .select(['source_id', 'verdict'])
    .where((e) => e.and(about))
    // one that was tried may have arrived, or is under way: that it is right follows it
    .where((e) => e.or([e('sent_at', 'is not', null), e('attempts', '>', 0)]))
    .orderBy('made_at')
    .execute();
  // the last that each of its entries was told of
  const last = new Map(told.map(({ source_id, verdict }) => [source_id, verdict]));
  const again = [...last].flatMap(([source_id, verdict]): KnownFeedbackRow[] =>
    verdict === 'wrong' ? [feedbackRow({ ...about, source_id, verdict: 'right' }, judging)] : [],
  );
  if (again.length > 0) await trx.insertInto('known_feedback').values(again).execute();
  await note(trx, 'known_entry.judged_right', named, judging);
  return true;
}

/**
 * What a person says of a medium itself, kept by its hashes: that it is known material, so that they are in the list of one's own;
 * or that it only looks like it, so that it matches by likeness no more.
 * @returns how many hashes that is
 */
export async function sayOfMedia(
  trx: Transaction<Records>,
  hashes: MediaHashes,
  says: 'confirmed' | 'unlike',
  judging: Judging,
): Promise<number> {
  const found = namedHashes(hashes);
  await ensureList(trx, OWN_LIST);
  for (const { algorithm, hash } of found) {
    const named = { list: OWN_LIST, algorithm, hash };
    await write(trx, { ...named, verdict: says }, judging);
    await note(trx, says === 'confirmed' ? 'known_entry.confirmed' : 'known_entry.unlike', named, judging);
  }
  return found.length;
}

/** Takes back what was said of a medium. @returns false where nothing was */
export async function unsayOfMedia(trx: Transaction<Records>, hashes: MediaHashes, judging: Judging): Promise<boolean> {
  let unsaid = false;
  for (const { algorithm, hash } of namedHashes(hashes)) {
    const named = { list: OWN_LIST, algorithm, hash };
    if (!(await unsay(trx, named))) continue;
    unsaid = true;
    await note(trx, 'known_entry.unsaid', named, judging);
  }
  return unsaid;
}

/** Takes back what was said here of one hash. @returns false where nothing was */
async function unsay(trx: Transaction<Records>, { list, algorithm, hash }: EntryNamed): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('known_judgement')
    .where('list', '=', list)
    .where('algorithm', '=', algorithm)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The hashes of a medium, each with its algorithm. */
export function namedHashes({ md5, sha1, sha256, pdq = [] }: MediaHashes): { algorithm: string; hash: string }[] {
  const exact = Object.entries({ md5, sha1, sha256 }).flatMap(([algorithm, hash]) =>
    hash === undefined ? [] : [{ algorithm, hash: hash.toLowerCase() }],
  );
  return [...exact, ...pdq.map(({ hash }) => ({ algorithm: 'pdq', hash: hash.toLowerCase() }))];
}

const feedbackRow = (
  about: Pick<KnownFeedbackRow, 'list' | 'algorithm' | 'hash' | 'source_id' | 'verdict'>,
  { at_ms, reason = null }: Pick<Judging, 'at_ms'> & { reason?: WrongReason | null },
): KnownFeedbackRow => ({
  ...{ list: about.list, algorithm: about.algorithm, hash: about.hash, source_id: about.source_id },
  ...{ id: `fb_${randomUUID()}`, verdict: about.verdict, reason, made_at: at_ms, attempts: 0, next_at: at_ms },
  ...{ sent_at: null, dead_at: null, last_error: null },
});

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
    detail: {
      ...{ entry: entryName(named.algorithm, named.hash), case: judging.case },
      ...(judging.reason !== undefined && { reason: judging.reason }),
    },
  });

/** The line that the audit log has of a match: what was compared with what. For whoever commits the event. */
export const matchEntry = (media: string, { list, entry, kind, verified, distance }: KnownMatch, at_ms: number) => ({
  ...({ at_ms, by: 'system', action: 'material.matched', subject: `media:${media}` } as const),
  detail: { list, entry, kind, verified, ...(distance !== undefined && { distance }) },
});
