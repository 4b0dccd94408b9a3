/** kith figures */
import { Command, Option } from 'commander';
import {
  IMPORT_KINDS,
  type Import,
  keepImport,
  openLibrary,
  readImport,
  readImports,
  removeImport,
  rowsOf,
  type Taken,
} from '../../figures/index.ts';
import { givenFile } from '../files.ts';
import { configOf, type Options, run, textOf, withJson, withSettings } from '../options.ts';
import { whileWorking } from '../progress.ts';
import { CommandError, type ExitCode, exitCodes, give, table } from '../say.ts';

const AFTER = `
Figures for the public pages (/figures), beside those that come with Kith, in the folder of KITH_FIGURES. A file is taken
whole or refused with the place of each mistake. A Kith that runs shows it within seconds.

home-office   the open-data tables of recorded crime (.ods): class 88A of every sheet. It is wider than the offence of the other
              figures, has pages of its own, and is never added to them or compared with them
foi           answers of police forces to requests of your own, as CSV: year,region,force,offences,source_url,note[,published].
              Whose they are is told with --by, and said wherever their numbers are

Examples:
  kith figures import prc-pfa-mar2013-onwards-tables-230426.ods --kind home-office
  kith figures import replies.csv --kind foi --by "the Example Herald" --published 2026-10 --caveat "Two forces answered for calendar years"
  kith figures check replies.csv --kind foi --by "the Example Herald" --published 2026-10   reads it, and keeps nothing
  kith figures list
  kith figures remove foi-2026-10-1a2b3c4d`;

export function figuresCommand(): Command {
  const command = new Command('figures').addHelpText('after', AFTER);
  const withFile = (name: string) =>
    withSettings(withJson(command.command(name).argument('<FILE>', 'what to read')), ['figures'])
      .addOption(new Option('--kind <KIND>', 'what it is').choices(IMPORT_KINDS).makeOptionMandatory())
      .option('--published <DAY>', "when it was published: 2026-04-23, or 2026-04; tables say it in their file's name")
      .option('--source <URL>', "where it was published; the Home Office's own page for its tables")
      .option('--by <WHO>', 'foi: whose requests were answered, as readers are told')
      .option('--caveat <TEXT>', 'what a reader must know; may be given several times', gathered, [])
      .option('--read <DAY>', 'the day on which it was read; today unless told');
  withFile('import')
    .description('take a file in')
    .action((path: string, options: Options) => run(options, () => take(path, options, true)));
  withFile('check')
    .description('read a file, say what is in it or wrong with it, and keep nothing')
    .action((path: string, options: Options) => run(options, () => take(path, options, false)));
  withSettings(withJson(command.command('list', { isDefault: true })), ['figures'])
    .description('what was imported')
    .action((options: Options) => run(options, async () => list(options)));
  withSettings(withJson(command.command('remove').argument('<NAME>', 'an import')), ['figures'])
    .description('take an import away; its file, as it was given, stays where it is')
    .action((name: string, options: Options) => run(options, async () => remove(name, options)));
  return command;
}

const gathered = (value: string, before: readonly string[]): string[] => [...before, value];

function folderOf(options: Options): string {
  const { folder } = configOf(options).config.figures;
  if (folder !== null) return folder;
  throw new CommandError(
    exitCodes.configuration,
    'no_folder',
    'name a folder for imports with KITH_FIGURES or --figures',
  );
}

async function take(path: string, options: Options, keeps: boolean): Promise<ExitCode> {
  const folder = keeps ? folderOf(options) : null;
  const { caveat, kind } = options;
  const asked = {
    path: await givenFile(path),
    // commander let no other through
    kind: IMPORT_KINDS.find((known) => known === kind) ?? 'foi',
    published: textOf(options.published),
    source: textOf(options.source),
    by: textOf(options.by),
    caveats: Array.isArray(caveat) ? caveat.map(String) : [],
    read: textOf(options.read) ?? new Date().toISOString().slice(0, 10),
  };
  const read = await whileWorking('Reading', () => readImport(asked));
  if (!read.ok) throw new CommandError(exitCodes.notPossible, 'refused', refusal(path, read));
  const leftOut = read.what.kind === 'home-office' ? read.what.leftOut : [];
  const without =
    leftOut.length === 0 ? '' : `\nSheets that are not named for a year were left out: ${leftOut.join(', ')}`;
  if (folder === null) {
    give(
      options,
      { rows: read.rows, leftOut },
      () => `${path}: ${read.rows} rows, nothing wrong. Nothing was kept.${without}`,
    );
    return exitCodes.done;
  }
  const { made, already } = keepImport(folder, read);
  // what was taken in must be shown, too: better found here than by a reader
  openLibrary(folder);
  give(options, { name: made.name, rows: read.rows, leftOut, already }, () => {
    const before = already ? ' The same file was there already, and was put in its own place.' : '';
    const where = `\nA Kith that runs shows it where its own KITH_FIGURES (or --figures) is ${folder}: set it there, too.`;
    return `Imported ${read.rows} rows as ${made.name}.${before}${without}${where}`;
  });
  return exitCodes.done;
}

const refusal = (path: string, { wrong }: Extract<Taken, { ok: false }>): string =>
  [`${path} was refused as a whole:`, ...wrong.map(({ where, message }) => `  ${where}: ${message}`)].join('\n');

function list(options: Options): ExitCode {
  const all = readImports(folderOf(options)).map(shownOf);
  give(options, { imports: all }, () =>
    all.length === 0
      ? 'Nothing was imported.'
      : table(
          ['name', 'kind', 'published', 'read', 'rows', 'file'],
          all.map(({ name, kind, published, read, rows, file }) => [name, kind, published, read, String(rows), file]),
        ),
  );
  return exitCodes.done;
}

function shownOf(one: Import) {
  const { name, kind, published, read, file, sha256, source, caveats } = one;
  const rows = rowsOf(one);
  return { name, kind, published: published ?? 'by line', read, rows, file, sha256, source, caveats };
}

function remove(name: string, options: Options): ExitCode {
  const folder = folderOf(options);
  if (!removeImport(folder, name)) {
    throw new CommandError(
      exitCodes.notPossible,
      'not_known',
      `there is no import ${name}: kith figures list shows them`,
    );
  }
  give(options, { name }, () => `Removed ${name}. What it said before is shown again.`);
  return exitCodes.done;
}
