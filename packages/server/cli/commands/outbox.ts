/** kith outbox list, show, replay, purge */
import { Command } from 'commander';
import {
  KEEP_DELIVERED_MS,
  type LetterFilter,
  listLetters,
  purgeLetters,
  replayLetters,
  showLetter,
} from '../../outbox/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, textOf, timeOf, withStore } from '../options.ts';
import { CommandError, exitCodes, give, table, timeShown } from '../say.ts';

const DAY_MS = 86_400_000;

const AFTER = `
A webhook that the platform didn't take for a day is a dead letter: it stays until it is sent again.

Examples:
  kith outbox list --endpoint platform
  kith outbox show msg_0123...
  kith outbox replay msg_0123...            send one again
  kith outbox replay --all --type notice.requested
  kith outbox purge --older-than 3          forget what was delivered more than 3 days ago`;

const withFilter = (command: Command): Command =>
  withStore(command)
    .option('--endpoint <NAME>', 'only those of one endpoint')
    .option('--type <TYPE>', 'only those of one type, such as notice.requested')
    .option('--from <TIME>', 'only those given up at this time or later (2026-06-15T12:00:00Z)')
    .option('--to <TIME>', 'only those given up before this time');

export function outboxCommand(): Command {
  const command = new Command('outbox').addHelpText('after', AFTER);
  withFilter(command.command('list'))
    .description('dead letters')
    .option('--after <ID>', 'the next page: those after this one')
    .action((options: Options) => run(options, () => list(options)));
  withStore(command.command('show').argument('<id>', 'a webhook-id'))
    .description('one webhook, with what it says')
    .action((id: string, options: Options) => run(options, () => show(id, options)));
  withFilter(command.command('replay').argument('[id]', 'a webhook-id; or --all'))
    .description('have dead letters sent again, under the same webhook-id')
    .option('--all', 'all that the filters fit')
    .action((id: string | undefined, options: Options) => run(options, () => replay(id, options)));
  withStore(command.command('purge'))
    .description('forget what was delivered long ago; what waits and what is dead stays')
    .option('--older-than <DAYS>', 'delivered longer ago than so many days', String(KEEP_DELIVERED_MS / DAY_MS))
    .action((options: Options) => run(options, () => purge(options)));
  return command;
}

const filterOf = (options: Options): LetterFilter => ({
  endpoint: textOf(options.endpoint),
  type: textOf(options.type),
  from_ms: timeOf('from', options.from),
  to_ms: timeOf('to', options.to),
});

async function list(options: Options): Promise<void> {
  const filter = filterOf(options);
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const page = await listLetters(records, filter, { after: textOf(options.after) });
    const rows = page.letters.map((l) => [
      l.id,
      l.endpoint,
      l.type,
      timeShown(Number(l.created_at)),
      String(l.attempts),
      l.last_error ?? '-',
    ]);
    give(options, page, () =>
      [
        rows.length === 0 ? 'No dead letters.' : table(['ID', 'ENDPOINT', 'TYPE', 'MADE', 'TRIES', 'LAST ERROR'], rows),
        ...(page.next === null ? [] : ['', `There are more: kith outbox list --after ${page.next}`]),
      ].join('\n'),
    );
  } finally {
    await close();
  }
}

async function show(id: string, options: Options): Promise<void> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const row = await showLetter(records, id);
    if (row === undefined) throw new CommandError(exitCodes.notPossible, 'not_known', `there is no webhook ${id}`);
    give(options, row, () =>
      Object.entries(row)
        .map(
          ([name, value]) =>
            `${name.padEnd(13)} ${name.endsWith('_at') && value !== null ? timeShown(Number(value)) : (value ?? '-')}`,
        )
        .join('\n'),
    );
  } finally {
    await close();
  }
}

async function replay(id: string | undefined, options: Options): Promise<void> {
  if ((id === undefined) === (options.all !== true)) {
    throw new CommandError(exitCodes.usage, 'usage', 'name one webhook-id, or say --all');
  }
  const which = id === undefined ? filterOf(options) : { id };
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const replayed = await replayLetters(records, which, Date.now());
    if (id !== undefined && replayed === 0) {
      throw new CommandError(exitCodes.notPossible, 'not_known', `there is no dead letter ${id}`);
    }
    give(options, { replayed }, () => `${replayed} due again: a courier sends ${replayed === 1 ? 'it' : 'them'} now.`);
  } finally {
    await close();
  }
}

async function purge(options: Options): Promise<void> {
  const days = Number(options.olderThan);
  if (!(days >= 0)) throw new CommandError(exitCodes.usage, 'usage', '--older-than must be a number of days');
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const purged = await purgeLetters(records, days * DAY_MS, Date.now());
    give(options, { purged }, () => `${purged} delivered webhooks were forgotten.`);
  } finally {
    await close();
  }
}
