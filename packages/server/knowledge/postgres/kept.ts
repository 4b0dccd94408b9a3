/** Messages that are kept for a while, in PostgreSQL: written with their events. */
import type { ClientBase } from 'pg';
import type { KeptMessageRow } from '../../ground/database/index.ts';
import { type DeletedMessage, deletedBy } from '../records.ts';
import type { StoreDuties } from '../store.ts';
import { numberArray, textArray } from './arrays.ts';
import type { Pass } from './pass.ts';
import { run } from './send.ts';
import { insertKept, markDeleted, markEvidenceDeleted } from './statements.ts';

export function writeKept(client: ClientBase, pass: Pass, duties: StoreDuties): Promise<unknown>[] {
  const kept: KeptMessageRow[] = [];
  const deleted: DeletedMessage[] = [];
  for (const { told, considered } of pass.decided) {
    const row = considered.keep === null ? null : duties.kept?.(told, considered);
    if (row) kept.push(row);
    const gone = deletedBy(told);
    if (gone !== null) deleted.push(gone);
  }
  const work: Promise<unknown>[] = [];
  // each in the order of their keys, which all processes share
  kept.sort((a, b) => inOrder(keyOf(a), keyOf(b)));
  if (kept.length > 0) work.push(run(client, insertKept, keptParameters(kept)));
  deleted.sort((a, b) => inOrder(keyOf(a), keyOf(b)));
  if (deleted.length > 0) {
    const parameters = deletedParameters(deleted);
    work.push(run(client, markDeleted, parameters), run(client, markEvidenceDeleted, parameters));
  }
  return work;
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : 1);
const keyOf = ({ actor, message }: { actor: string; message: string }): string => `${actor}\n${message}`;

/** bytea as text: two hexadecimal digits a byte */
const hex = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;

const keptParameters = (rows: readonly KeptMessageRow[]): string[] => [
  textArray(rows.map((r) => r.message)),
  textArray(rows.map((r) => r.event)),
  textArray(rows.map((r) => r.conversation)),
  numberArray(rows.map((r) => r.at)),
  textArray(rows.map((r) => r.actor)),
  textArray(rows.map((r) => r.other)),
  numberArray(rows.map((r) => r.day)),
  textArray(rows.map((r) => r.outcome)),
  textArray(rows.map((r) => hex(r.sealed))),
  textArray(rows.map((r) => r.media)),
];

const deletedParameters = (rows: readonly DeletedMessage[]): string[] => [
  textArray(rows.map((r) => r.actor)),
  textArray(rows.map((r) => r.message)),
  numberArray(rows.map((r) => r.at)),
];
