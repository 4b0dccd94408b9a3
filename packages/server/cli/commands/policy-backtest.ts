/** kith policy backtest */
import { writeFile } from 'node:fs/promises';
import { compilePolicy } from '@kith/engine';
import type { Command } from 'commander';
import { backtest, type Period, pageOf, type Report, reportOf } from '../../backtest/index.ts';
import { formatProblems, loadPolicyFile } from '../../policy/index.ts';
import { readerOf, readPolicy } from '../../rules.ts';
import { loadSecondLook } from '../../second-look/index.ts';
import { configOf, type Options, run, timeOf, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, exitCodes, give, table } from '../say.ts';
import { openExisting } from '../store.ts';

const AFTER = `
The store's log is considered twice from its beginning, under the policy in force (--policy, kith.yaml, or the shipped
one) and under FILE, and the two are compared: what would have been decided otherwise, for whom, and how many alerts a
day people would have had. Nothing is changed. The resident store must not be in use: stop Kith, or take a backup.

Examples:
  kith policy backtest policy.yaml --from 2026-11-01 --to 2026-11-08
  kith policy backtest policy.yaml --from 2026-11-01 --budget 25 --page backtest.html`;

export function addPolicyBacktest(to: Command): void {
  withStore(to.command('backtest').argument('<file>', 'the changed policy (YAML)'), ['policy'])
    .description('what a changed policy would have made of what happened')
    .option('--from <TIME>', 'the first day or time that counts (all of the log unless told otherwise)')
    .option('--to <TIME>', 'the first day or time that no longer counts')
    .option('--budget <N>', 'alerts a day that people can bear (as the policy says unless told otherwise)')
    .option('--page <FILE>', 'writes it as a page (HTML), too')
    .addHelpText('after', AFTER)
    .action((file: string, options: Options) => run(options, () => test(file, options)));
}

async function test(file: string, options: Options): Promise<void> {
  const parsed = loadPolicyFile(file);
  if (!parsed.ok) throw new CommandError(exitCodes.configuration, 'policy', formatProblems(parsed.problems));
  const period = periodOf(options);
  const budget = budgetOf(options);
  const { config } = configOf(options);
  const codes = readerOf(config).settings;
  const { policy: before } = readPolicy(config, codes);
  const { store } = await openExisting(config);
  const bar = progress('Considering', 'events');
  try {
    const onProgress = (done: number, of: number) => bar.at(done, of);
    const found = await backtest(store, {
      before,
      after: compilePolicy(parsed.policy, codes, loadSecondLook()),
      period,
      budget,
      onProgress,
    });
    bar.end();
    const report = reportOf(found);
    if (typeof options.page === 'string') await writeFile(options.page, pageOf(report));
    give(options, found, () => lines(report));
  } finally {
    bar.end();
    await store.close();
  }
}

const lines = ({ title, about, verdict, tables }: Report): string =>
  [title, '', verdict, ...about, ...tables.flatMap(({ title, head, rows }) => ['', title, table(head, rows)])].join(
    '\n',
  );

/** All times where nothing is said. */
function periodOf({ from, to }: Options): Period {
  const period = { from_ms: timeOf('from', from) ?? 0, to_ms: timeOf('to', to) ?? Number.MAX_SAFE_INTEGER };
  if (period.from_ms < period.to_ms) return period;
  throw new CommandError(exitCodes.usage, 'usage', '--to must be later than --from');
}

function budgetOf({ budget }: Options): number | null {
  if (budget === undefined) return null;
  const number = Number(budget);
  if (Number.isFinite(number) && number >= 0 && budget !== '') return number;
  throw new CommandError(exitCodes.usage, 'usage', '--budget must be a number of alerts a day');
}
