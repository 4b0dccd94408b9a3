/** Adds lines to the audit log, in the transaction of what they tell of. */
import type { Transaction } from 'kysely';
import type { AuditLineRow, Records } from '../database/index.ts';
import { type AuditEntry, auditLine } from './line.ts';

/**
 * Adds a line, which is there if what the transaction does is, and only then. Who adds one waits for whoever adds the
 * one before, until that transaction ends: add it last, and keep transactions short.
 */
export async function appendAudit(trx: Transaction<Records>, entry: AuditEntry): Promise<void> {
  await appendAuditLine(trx, entry);
}

/** The same; gives the line's number, for what refers to it. */
export function appendAuditLine(trx: Transaction<Records>, entry: AuditEntry): Promise<number> {
  return appendAuditLines(trx, [entry]);
}

/** Adds several, which cost little more than one; gives the last one's number. */
export async function appendAuditLines(
  trx: Transaction<Records>,
  entries: readonly [AuditEntry, ...AuditEntry[]],
): Promise<number> {
  const head = await trx
    .updateTable('audit_head')
    .set(({ eb }) => ({ number: eb('number', '+', entries.length) }))
    .returning(['number', 'hash'])
    .executeTakeFirstOrThrow();
  const first = Number(head.number) - entries.length + 1;
  const lines: AuditLineRow[] = [];
  let before = head.hash;
  for (const [i, entry] of entries.entries()) {
    const line = auditLine(entry, first + i, before);
    lines.push(line);
    before = line.hash;
  }
  // sent together: whoever adds the next line waits for both
  await Promise.all([
    trx.insertInto('audit_line').values(lines).execute(),
    trx.updateTable('audit_head').set({ hash: before }).execute(),
  ]);
  return Number(head.number);
}
