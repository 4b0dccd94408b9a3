/** Enforcements in PostgreSQL: what Kith itself asks for, and what the platform says that it has applied. */
import type { ClientBase } from 'pg';
import type { EnforcementRows } from '../enforcement-rows.ts';
import { numberArray, textArray } from './arrays.ts';
import { run } from './send.ts';
import { insertAutomatic, markApplied, tellAgain } from './statements.ts';

export function writeEnforcements(client: ClientBase, { automatic, applied }: EnforcementRows): Promise<unknown>[] {
  const work: Promise<unknown>[] = [];
  if (automatic.length > 0) work.push(run(client, insertAutomatic, automaticParameters(automatic)));
  if (applied.length > 0) {
    const texts = [applied.map((r) => r.id), applied.map((r) => r.account), applied.map((r) => r.kind)].map(textArray);
    work.push(run(client, markApplied, [...texts, numberArray(applied.map((r) => r.applied_at))]));
    work.push(run(client, tellAgain, texts));
  }
  return work;
}

const automaticParameters = (rows: EnforcementRows['automatic']): string[] => [
  textArray(rows.map((r) => r.id)),
  textArray(rows.map((r) => r.account)),
  textArray(rows.map((r) => r.kind)),
  textArray(rows.map((r) => r.content)),
  textArray(rows.map((r) => r.reason)),
  textArray(rows.map((r) => r.source)),
  textArray(rows.map((r) => r.state)),
  numberArray(rows.map((r) => r.created_at)),
  numberArray(rows.map((r) => r.due_at)),
  numberArray(rows.map((r) => r.requested_at)),
  numberArray(rows.map((r) => r.chased)),
  numberArray(rows.map((r) => r.by_hand)),
  numberArray(rows.map((r) => r.told)),
  numberArray(rows.map((r) => r.unpreserved)),
  textArray(rows.map((r) => r.preserve)),
];
