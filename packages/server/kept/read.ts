/**
 * Reading what was kept. Whoever reads leaves a line in the audit log first, in a transaction of its own: where that can't
 * be written, nothing is read. The line says whose messages and how many, never what they say.
 */
import type { AuditAction } from '@kith/contract';
import type { Kysely } from 'kysely';
import { type AuditBy, appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import type { KeyFolder } from '../ground/sealing/index.ts';
import { type KeptMessage, openRows } from './open-rows.ts';
import { type Range, rowsBetween, rowsOf } from './rows.ts';

/** Who looks, and what for. */
export interface Looking {
  /** milliseconds since 1970 */
  at_ms: number;
  by: AuditBy;
  /** what it is looked at for: `case:ID`, `account:ID` */
  subject: string;
}

/**
 * What two accounts wrote to each other, as far as it is kept, in the order it was written: the newest page, or the one
 * before or after a moment.
 * @param keys null where there is nowhere to keep any: texts are then null
 */
export async function keptConversation(
  db: Kysely<Records>,
  keys: KeyFolder | null,
  { a, b, ...range }: Range & { a: string; b: string },
  looking: Looking,
): Promise<readonly KeptMessage[]> {
  const rows = await rowsBetween(db, a, b, range);
  await note(db, looking, 'kept.read_conversation', { a, b, messages: rows.length });
  return openRows(keys, rows);
}

/** What an account wrote, and what was written to it, likewise. */
export async function keptOf(
  db: Kysely<Records>,
  keys: KeyFolder | null,
  { account, ...range }: Range & { account: string },
  looking: Looking,
): Promise<readonly KeptMessage[]> {
  const rows = await rowsOf(db, account, range);
  await note(db, looking, 'kept.read_account', { account, messages: rows.length });
  return openRows(keys, rows);
}

/** Whether anything that two accounts wrote to each other is kept, within a range; what, is not looked at. */
export const isAnyKept = async (
  db: Kysely<Records>,
  { a, b, ...range }: Omit<Range, 'limit'> & { a: string; b: string },
): Promise<boolean> => (await rowsBetween(db, a, b, { ...range, limit: 1 })).length > 0;

/** With whom an account last wrote, of what is kept (beside groups); what, is not looked at. */
export async function lastKept(db: Kysely<Records>, account: string, caseId?: string): Promise<string | null> {
  const rows = await rowsOf(db, account, { limit: LAST_LOOKED_AT, case: caseId });
  const last = rows.findLast(({ other }) => other !== null);
  if (last === undefined) return null;
  return last.actor === account ? last.other : last.actor;
}

/** The newest kept messages among which one to a single person is looked for: whoever writes in groups alone has none. */
const LAST_LOOKED_AT = 200;

const note = (
  db: Kysely<Records>,
  { at_ms, by, subject }: Looking,
  action: AuditAction,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> => db.transaction().execute((trx) => appendAudit(trx, { at_ms, by, action, subject, detail }));
