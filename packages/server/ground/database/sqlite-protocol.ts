/** What the main thread and the database's threads say to each other. */
import type { AuditEntry } from '../audit/line.ts';
import type {
  AppliedRow,
  CaseLine,
  CaseToOpen,
  EnforcementRow,
  FamilyRows,
  HeldEventRow,
  KnownMediumRow,
  MarkedPack,
  NoticeNoteRow,
  OutboxRow,
  ReportRow,
  SignalRow,
} from './schema.ts';

/** A block of the resident store's log, with the outbox rows that belong to its decisions. */
export interface LogBlock {
  /** rises by one a block, from 1 */
  number: number;
  firstPlace: number;
  events: number;
  /** milliseconds since 1970 */
  at: number;
  ids: Uint8Array;
  body: Uint8Array;
  changes: Uint8Array;
  /** what it adds to the counts of its day; null where nothing is counted */
  counts: string | null;
  outbox: readonly OutboxRow[];
  signals: readonly SignalRow[];
  notes: readonly NoticeNoteRow[];
  cases: readonly CaseToOpen[];
  lines: readonly CaseLine[];
  reports: readonly ReportRow[];
  media: readonly KnownMediumRow[];
  kept: readonly MarkedPack[];
  /** messages whose senders deleted them at a time, in milliseconds since 1970 */
  deleted: readonly { actor: string; message: string; at: number }[];
  automatic: readonly EnforcementRow[];
  applied: readonly AppliedRow[];
  /** what waits until people have looked */
  held: readonly HeldEventRow[];
  /** what families see of the block; null where that is nothing */
  families: FamilyRows | null;
  /** lines of the audit log, in order */
  audit: readonly AuditEntry[];
}

export type Ask =
  | { ask: 'query'; sql: string; parameters: readonly unknown[] }
  | { ask: 'commitBlock'; block: LogBlock }
  /** answered with how many pages the WAL has */
  | { ask: 'checkpoint' }
  | { ask: 'backup'; path: string };

export interface QueryAnswer {
  rows: unknown[];
  changes: number | null;
}

export interface Request {
  id: number;
  what: Ask;
}

/** An error as it crosses between threads: class and stack do not. */
export interface Failure {
  message: string;
  code: string;
}

export type Reply = { id: number; answer: unknown } | { id: number; failure: Failure };

export interface WorkerSetup {
  path: string;
  role: 'writer' | 'reader' | 'checkpointer';
}
