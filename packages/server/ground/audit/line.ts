/** One line of the audit log, and the hash that chains it to the one before. */
import { hash } from 'node:crypto';
import type { AuditAction } from '@kith/contract';
import type { AuditLineRow } from '../database/index.ts';

/**
 * Who did it: a person at the console, a platform's key, the account of somebody in the Family Centre, somebody at the command
 * line, Kith by itself.
 */
export type AuditBy = `staff:${string}` | `key:${string}` | `family:${string}` | 'operator' | 'system';

/** What is told of an act. */
export interface AuditEntry {
  at_ms: number;
  by: AuditBy;
  action: AuditAction;
  /** what it was done to: `case:ID`, `account:ID` */
  subject: string;
  /** names and plain values; never a secret, never what somebody wrote */
  detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A detail's JSON, characters: enough for what was done and why; a text does not belong here. */
export const AUDIT_DETAIL_LENGTH_MAX = 4_000;

/** @returns the row that follows a line with the hash `before`; `number` is one more than its number */
export function auditLine(entry: AuditEntry, number: number, before: string): AuditLineRow {
  const { at_ms, by, action, subject } = entry;
  const detail = JSON.stringify(entry.detail ?? {});
  if (detail.length > AUDIT_DETAIL_LENGTH_MAX) {
    throw new RangeError(`the detail of ${action} has more than ${AUDIT_DETAIL_LENGTH_MAX} characters`);
  }
  const line = { number, at: at_ms, by, action, subject, detail, before };
  return { ...line, hash: hashOf(line) };
}

/** SHA-256 over all of a line and the hash before it, hexadecimal. */
export const hashOf = ({ number, at, by, action, subject, detail, before }: Omit<AuditLineRow, 'hash'>): string =>
  hash('sha256', JSON.stringify([number, at, by, action, subject, detail, before]));
