/** kith lists show, import, history, check */
import { Command } from 'commander';
import type { KnownVersionRow } from '../../ground/database/index.ts';
import {
  badShare,
  checkFile,
  feedbackCsv,
  HISTORY_MAX,
  ImportError,
  importList,
  type ListSettings,
  type ListStatus,
  listHistory,
  listStatuses,
  noteHandedOver,
  problemsIn,
  readLists,
  spoolOf,
  waitingFeedback,
  wordsOfFailure,
} from '../../media/index.ts';
import { openRecords } from '../../stores.ts';
import { openGiven, openNew } from '../files.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, type ExitCode, exitCodes, give, table, timeShown } from '../say.ts';

const AFTER = `
Lists of known material, as the file of KITH_LISTS names them. A Kith that runs imports each when it is due; a list that
fails stays as it was. Nothing here shows what is in a list. It may be run while Kith runs.

Examples:
  kith lists                            which version of each is in use, how old it is, what went wrong last
  kith lists import iwf                 import one now
  kith lists import iwf --accept        take it though it has become much smaller, or has many bad lines
  kith lists history iwf                its imports: what each added and removed, and bad lines by their number
  kith lists feedback iwf --to wrong.csv    what its source is to be told of wrong entries, into a new file to hand over
  kith lists check hashes.csv --list iwf    reads a file as that list would be read, and keeps nothing

Exit code 1 where a list is stale, or an import failed.`;

export function listsCommand(): Command {
  const command = new Command('lists').addHelpText('after', AFTER);
  withStore(command.command('show', { isDefault: true }), ['lists'])
    .description('how each list stands')
    .action((options: Options) => run(options, () => show(options)));
  withStore(command.command('import').argument('[name]', 'a list; all that there are unless told'), ['lists'])
    .description('import now, due or not')
    .option('--accept', 'take what would be refused for being much smaller, or for its bad lines')
    .action((name: string | undefined, options: Options) => run(options, () => importNow(name, options)));
  withStore(command.command('history').argument('<name>', 'a list'), ['lists'])
    .description('the imports of a list, the last first')
    .option('--limit <N>', 'at most so many', '10')
    .action((name: string, options: Options) => run(options, () => history(name, options)));
  withStore(command.command('feedback').argument('<name>', 'a list'), ['lists'])
    .description('what its source is to be told: entries that people here found wrong')
    .option('--to <FILE>', 'write it into a new file, and count it as told')
    .action((name: string, options: Options) => run(options, () => feedback(name, options)));
  withStore(command.command('check').argument('<file>', 'a file'), ['lists'])
    .description('say what is in a file, and what is wrong with it; nothing is kept')
    .option('--list <NAME>', 'read it as this list is read; as algorithm,hash[,id[,category]] unless told')
    .action((file: string, options: Options) => run(options, () => check(file, options)));
  return command;
}

function named(lists: readonly ListSettings[], name: string): ListSettings {
  const found = lists.find((list) => list.name === name);
  if (found !== undefined) return found;
  const there = lists.length === 0 ? 'no lists are configured (KITH_LISTS)' : lists.map((l) => l.name).join(', ');
  throw new CommandError(exitCodes.notPossible, 'not_known', `there is no list ${name}: ${there}`);
}

async function show(options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const lists = readLists(config);
  const { records, close } = await openRecords(config);
  try {
    const now_ms = Date.now();
    const statuses = await listStatuses(records, lists, now_ms);
    give(options, { lists: statuses }, () => shown(statuses));
    return statuses.some(({ stale }) => stale) ? exitCodes.failed : exitCodes.done;
  } finally {
    await close();
  }
}

const shown = (statuses: readonly ListStatus[]): string =>
  statuses.length === 0
    ? 'No lists are configured: name a file of them with KITH_LISTS (docs/OPERATING.md).'
    : table(
        ['LIST', 'FROM', 'VERSION', 'ENTRIES', 'AS OF', 'NEXT', 'STATE'],
        statuses.map((s) => [
          ...[s.name, s.source, String(s.version), String(s.entries), timeShown(s.freshAt_ms)],
          s.nextAt_ms === null ? 'now' : s.nextAt_ms === 0 ? 'when Kith runs' : timeShown(s.nextAt_ms),
          stateOf(s),
        ]),
      );

function stateOf({ stale, failures, lastError, version }: ListStatus): string {
  const age = version === 0 ? 'NEVER IMPORTED' : stale ? 'STALE' : 'fresh';
  return lastError === null
    ? age
    : `${age}, failed ${failures === 1 ? 'once' : `${failures} times`}: ${wordsOfFailure(lastError)}`;
}

