/** Messages that are kept for a while, in PostgreSQL: written with their events. */
import type { ClientBase } from 'pg';
import type { MarkedPack } from '../../ground/database/index.ts';
import { type DeletedMessage, deletedBy } from '../records.ts';
import type { StoreDuties, ToKeep } from '../store.ts';
import { numberArray, textArray } from './arrays.ts';
import type { Pass } from './pass.ts';
import { run } from './send.ts';
import { insertKept, markDeleted, markEvidenceDeleted } from './statements.ts';

export function writeKept(client: ClientBase, pass: Pass, { kept }: StoreDuties): Promise<unknown>[] {
  const toKeep: ToKeep[] = [];
  const deleted: DeletedMessage[] = [];
  for (const { told, considered } of pass.decided) {
    const message = considered.keep === null ? null : kept?.of(told, considered);
    if (message) toKeep.push(message);
    const gone = deletedBy(told);
    if (gone !== null) deleted.push(gone);
  }
  const work: Promise<unknown>[] = [];
  const packs = kept === undefined || toKeep.length === 0 ? [] : kept.pack(toKeep);
  if (packs.length > 0) work.push(run(client, insertKept, keptParameters(packs)));
  // in the order of their keys, which all processes share
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

const keptParameters = (packs: readonly MarkedPack[]): string[] => [
  numberArray(packs.map((p) => p.day)),
  numberArray(packs.map((p) => p.first_at)),
  numberArray(packs.map((p) => p.last_at)),
  numberArray(packs.map((p) => p.messages)),
  numberArray(packs.map((p) => p.form)),
  textArray(packs.map((p) => p.heads)),
  textArray(packs.map((p) => hex(p.sealed))),
  textArray(packs.map((p) => hex(p.marks))),
];

const deletedParameters = (rows: readonly DeletedMessage[]): string[] => [
  textArray(rows.map((r) => r.actor)),
  textArray(rows.map((r) => r.message)),
  numberArray(rows.map((r) => r.at)),
];
