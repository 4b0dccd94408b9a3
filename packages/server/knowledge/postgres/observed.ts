/** Conducts, approaches, signals, cases and reports in PostgreSQL. */
import type { Approach, Conduct } from '@kith/engine';
import type { ClientBase } from 'pg';
import type {
  CaseLine,
  CaseToOpen,
  HeldEventRow,
  KnownMediumRow,
  NoticeNoteRow,
  ReportRow,
  SignalRow,
} from '../../ground/database/index.ts';
import { pairKey } from '../asked.ts';
import { approachBytes, conductBytes, unpackApproach, unpackConduct, wordsOf } from '../packed.ts';
import type { RecordRows } from '../records.ts';
import { numberArray, textArray } from './arrays.ts';
import type { Cells } from './columns.ts';
import { writeEnforcements } from './enforcements.ts';
import { writeFamilies } from './families.ts';
import { run } from './send.ts';
import {
  insertCaseLines,
  insertHeld,
  insertNotes,
  insertReports,
  insertSignals,
  upsertApproaches,
  upsertCases,
  upsertConducts,
  upsertMatched,
} from './statements.ts';

/** bytea as text: two hexadecimal digits a byte */
const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

function packed(cell: Cells[number] | undefined): Uint32Array {
  if (!(cell instanceof Buffer)) throw new Error('a packed row without bytes');
  return wordsOf(cell);
}

/** account, packed */
export const readConductRow = (row: Cells): Conduct => unpackConduct(String(row[0]), packed(row[1]));
/** actor, other, packed */
export const readApproachRow = (row: Cells): Approach => unpackApproach(String(row[0]), String(row[1]), packed(row[2]));

/* Each in the order of their keys, which all processes share. */

export function writeConducts(client: ClientBase, conducts: Conduct[]): Promise<unknown>[] {
  if (conducts.length === 0) return [];
  conducts.sort((a, b) => (a.account < b.account ? -1 : 1));
  const packed = conducts.map((c) => hex(conductBytes(c)));
  return [run(client, upsertConducts, [textArray(conducts.map((c) => c.account)), textArray(packed)])];
}

export function writeApproaches(client: ClientBase, approaches: Approach[]): Promise<unknown>[] {
  if (approaches.length === 0) return [];
  approaches.sort((a, b) => (pairKey(a.actor, a.other) < pairKey(b.actor, b.other) ? -1 : 1));
  const ends = [textArray(approaches.map((a) => a.actor)), textArray(approaches.map((a) => a.other))];
  return [run(client, upsertApproaches, [...ends, textArray(approaches.map((a) => hex(approachBytes(a))))])];
}

export function writeRecords(client: ClientBase, rows: RecordRows): Promise<unknown>[] {
  const { signals, notes, cases, lines, reports, media, held } = rows;
  const work: Promise<unknown>[] = [];
  if (signals.length > 0) work.push(run(client, insertSignals, signalParameters(signals)));
  if (notes.length > 0) work.push(run(client, insertNotes, noteParameters(notes)));
  if (cases.length > 0) work.push(run(client, upsertCases, caseParameters(cases)));
  if (lines.length > 0) work.push(run(client, insertCaseLines, lineParameters(lines)));
  if (reports.length > 0) work.push(run(client, insertReports, reportParameters(reports)));
  if (media.length > 0) work.push(run(client, upsertMatched, mediaParameters(media)));
  if (held.length > 0) work.push(run(client, insertHeld, heldParameters(held)));
  work.push(...writeEnforcements(client, rows), ...writeFamilies(client, rows.families));
  return work;
}

const signalParameters = (rows: readonly SignalRow[]): string[] => [
  textArray(rows.map((r) => r.id)),
  textArray(rows.map((r) => r.event)),
  textArray(rows.map((r) => r.account)),
  textArray(rows.map((r) => r.other)),
  textArray(rows.map((r) => r.message)),
  textArray(rows.map((r) => r.code)),
  textArray(rows.map((r) => r.cue)),
  numberArray(rows.map((r) => r.weight)),
  textArray(rows.map((r) => r.words)),
  numberArray(rows.map((r) => r.at)),
];