async function importNow(name: string | undefined, options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const lists = readLists(config);
  const wanted = name === undefined ? lists : [named(lists, name)];
  const spool = spoolOf(config);
  const { records, close } = await openRecords(config);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const results: { list: string; result: string; error?: string; version?: ReturnType<typeof told> }[] = [];
  try {
    for (const settings of wanted) {
      const bar = progress(`Importing ${settings.name}`, 'lines');
      const accepted = options.accept === true;
      const how = { db: records, clock: Date.now, signal: stop.signal, spool, accepted, onProgress: bar.at };
      try {
        const done = await importList(settings, how);
        const version = done.kind === 'imported' ? { version: told(done.version) } : {};
        results.push({ list: settings.name, result: done.kind, ...version });
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        results.push({ list: settings.name, result: 'failed', error: error.code });
      } finally {
        bar.end();
      }
    }
  } finally {
    await close();
  }
  give(options, { imported: results }, () =>
    results
      .map(({ list, error, version }) => {
        if (error !== undefined) return `${list}: not imported, ${wordsOfFailure(error)}. The version before stays.`;
        if (version === undefined) return `${list}: as it was.`;
        const { number, entries, added, removed, bad } = version;
        return `${list}: version ${number}, ${entries} entries (${added} added, ${removed} removed, ${bad} bad lines).`;
      })
      .join('\n'),
  );
  return results.some(({ error }) => error !== undefined) ? exitCodes.failed : exitCodes.done;
}

/** A version for programs: numbers as numbers, problems as a list. */
const told = (row: KnownVersionRow) => ({
  number: Number(row.number),
  state: row.state,
  startedAt: timeShown(Number(row.started_at)),
  finishedAt: row.finished_at === null ? null : timeShown(Number(row.finished_at)),
  ...{ lines: Number(row.lines), bad: Number(row.bad), skipped: Number(row.skipped) },
  ...{ added: Number(row.added), removed: Number(row.removed), entries: Number(row.entries) },
  verifiedBy: row.verified_by,
  error: row.error,
  problems: problemsIn(row.problems),
});

async function history(name: string, options: Options): Promise<void> {
  const limit = Number(options.limit);
  if (!(limit >= 1))
    throw new CommandError(exitCodes.usage, 'usage', `--limit must be a number from 1 to ${HISTORY_MAX}`);
  const { config } = configOf(options);
  named(readLists(config), name);
  const { records, close } = await openRecords(config);
  try {
    const versions = (await listHistory(records, name, limit)).map(told);
    give(options, { list: name, versions }, () => historyShown(versions));
  } finally {
    await close();
  }
}

/** Written first, then counted as told: what dies in between is told twice, and not never. */
async function feedback(name: string, options: Options): Promise<void> {
  const { config } = configOf(options);
  named(readLists(config), name);
  const { records, close } = await openRecords(config);
  try {
    const rows = await waitingFeedback(records, name);
    const text = feedbackCsv(rows);
    if (typeof options.to !== 'string') {
      give(options, { list: name, waiting: rows.length, csv: text }, () => text.trimEnd());
      return;
    }
    const file = await openNew(options.to, 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await noteHandedOver(records, name, rows, Date.now());
    give(options, { list: name, handedOver: rows.length }, () => `${rows.length} entries are in ${options.to}.`);
  } finally {
    await close();
  }
}

function historyShown(versions: readonly ReturnType<typeof told>[]): string {
  if (versions.length === 0) return 'It was never imported.';
  const rows = versions.map((v) => [
    ...[String(v.number), v.finishedAt ?? v.startedAt, v.state, String(v.lines), String(v.bad)],
    ...[String(v.added), String(v.removed), String(v.entries), v.verifiedBy],
  ]);
  const head = ['VERSION', 'WHEN', 'STATE', 'LINES', 'BAD', 'ADDED', 'REMOVED', 'ENTRIES', 'VERIFIED BY'];
  const details = versions.flatMap((v) => [
    ...(v.error === null ? [] : [`${v.number}: ${wordsOfFailure(v.error)}`]),
    ...v.problems.map((problem) => `${v.number}: ${problem}`),
  ]);
  return [table(head, rows), ...(details.length === 0 ? [] : ['', ...details])].join('\n');
}

async function check(path: string, options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const format = typeof options.list === 'string' ? named(readLists(config), options.list).format : plain;
  const file = await openGiven(path);
  try {
    const { entries, lines, bad, skipped, problems, sha256 } = await checkFile(file, format);
    const share = badShare({ lines, bad, skipped });
    give(options, { entries, lines, bad, skipped, badShare: share, problems, sha256 }, () =>
      [
        `${entries} hashes in ${lines} lines; ${bad} bad (${(share * 100).toFixed(2)} %), ${skipped} of no use here.`,
        ...problems.map(({ line, problem }) => `${path}:${line} ${problem}`),
        ...(bad > problems.length ? [`and ${bad - problems.length} more`] : []),
        `SHA-256 ${sha256}`,
      ].join('\n'),
    );
    return bad > 0 ? exitCodes.failed : exitCodes.done;
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new CommandError(exitCodes.failed, error.code, `${path}: ${error.message}`, error);
  } finally {
    await file.close();
  }
}

const plain = { kind: 'plain' } as const;
