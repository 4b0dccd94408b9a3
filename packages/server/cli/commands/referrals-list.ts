/** kith referrals list, show */
import type { Command } from 'commander';
import { listReferrals, type ReferralShown } from '../../referrals/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give, table, timeShown } from '../say.ts';

/** Referrals that are shown at most. */
const SHOWN_MAX = 200;

export function addList(command: Command): void {
  withStore(command.command('list', { isDefault: true }))
    .description('referrals that are not done: how each stands, and nothing of what it says')
    .action((options: Options) => run(options, () => show(options)));
  withStore(command.command('show').argument('<id>', 'a referral'))
    .description('how one stands')
    .action((id: string, options: Options) => run(options, () => show(options, id)));
}

/** Exit code 1 where one is stuck: a person must look. */
async function show(options: Options, id?: string): Promise<ExitCode> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const rows = await listReferrals(records, SHOWN_MAX, id);
    if (id !== undefined && rows.length === 0) {
      throw new CommandError(exitCodes.notPossible, 'not_known', `there is no referral ${id}`);
    }
    give(options, { referrals: rows }, () => shown(rows));
    return rows.some(({ stuck }) => stuck) ? exitCodes.failed : exitCodes.done;
  } finally {
    await close();
  }
}

const shown = (rows: readonly ReferralShown[]): string =>
  rows.length === 0
    ? 'No referral waits for anything.'
    : table(
        ['REFERRAL', 'CASE', 'KIND', 'STATE', 'PRIORITY', 'DUE', 'FILING', 'REFERENCE'],
        rows.map((row) => [
          ...[row.id, row.case, row.kind, row.state, String(row.priority), timeShown(row.dueAt_ms)],
          ...[`${row.filing ?? 'by hand'}${row.stuck ? ', STUCK' : ''}`, row.reference ?? '-'],
        ]),
      );
