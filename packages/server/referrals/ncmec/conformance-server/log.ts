/**
 * The server's own log of what it was asked and what it did: one line of JSON a call, only ever added, written before the
 * answer leaves. It holds no text of any report: numbers, and the account that a report is about, so that a test can tell.
 */
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { CODES } from '../client/codes.ts';
import type { Reports } from './reports.ts';

const line = z.strictObject({
  at: z.number(),
  call: z.string(),
  report: z.string().nullable(),
  file: z.string().nullable(),
  md5: z.string().nullable(),
  /** of a report that was opened: espIdentifier of the reported account */
  about: z.string().nullable(),
  /** whether the call was carried out as far as it can be */
  acted: z.boolean(),
  /** what that came to; null where it was not carried out */
  code: z.number().nullable(),
  fault: z.string().nullable(),
});
export type LogLine = z.output<typeof line>;

export class RequestLog {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  add(said: LogLine): void {
    writeSync(this.#file, `${JSON.stringify(said)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A last line that was cut off, by a server that was killed, is left out. @throws where any other is no line of ours */
export function readLog(path: string): LogLine[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.pop();
  return lines.map((text) => line.parse(JSON.parse(text)));
}

/** Makes of the log of earlier runs what the server knew. */
export function restore(lines: readonly LogLine[], reports: Reports): void {
  for (const { at, call, report, file, md5, code } of lines) {
    if (code !== CODES.success || report === null) continue;
    if (call === 'submit') reports.keep(report, at);
    if (call === 'upload' && file !== null && md5 !== null) reports.upload(report, file, md5, at);
    if (call === 'fileinfo' && file !== null) reports.describe(report, file, at);
    if (call === 'finish') reports.finish(report, at);
    if (call === 'retract') reports.retract(report, at);
  }
}

/** What became of the reports about one account. */
export interface Told {
  finished: string[];
  retracted: string[];
  /** neither: NCMEC deletes them */
  orphans: string[];
  /** of the finished one: how many files it has, and whether each is described */
  files: number;
  allDescribed: boolean;
}

/** By the account that reports are about. */
export function whatHappened(lines: readonly LogLine[]): Map<string, Told> {
  interface One {
    about: string;
    end: 'finished' | 'retracted' | null;
    files: Map<string, boolean>;
  }
  const reports = new Map<string, One>();
  for (const { call, report, file, about, code } of lines) {
    if (code !== CODES.success || report === null) continue;
    if (call === 'submit') reports.set(report, { about: about ?? '', end: null, files: new Map() });
    const one = reports.get(report);
    if (one === undefined) throw new Error(`the log says ${call} of report ${report}, and not that it was opened`);
    if (call === 'upload' && file !== null) one.files.set(file, false);
    if (call === 'fileinfo' && file !== null) one.files.set(file, true);
    if (call === 'finish') one.end = 'finished';
    if (call === 'retract') one.end = 'retracted';
  }
  const told = new Map<string, Told>();
  for (const [number, { about, end, files }] of reports) {
    const all = told.get(about) ?? { finished: [], retracted: [], orphans: [], files: 0, allDescribed: true };
    told.set(about, all);
    if (end === null) all.orphans.push(number);
    else all[end].push(number);
    if (end !== 'finished') continue;
    all.files += files.size;
    all.allDescribed &&= [...files.values()].every(Boolean);
  }
  return told;
}
