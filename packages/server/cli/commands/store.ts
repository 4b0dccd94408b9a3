/** kith store copy */
import { Command } from 'commander';
import { type Config, readConfig, urlShown } from '../../ground/config/index.ts';
import { daysIn } from '../../ground/sealing/index.ts';
import { keysOf } from '../../kept/index.ts';
import { CopyError, copyStore, type StoreCopied } from '../../knowledge/index.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, exitCodes, give } from '../say.ts';
import { openExisting, openForCommand } from '../store.ts';

const AFTER = `
Copies knowledge, the log, keys and the outbox from one store to another that is empty, and compares the two. Stop Kith
first: what is told meanwhile would be missing (a folder that is in use is refused; with PostgreSQL, see to it).

Examples:
  kith store copy --to postgres://kith@db.example.com/kith
  KITH_DATABASE_URL=postgres://kith@db/kith kith store copy --to /var/lib/kith`;

export function storeCommand(): Command {
  const command = new Command('store');
  withStore(command.command('copy'))
    .description('move from one machine to PostgreSQL, or back')
    .requiredOption('--to <URL|FOLDER>', 'a postgres:// URL, or a folder: empty, or not there')
    .addHelpText('after', AFTER)
    .action((options: Options) => run(options, () => copy(options)));
  return command;
}

const isUrl = (to: string): boolean => /^postgres(ql)?:\/\//.test(to);

const storeNamed = (to: string): Config =>
  readConfig({ flags: isUrl(to) ? { databaseUrl: to } : { folder: to } }).config;

async function copy(options: Options): Promise<void> {
  const to = String(options.to);
  const source = await openExisting(configOf(options).config);
  const bar = progress('Copying', 'rows and events');
  let copied: StoreCopied;
  try {
    const target = await openForCommand(storeNamed(to));
    try {
      const events = (await source.store.status()).events;
      copied = await copyStore(source.store, target.store, ({ done, total }) =>
        bar.at(done, total ?? Math.max(done, events)),
      );
    } finally {
      await target.store.close();
    }
  } catch (error) {
    if (error instanceof CopyError) throw new CommandError(exitCodes.notPossible, error.code, error.message);
    throw error;
  } finally {
    bar.end();
    await source.store.close();
  }
  const shown = isUrl(to) ? urlShown(to) : to;
  const keys = await keysNeeded(configOf(options).config, storeNamed(to));
  give(options, { to: shown, ...copied, keys }, () =>
    [
      `Copied to ${shown}, and compared: the same.`,
      `${copied.accounts} accounts, ${copied.contacts} contacts, ${copied.conversations} conversations, ${copied.events} events, ${copied.records} records.`,
      ...(keys === null ? [] : [keysStay(keys)]),
    ].join('\n'),
  );
}

/** The folder of the keys that what was copied is sealed with, where the other store would look elsewhere for them; else null. */
async function keysNeeded(from: Config, to: Config): Promise<string | null> {
  const folder = keysOf(from)?.folder ?? null;
  if (folder === null || folder === keysOf(to)?.folder) return null;
  return (await daysIn(folder)).length > 0 ? folder : null;
}

const keysStay = (folder: string): string =>
  `Kept messages and the words of reports can be read with the keys in ${folder} alone, which were not copied:\n` +
  'before Kith starts on the copy, move that folder there (with PostgreSQL: name it with --keep-keys).';
