/** kith backup, kith restore */
import { Command } from 'commander';
import { BackupError, backupFolder, type Copied, restoreFolder } from '../../knowledge/index.ts';
import { holdRestored } from '../../referrals/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, exitCodes, give } from '../say.ts';
import { heldShown } from './referrals-list.ts';

const WITH_POSTGRES =
  'Kith keeps everything in PostgreSQL here: use pg_dump or pg_basebackup (docs/OPERATING.md says how), and psql or pg_restore';

export function backupCommand(): Command {
  return withStore(new Command('backup').argument('<folder>', 'where to: a folder that is empty or not there'))
    .addHelpText(
      'after',
      '\nThe copy is read and checked before this ends.\n\nExample:\n  kith backup /backups/kith-2026-11-23',
    )
    .action((target: string, options: Options) => run(options, () => copy('backup', target, options)));
}

export function restoreCommand(): Command {
  return withStore(new Command('restore').argument('<backup>', 'a folder that kith backup made'))
    .addHelpText(
      'after',
      '\nThe backup is checked first, the folder afterwards.\n\nExample:\n  kith restore /backups/kith-2026-11-23 --folder /var/lib/kith-restored',
    )
    .action((backup: string, options: Options) => run(options, () => copy('restore', backup, options)));
}

async function copy(what: 'backup' | 'restore', other: string, options: Options): Promise<void> {
  const { store } = configOf(options).config;
  if (store.databaseUrl !== null) throw new CommandError(exitCodes.notPossible, 'postgres', WITH_POSTGRES);
  const bar = progress(what === 'backup' ? 'Copying' : 'Restoring', 'files');
  let copied: Copied;
  try {
    copied =
      what === 'backup'
        ? await backupFolder(store.folder, other, bar.at)
        : await restoreFolder(other, store.folder, bar.at);
  } catch (error) {
    if (error instanceof BackupError) throw new CommandError(exitCodes.notPossible, error.code, error.message);
    throw error;
  } finally {
    bar.end();
  }
  const held = what === 'restore' ? await holdBack(options) : [];
  const [from, to] = what === 'backup' ? [store.folder, other] : [other, store.folder];
  give(options, { from, to, ...copied, ...(what === 'restore' && { held }) }, () => {
    const size = `${(copied.bytes / 1024 / 1024).toFixed(1)} MB in ${copied.files} files`;
    const done = `Copied ${from} to ${to}, and checked it: ${size}.`;
    return what === 'restore' ? `${done}\n${heldShown(held)}\n${ERASURES}` : done;
  });
}

const ERASURES =
  'Erasures that people asked for since the backup must be asked for again (docs/OPERATING.md, What is kept).';

/** What was about to be sent when the backup was made may have been since. */
async function holdBack(options: Options): Promise<string[]> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    return await holdRestored(records, Date.now());
  } finally {
    await close();
  }
}
