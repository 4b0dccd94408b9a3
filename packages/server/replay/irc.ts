/**
 * `kith replay irc DIR`: real people's talk, through the whole path. Every line becomes at least one event, and what
 * was decided of them is counted. Nobody is shown: accounts are hashed nicks, and the summary holds counts only.
 */
import type { EventInput, Receipt } from '@kith/contract';
import { IrcEvents } from './irc-events.ts';
import { type LineKind, lineKinds } from './irc-lines.ts';
import { linesOf, logsIn } from './irc-logs.ts';

/** Events told at a time. */
const BATCH = 500;

export const IRC_ATTRIBUTION =
  'Ubuntu IRC logs as in J. K. Kummerfeld et al., "A Large-Scale Corpus for Conversation Disentanglement", ACL 2019 (CC BY 4.0)';

export interface ReplayProgress {
  file: string;
  filesDone: number;
  files: number;
  lines: number;
  events: number;
}

export interface ReplayOptions {
  dir: string;
  /** tells events in order and gives their receipts, in order: `(events) => kith.tell(events)` */
  tell: (events: readonly EventInput[]) => Promise<readonly Receipt[]>;
  /** told after every batch */
  onProgress?: (progress: ReplayProgress) => void;
  signal?: AbortSignal;
}

export interface ReplaySummary {
  attribution: string;
  files: number;
  /** files in the folder that are no logs by their name */
  skipped: readonly string[];
  lines: number;
  kinds: Record<LineKind, number>;
  accounts: number;
  events: number;
  receipts: Record<Receipt['status'], number>;
  /** events by outcome and reason */
  decided: Record<string, Record<string, number>>;
  /** refused events by the problem's code: to be none */
  errors: Record<string, number>;
  /** whether it was ended before its time */
  aborted: boolean;
}

/** Replays every log in the folder, in order of their days. Throws a ReplayError, and what `tell` throws. */
export async function replayIrc({ dir, tell, onProgress, signal }: ReplayOptions): Promise<ReplaySummary> {
  const { logs, skipped } = await logsIn(dir);
  const turned = new IrcEvents();
  const summary: ReplaySummary = {
    attribution: IRC_ATTRIBUTION,
    files: 0,
    skipped,
    lines: 0,
    kinds: Object.fromEntries(lineKinds.map((kind) => [kind, 0])) as Record<LineKind, number>, // every kind is there
    accounts: 0,
    events: 0,
    receipts: { accepted: 0, duplicate: 0, rejected: 0 },
    decided: {},
    errors: {},
    aborted: false,
  };
  let waiting: EventInput[] = [];
  const flush = async (file: string) => {
    if (waiting.length === 0) return;
    const told = waiting;
    waiting = [];
    for (const receipt of await tell(told)) count(summary, receipt);
    onProgress?.({ file, filesDone: summary.files, files: logs.length, lines: summary.lines, events: summary.events });
  };

  for (const { name, day } of logs) {
    turned.beginFile(name, day);
    let number = 0;
    for await (const text of linesOf(dir, name)) {
      if (signal?.aborted) break;
      const { kind, events } = turned.line(text, ++number);
      summary.lines++;
      summary.kinds[kind]++;
      waiting.push(...events);
      if (waiting.length >= BATCH) await flush(name);
    }
    if (signal?.aborted) {
      summary.aborted = true;
      break;
    }
    summary.files++;
    await flush(name);
  }
  summary.accounts = turned.accounts;
  return summary;
}

function count(summary: ReplaySummary, receipt: Receipt): void {
  summary.events++;
  summary.receipts[receipt.status]++;
  if (receipt.status === 'rejected') {
    const { code } = receipt.error;
    summary.errors[code] = (summary.errors[code] ?? 0) + 1;
    return;
  }
  const { outcome, reasons } = receipt.decision;
  summary.decided[outcome] ??= {};
  const byReason = summary.decided[outcome];
  for (const { code } of reasons) byReason[code] = (byReason[code] ?? 0) + 1;
}

/** The summary as lines for a terminal. */
export function formatReplay(summary: ReplaySummary): string {
  const number = (n: number) => n.toLocaleString('en').padStart(11);
  const rows = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([name, n]) => `${number(n)}  ${name}`);
  const errors = Object.values(summary.errors).reduce((sum, n) => sum + n, 0);
  return [
    ...(summary.aborted ? ['Ended before its time.'] : []),
    'Lines, by kind (a server line is told as a message of the server, and so is one of no known kind):',
    ...rows(summary.kinds),
    `${number(summary.lines)}  lines in ${summary.files} files, by ${summary.accounts.toLocaleString('en')} accounts`,
    '',
    'Events, by outcome and reason:',
    ...Object.entries(summary.decided).flatMap(([outcome, reasons]) =>
      Object.entries(reasons).map(([reason, n]) => `${number(n)}  ${outcome.padEnd(8)} ${reason}`),
    ),
    `${number(summary.events)}  events: ${summary.receipts.accepted} accepted, ${summary.receipts.duplicate} duplicate, ${errors} errors`,
    ...Object.entries(summary.errors).map(([code, n]) => `${number(n)}  error    ${code}`),
    ...(summary.skipped.length === 0 ? [] : ['', `Not a log by its name: ${summary.skipped.join(', ')}`]),
    '',
    summary.attribution,
  ].join('\n');
}