const noteParameters = (rows: readonly NoticeNoteRow[]): string[] => [
  textArray(rows.map((r) => r.id)),
  textArray(rows.map((r) => r.pair)),
  textArray(rows.map((r) => r.what)),
  textArray(rows.map((r) => r.kind)),
  textArray(rows.map((r) => r.value)),
  textArray(rows.map((r) => r.language)),
  textArray(rows.map((r) => r.risk)),
  textArray(rows.map((r) => r.experiment)),
  numberArray(rows.map((r) => r.at)),
  numberArray(rows.map((r) => r.noted_at)),
];

const heldParameters = (rows: readonly HeldEventRow[]): string[] => [
  textArray(rows.map((r) => r.id)),
  textArray(rows.map((r) => r.event)),
  textArray(rows.map((r) => r.account)),
  textArray(rows.map((r) => r.data)),
  textArray(rows.map((r) => r.state)),
  numberArray(rows.map((r) => r.created_at)),
];

const mediaParameters = (rows: readonly KnownMediumRow[]): string[] => [
  textArray(rows.map((r) => r.media)),
  textArray(rows.map((r) => r.account)),
  textArray(rows.map((r) => r.event)),
  numberArray(rows.map((r) => r.at)),
  textArray(rows.map((r) => r.verdict)),
  textArray(rows.map((r) => r.now)),
  textArray(rows.map((r) => r.hashes)),
  textArray(rows.map((r) => r.matches)),
];

const caseParameters = (rows: readonly CaseToOpen[]): string[] => [
  textArray(rows.map((r) => r.id)),
  textArray(rows.map((r) => r.account)),
  textArray(rows.map((r) => r.queue)),
  numberArray(rows.map((r) => r.opened_at)),
  numberArray(rows.map((r) => r.updated_at)),
  textArray(rows.map((r) => r.level)),
  numberArray(rows.map((r) => r.score)),
  textArray(rows.map((r) => r.why)),
  textArray(rows.map((r) => r.event)),
  textArray(rows.map((r) => r.features)),
  numberArray(rows.map((r) => r.waits_since)),
  numberArray(rows.map((r) => r.rank)),
  numberArray(rows.map((r) => r.harmless_since)),
  numberArray(rows.map((r) => r.harmless_points)),
];

const lineParameters = (rows: readonly CaseLine[]): string[] => [
  textArray(rows.map((r) => r.id)),
  textArray(rows.map((r) => r.account)),
  textArray(rows.map((r) => r.opens)),
  numberArray(rows.map((r) => r.at)),
  numberArray(rows.map((r) => r.place)),
  textArray(rows.map((r) => r.kind)),
  textArray(rows.map((r) => r.detail)),
];

const reportParameters = (rows: readonly ReportRow[]): string[] => [
  textArray(rows.map((r) => r.id)),
  textArray(rows.map((r) => r.event)),
  textArray(rows.map((r) => r.source)),
  numberArray(rows.map((r) => r.trusted)),
  textArray(rows.map((r) => r.reporter)),
  numberArray(rows.map((r) => r.child)),
  textArray(rows.map((r) => r.about)),
  textArray(rows.map((r) => r.category)),
  textArray(rows.map((r) => r.conversation)),
  textArray(rows.map((r) => r.message)),
  textArray(rows.map((r) => r.key)),
  textArray(rows.map((r) => (r.sealed === null ? null : hex(Buffer.from(r.sealed))))),
  numberArray(rows.map((r) => r.at)),
  numberArray(rows.map((r) => r.received_at)),
  textArray(rows.map((r) => r.language)),
  numberArray(rows.map((r) => r.opted_out)),
  numberArray(rows.map((r) => r.acknowledged_at)),
];
