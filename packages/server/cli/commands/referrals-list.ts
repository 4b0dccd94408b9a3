/** kith referrals list, show, send-now, restored */
import type { Command } from 'commander';
import { holdRestored, listReferrals, type ReferralShown, type SentNow, sendNow } from '../../referrals/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give, table, timeShown } from '../say.ts';

/** Referrals that are shown at most. */
const SHOWN_MAX = 200;

export function addList(command: Command): void {
  withStore(command.command('list', { isDefault: true }), ['referrals'])
    .description('referrals that are not done: how each stands, and nothing of what it says')
    .action((options: Options) => run(options, () => show(options)));
  withStore(command.command('show').argument('<id>', 'a referral'))
    .description('how one stands')
    .action((id: string, options: Options) => run(options, () => show(options, id)));
}

/** Adds it to `kith referrals`. */
export function addSendNow(command: Command): void {
  withStore(command.command('send-now').argument('<id>', 'a referral'))
    .description('try one again at once that waits to be: what kept it from leaving is mended')
    .action((id: string, options: Options) => run(options, () => hurry(id, options)));
}

/** Adds it to `kith referrals`. */
export function addRestored(command: Command): void {
  withStore(command.command('restored'))
    .description('the database was restored from a backup: what was to be sent waits until somebody has looked')
    .action((options: Options) => run(options, () => restored(options)));
}

async function restored(options: Options): Promise<void> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const held = await holdRestored(records, Date.now());
    give(options, { held }, () => heldShown(held));
  } finally {
    await close();
  }
}

export const heldShown = (held: readonly string[]): string =>
  held.length === 0
    ? 'No referral was about to be sent by machine.'
    : `Held back, as the authority may have them since: ${held.join(', ')}. Look there; then kith referrals send-now, or give them back.`;

const SAID: Readonly<Record<Exclude<SentNow, 'not_known' | 'not_waiting'>, string>> = {
  now: 'It is tried again now, where a courier runs.',
  due: 'It is being sent, or will be within two minutes.',
};

async function hurry(id: string, options: Options): Promise<void> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const became = await sendNow(records, id, Date.now());
    if (became === 'not_known') throw new CommandError(exitCodes.notPossible, became, `there is no referral ${id}`);
    if (became === 'not_waiting') {
      const message = `nothing of ${id} waits to be sent by machine: kith referrals show ${id}`;
      throw new CommandError(exitCodes.notPossible, became, message);
    }
    give(options, { referral: id, became }, () => SAID[became]);
  } finally {
    await close();
  }
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
