/** Publishing what was looked at: the same numbers, or nothing. */
import type { Kysely } from 'kysely';
import type { AuditBy } from '../../ground/audit/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { draftOf } from './draft.ts';
import { publish, sameEdition } from './publications.ts';

export interface PublishReport {
  from: string;
  to: string;
  /** of the draft that somebody looked at; null: whatever it is */
  sha256: string | null;
  /** what a later edition says of what it changes; '' for the first */
  changes: string;
  /** as in the audit log */
  by: AuditBy;
  /** milliseconds since 1970 */
  at_ms: number;
}

/**
 * Gives the report's id; the same report that stands already isn't published again. @throws ProblemError `invalid_field` where the months aren't over, or a corrected edition doesn't say
 * what it changes; `report_changed` where it would be another than the draft
 */
export async function publishReport(
  db: Kysely<Records>,
  { from, to, sha256, changes, by, at_ms }: PublishReport,
): Promise<string> {
  const draft = await draftOf(db, { from, to });
  if (sha256 !== null && draft.sha256 !== sha256)
    throw new ProblemError('report_changed', 'the report would be another than the draft: look at a new one');
  const said = changes.trim();
  const asked = { from, to, sha256: draft.sha256, changes: said };
  const standing = await sameEdition(db, asked);
  if (standing !== null) return standing;
  if (draft.edition > 1 && said === '')
    throw new ProblemError('invalid_field', 'changes: a later edition says what it changes', 'changes');
  const { content, sums, edition, after } = draft;
  const report = { content, kept: sums, sha256: draft.sha256, edition, after };
  try {
    return await publish(db, { ...report, changes: edition > 1 ? said : '', by, at_ms });
  } catch (error) {
    // of two at the same moment the second finds what the first published
    const other = error instanceof ProblemError ? await sameEdition(db, asked) : null;
    if (other !== null) return other;
    throw error;
  }
}
