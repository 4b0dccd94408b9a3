/** kith measures verify: counts the log and the records again, and compares. */
import { Command } from 'commander';
import { type CountsVerified, dayName, dayOf, noteChecked, verifyCounts } from '../../measures/index.ts';
import { hasDatabase, openLog } from '../../stores.ts';
import { configOf, type Options, run, timeOf, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, type ExitCode, exitCodes, give } from '../say.ts';

const AFTER = `
The counts of a day are compared with what the log and the records say of it now. The log reaches back as far as it is kept
(--log-days), records to the beginning. Questions aren't compared: nothing else remembers them. May be run beside a Kith that is
running. Exits with 1 where something differs.

Examples:
  kith measures verify
  kith measures verify --from 2026-10-01 --to 2026-10-31 --json`;

export const verifyCommand = (): Command =>
  withStore(new Command('verify'))
    .description('whether daily counts are what the log and the records say, and which are not')
    .option('--from <DAY>', 'the first day (2026-10-01); all that were counted where it is left out')
    .option('--to <DAY>', 'the last day; the last finished one where it is left out')
    .addHelpText('after', AFTER)
    .action((options: Options) => run(options, () => verify(options)));

async function verify(options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const [from, to] = [dayAsked('from', options.from), dayAsked('to', options.to)];
  if (!hasDatabase(config)) {
    throw new CommandError(exitCodes.notPossible, 'nothing_there', `${config.store.folder} holds no store of Kith's`);
  }
  const { records: db, blocks, close } = await openLog(config);
  const bar = progress('Verifying', 'days');
  try {
    const verified = await verifyCounts({ db, blocks, fromDay: from, toDay: to, onProgress: bar.at });
    bar.end();
    await noteChecked(db, verified, Date.now());
    const { days, differences } = verified;
    const named = differences.map(({ day, ...one }) => ({ day: dayName(day), ...one }));
    const result = {
      same: differences.length === 0,
      ...{ from: days === null ? null : dayName(days.from), to: days === null ? null : dayName(days.to) },
      since: verified.since === null ? null : dayName(verified.since),
      ...{ logFrom: verified.logFrom === null ? null : dayName(verified.logFrom), compared: verified.compared },
      differences: named,
    };
    give(options, result, () => describe(verified));
    return differences.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    bar.end();
    await close();
  }
}

function dayAsked(name: string, value: unknown): number | undefined {
  const at = timeOf(name, value);
  return at === undefined ? undefined : dayOf(at);
}

function describe({ days, since, logFrom, compared, differences }: CountsVerified): string {
  const began = since === null ? '' : ` Counted since ${dayName(since)}: of days before, nothing is known.`;
  if (days === null) return `Nothing to compare: none of these days was counted and is finished.${began}`;
  const log =
    logFrom === null
      ? "The log doesn't reach back to any of these days: what was decided could not be counted again."
      : `The log was counted again from ${dayName(logFrom)} on.`;
  const head = `${dayName(days.from)} to ${dayName(days.to)}: ${compared} counts compared. ${log}${began}`;
  if (differences.length === 0) return `${head}\nThe same.`;
  const lines = differences.map(
    ({ day, name, key, counted, found }) =>
      `  ${dayName(day)} ${name}${key === '' ? '' : ` ${key}`}: counted ${counted}, found ${found}`,
  );
  return [head, `${differences.length} are NOT what they were counted from:`, ...lines].join('\n');
}
