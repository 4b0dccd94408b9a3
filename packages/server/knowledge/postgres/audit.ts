/** Lines of the audit log that are committed with a block, as ground/audit/append.ts adds them to what people do. */
import type { ClientBase } from 'pg';
import { type AuditEntry, auditLine } from '../../ground/audit/index.ts';
import { numberArray, textArray } from './arrays.ts';
import { run, statement } from './send.ts';

/** A block that finds that somebody has added a line since its snapshot is refused, and begins again. */
const takeHead = statement(
  'take_audit_head',
  'UPDATE audit_head SET number = number + $1::integer RETURNING number, hash',
);
const insertLines = statement(
  'insert_audit_lines',
  `INSERT INTO audit_line (number, at, by, action, subject, detail, before, hash)
   SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
);
const leaveHead = statement('leave_audit_head', 'UPDATE audit_head SET hash = $1');

/** Sent last of a block but for COMMIT: who adds a line waits for whoever adds the one before. */
export async function appendLines(client: ClientBase, entries: readonly AuditEntry[]): Promise<void> {
  const [head] = await run(client, takeHead, [entries.length]);
  if (head === undefined) throw new Error('the audit log has no head');
  const first = Number(head[0]) - entries.length;
  let before = String(head[1]);
  const lines = entries.map((entry, i) => {
    const line = auditLine(entry, first + i + 1, before);
    before = line.hash;
    return line;
  });
  await Promise.all([
    run(client, insertLines, [
      numberArray(lines.map((l) => l.number)),
      numberArray(lines.map((l) => l.at)),
      textArray(lines.map((l) => l.by)),
      textArray(lines.map((l) => l.action)),
      textArray(lines.map((l) => l.subject)),
      textArray(lines.map((l) => l.detail)),
      textArray(lines.map((l) => l.before)),
      textArray(lines.map((l) => l.hash)),
    ]),
    run(client, leaveHead, [before]),
  ]);
}
