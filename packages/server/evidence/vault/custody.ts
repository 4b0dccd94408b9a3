/**
 * The chain of custody: for every item one line each time that somebody had it in hand. A line is written in one transaction
 * with one of the audit log, which holds a hash of it: neither can be altered or taken away without the other showing it.
 * Why something was opened is sealed with the case's key: people write names into reasons.
 */
import { hash } from 'node:crypto';
import type { AuditAction, CustodyLine } from '@kith/contract';
import { PostgresAdapter, type Transaction } from 'kysely';
import { type AuditBy, appendAuditLine } from '../../ground/audit/index.ts';
import type { EvidenceCustodyRow, Records } from '../../ground/database/index.ts';
import type { CaseSeal, Place } from './case-seal.ts';

type What = CustodyLine['what'];

/** What the audit log says of each line. */
export const actionOf: Readonly<Record<What, AuditAction>> = {
  taken: 'evidence.taken',
  opened: 'evidence.opened',
  saved: 'evidence.saved',
  used: 'evidence.used',
  sent: 'evidence.sent',
  held: 'evidence.held',
  released: 'evidence.released',
  destroyed: 'evidence.destroyed',
  found_damaged: 'evidence.damaged',
};

export const subjectOf = (item: string): string => `evidence:${item}`;

export interface Happened {
  item: string;
  case: string;
  what: What;
  at_ms: number;
  by: AuditBy;
  /** what somebody wrote, or what for; with the seal that hides it */
  reason?: { words: string; seal: CaseSeal } | undefined;
  /** for the audit log: names and plain values */
  detail?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

const reasonPlace = (item: string, place: number): Place => ['reason', item, place];

/** Adds a line to both; last in its transaction. */
export async function addCustody(trx: Transaction<Records>, happened: Happened): Promise<void> {
  const { item, what, at_ms, by, reason, detail } = happened;
  await lockItem(trx, item);
  const last = await trx
    .selectFrom('evidence_custody')
    .select(({ fn }) => fn.max('place').as('place'))
    .where('item', '=', item)
    .executeTakeFirst();
  const place = last?.place === null || last?.place === undefined ? 0 : last.place + 1;
  const sealed = reason === undefined ? null : reason.seal.seal(reasonPlace(item, place), reason.words);
  const line = { item, place, at: at_ms, what, by, reason: sealed };
  const audit = await appendAuditLine(trx, {
    ...{ at_ms, by, action: actionOf[what], subject: subjectOf(item) },
    detail: { case: happened.case, ...detail, custody: custodyHash(line) },
  });
  await trx
    .insertInto('evidence_custody')
    .values({ ...line, audit })
    .execute();
}

/** Of two who have it in hand at once the second waits for the place of the first; SQLite has one writer at a time. */
async function lockItem(trx: Transaction<Records>, item: string): Promise<void> {
  if (!(trx.getExecutor().adapter instanceof PostgresAdapter)) return;
  await trx.selectFrom('evidence_item').select('id').where('id', '=', item).forUpdate().execute();
}

/** SHA-256 over all of a line but its number in the audit log, hexadecimal. */
export const custodyHash = ({ item, place, at, what, by, reason }: Omit<EvidenceCustodyRow, 'audit'>): string =>
  hash(
    'sha256',
    JSON.stringify([item, place, at, what, by, reason === null ? null : Buffer.from(reason).toString('hex')]),
  );

/** In words; null where nothing was said, or it can't be read any more. */
export function reasonOf({ item, place, reason }: EvidenceCustodyRow, seal: CaseSeal | null): string | null {
  if (reason === null || seal === null) return null;
  return seal.unseal(reasonPlace(item, place), reason)?.toString('utf8') ?? null;
}
