/** kith transparency list, draft, publish, withdraw */
import { transparencyPeriod } from '@kith/contract';
import { Command } from 'commander';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { draftOf, listPublications, publishReport, sayStatistics, withdraw } from '../../measures/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, textOf, withStore } from '../options.ts';
import { refused } from '../refused.ts';
import { CommandError, type ExitCode, exitCodes, give, table, timeShown } from '../say.ts';

const AFTER = `
What a report says comes from counts of days that are over. Numbers of people from 1 to 4 are withheld, and others with them where
one could be worked out, from this report or any published before. It may be run while Kith runs.

Examples:
  kith transparency draft --from 2026-01 --to 2026-06     what a report of these months would say
  kith transparency publish --from 2026-01 --to 2026-06   publish it: anybody may read it at /transparency
  kith transparency publish --from 2026-01 --to 2026-06 --changes "Reports by guardians were left out"
                                                          publish a corrected edition
  kith transparency withdraw 2026-01_2026-06_1 --why "Wrong months"`;

export function transparencyCommand(): Command {
  const command = new Command('transparency').addHelpText('after', AFTER);
  const period = (of: Command): Command =>
    withStore(of)
      .requiredOption('--from <MONTH>', 'the first month: 2026-01')
      .requiredOption('--to <MONTH>', 'the last month, which is over');
  withStore(command.command('list', { isDefault: true }))
    .description('reports that were published, and those that were withdrawn')
    .action((options: Options) => run(options, () => withRecords(options, (db) => list(db, options))));
  period(command.command('draft'))
    .description('what a report of some months would say')
    .action((options: Options) => run(options, () => withRecords(options, (db) => draft(db, options))));
  period(command.command('publish'))
    .description('publish a report; a second time of the same months it is a corrected edition')
    .option('--changes <TEXT>', 'what a corrected edition changes: shown with it')
    .action((options: Options) => run(options, () => withRecords(options, (db) => publish(db, options))));
  withStore(command.command('withdraw').argument('<ID>', 'a report'))
    .description('withdraw a report: its page says that it was, and why')
    .requiredOption('--why <TEXT>', 'why: shown on its page')
    .action((id: string, options: Options) =>
      run(options, () => withRecords(options, (db) => takeBack(db, id, options))),
    );
  return command;
}

async function withRecords(options: Options, work: (db: Kysely<Records>) => Promise<ExitCode>): Promise<ExitCode> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    return await work(records);
  } catch (error) {
    throw refused(error);
  } finally {
    await close();
  }
}

function monthOf(name: 'from' | 'to', options: Options): string {
  const month = textOf(options[name]) ?? '';
  if (transparencyPeriod.shape[name].safeParse(month).success) return month;
  throw new CommandError(exitCodes.usage, 'month', `--${name} must be a month: 2026-01`);
}

const periodOf = (options: Options) => ({ from: monthOf('from', options), to: monthOf('to', options) });

async function list(db: Kysely<Records>, options: Options): Promise<ExitCode> {
  const reports = await listPublications(db);
  give(options, { reports }, () =>
    reports.length === 0
      ? 'no report has been published'
      : table(
          ['id', 'edition', 'published', 'withdrawn', 'sha256'],
          reports.map(({ id, edition, publishedAt_ms, withdrawn, sha256 }) => [
            ...[id, String(edition), timeShown(publishedAt_ms), timeShown(withdrawn?.at_ms ?? null)],
            sha256.slice(0, 16),
          ]),
        ),
  );
  return exitCodes.done;
}

async function draft(db: Kysely<Records>, options: Options): Promise<ExitCode> {
  const { content, sha256, edition, withheld, small } = await draftOf(db, periodOf(options));
  give(options, { content, sha256, edition, withheld, small }, () =>
    [
      ...sayStatistics(content, 'en').flatMap(({ sentences, tables, months }) => [
        ...sentences,
        ...[...tables, ...(months === null ? [] : [months])].map(
          ({ caption, head, rows }) => `${caption}\n${table(head, rows)}`,
        ),
      ]),
      `edition ${edition}; ${withheld} numbers withheld, ${small} of them small themselves; sha256 ${sha256}`,
    ].join('\n\n'),
  );
  return exitCodes.done;
}

async function publish(db: Kysely<Records>, options: Options): Promise<ExitCode> {
  const changes = textOf(options.changes) ?? '';
  const id = await publishReport(db, {
    ...periodOf(options),
    changes,
    sha256: null,
    by: 'operator',
    at_ms: Date.now(),
  });
  give(options, { id, path: `/transparency/${id}` }, () => `published: /transparency/${id}`);
  return exitCodes.done;
}

async function takeBack(db: Kysely<Records>, id: string, options: Options): Promise<ExitCode> {
  await withdraw(db, { id, why: textOf(options.why) ?? '', by: 'operator', at_ms: Date.now() });
  give(options, { id }, () => `withdrawn: ${id}`);
  return exitCodes.done;
}
