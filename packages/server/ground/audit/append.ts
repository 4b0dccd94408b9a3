/** Adds lines to the audit log, in the transaction of what they tell of. */
import type { Transaction } from 'kysely';
import type { Records } from '../database/index.ts';
import { type AuditEntry, auditLine } from './line.ts';

/**
 * Adds a line, which is there if what the transaction does is, and only then. Who adds one waits for whoever adds the
 * one before, until that transaction ends: add it last, and keep transactions short.
 */
export async function appendAudit(trx: Transaction<Records>, entry: AuditEntry): Promise<void> {
  await appendAuditLine(trx, entry);
}

/** The same; gives the line's number, for what refers to it. */
export async function appendAuditLine(trx: Transaction<Records>, entry: AuditEntry): Promise<number> {
  const head = await trx
    .updateTable('audit_head')
    .set(({ eb }) => ({ number: eb('number', '+', 1) }))
    .returning(['number', 'hash'])
    .executeTakeFirstOrThrow();
  const line = auditLine(entry, Number(head.number), head.hash);
  await trx.insertInto('audit_line').values(line).execute();
  await trx.updateTable('audit_head').set({ hash: line.hash }).execute();
  return line.number;
}
