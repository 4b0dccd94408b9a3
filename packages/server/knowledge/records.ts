/** From what deciding saw and opened to rows for people, committed with the decision. */
import { type Considered, isOfLink, isOfMaterial, isOfRule, type Signal, type Told } from '@kith/engine';
import type { AuditEntry } from '../ground/audit/index.ts';
import type {
  FamilyRows,
  HeldEventRow,
  KnownMediumRow,
  NoticeNoteRow,
  ReportRow,
  SignalRow,
} from '../ground/database/index.ts';
import { type CaseRows, CasesOfBlock } from './case-rows.ts';
import { type EnforcementRows, EnforcementsOfBlock } from './enforcement-rows.ts';
import { FamiliesOfBlock } from './family-rows.ts';
import { heldRows } from './held-rows.ts';
import { auditOf, matchedRow, materialSignalRow } from './material-rows.ts';
import { noteRows } from './notice-rows.ts';
import { reportRow } from './report-rows.ts';
import { nameOf } from './row-names.ts';

export interface Noted {
  told: Told;
  considered: Pick<Considered, 'signals' | 'effects' | 'reporter'>;
}

/** A message whose sender deleted it. */
export interface DeletedMessage {
  actor: string;
  message: string;
  /** milliseconds since 1970 */
  at: number;
}

/** Where the event says that a message was deleted: which one. What is kept of it is only marked. */
export const deletedBy = ({ type, at, data }: Told): DeletedMessage | null =>
  type === 'message.deleted' ? { actor: data.actor, message: data.message, at } : null;

export interface RecordRows extends CaseRows, EnforcementRows {
  signals: SignalRow[];
  /** of notices, and of what followed */
  notes: NoticeNoteRow[];
  reports: ReportRow[];
  /** media that matched something known */
  media: KnownMediumRow[];
  /** what waits until people have looked */
  held: HeldEventRow[];
  /** what families see; null where that is nothing */
  families: FamilyRows | null;
  /** lines of the audit log, in order */
  audit: readonly AuditEntry[];
}

/**
 * Pure: the same events give the same rows, so that whoever inserts them twice changes nothing. Of a rule that fires on
 * every message one row a day and account is kept, the first (of a live one, a child, too): more of the same tell
 * nobody anything.
 */
export function recordsOf(decided: Iterable<Noted>, now_ms: number): RecordRows {
  const signals = new Map<string, SignalRow>();
  const notes = new Map<string, NoticeNoteRow>();
  const cases = new CasesOfBlock(now_ms);
  const enforcements = new EnforcementsOfBlock(now_ms);
  const families = new FamiliesOfBlock();
  const reports = new Map<string, ReportRow>();
  const media = new Map<string, KnownMediumRow>();
  const held = new Map<string, HeldEventRow>();
  const audit: AuditEntry[] = [];
  for (const noted of decided) {
    const { told, considered } = noted;
    audit.push(...auditOf(noted, now_ms));
    considered.signals.forEach((signal, i) => {
      const row = signalRow(told, signal, i);
      if (!signals.has(row.id)) signals.set(row.id, row);
    });
    for (const row of noteRows(told, considered.effects, now_ms)) notes.set(row.id, row);
    for (const row of heldRows(told, considered.effects, now_ms)) held.set(row.id, row);
    const matched = matchedRow(noted);
    // uploaded again in the same block, the last counts
    if (matched !== null) media.set(`${matched.media}\n${matched.account}`, matched);
    cases.add(told, considered);
    enforcements.add(told, considered);
    families.add(told, considered);
    if (told.type !== 'report.filed') continue;
    const row = reportRow(told, considered, now_ms);
    reports.set(row.id, row);
  }
  // in one order everywhere: two processes that insert the same rows must not wait for each other
  const matched = [...media].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const people = {
    ...{ signals: inOrder(signals), notes: inOrder(notes), reports: inOrder(reports) },
    ...{ media: matched, held: inOrder(held) },
  };
  return { ...people, ...cases.rows(), ...enforcements.rows(), families: families.rows(), audit };
}

const inOrder = <R extends { id: string }>(rows: ReadonlyMap<string, R>): R[] =>
  [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

function signalRow(told: Noted['told'], signal: Signal, place: number): SignalRow {
  if (isOfMaterial(signal)) return materialSignalRow(told, signal, place);
  const { data } = told;
  const row = { event: told.id, weight: signal.weight, at: told.at };
  if (isOfLink(signal)) {
    const { account, link: other, term, value } = signal;
    const named = { id: nameOf('sig', told.id, String(place)), account, other, message: null };
    return { ...row, ...named, code: LINK_CODE, cue: `${term} ${value}`, words: null };
  }
  if (!isOfRule(signal)) {
    const { account, other, message, code, cue } = signal;
    return { ...row, id: nameOf('sig', told.id, String(place)), account, other, message, code, cue, words: null };
  }
  const { rule, mode, words } = signal;
  const day = Math.floor(told.at / DAY_MS);
  const other = 'other' in data ? (data.other ?? null) : null;
  return {
    ...row,
    id: nameOf('rule', data.actor, JSON.stringify([rule, mode, day, mode === 'live' ? other : null])),
    account: data.actor,
    other,
    message: 'message' in data ? (data.message ?? null) : null,
    code: mode === 'live' ? 'RULE' : 'RULE_IN_SHADOW',
    cue: rule,
    words,
  };
}

/** The code of what a newcomer was compared by; its cue is the term and what was observed, its other the earlier account. */
export const LINK_CODE = 'LINK';

const DAY_MS = 86_400_000;
