/** kith measures */
import { Command } from 'commander';
import {
  answersFrom,
  applicability,
  type Measure,
  NO_ANSWERS,
  questionsAsYaml,
  type Reason,
  readQuestions,
  reasonLines,
} from '../../measures/index.ts';
import { configOf, type Options, run, textOf, withJson, withSettings, withStore } from '../options.ts';
import { type ExitCode, exitCodes, give } from '../say.ts';
import { showCalendar } from './measures-calendar.ts';
import { exportRecord } from './measures-export.ts';
import { compareMeasures, measuresInUse, orFail, showStatus } from './measures-status.ts';
import { verifyCommand } from './measures-verify.ts';

const AFTER = `
Titles are ours, never Ofcom's text. Whatever isn't marked "quoted" is to be checked against the official text. Kith shows what
is there of each measure; whether that is enough by the law, it doesn't say.

Examples:
  kith measures status                     how each measure stands, gaps first (answers are given at the console)
  kith measures calendar                   the clocks of the law, what is overdue first
  kith measures export --day 2026-03-31 --format pdf --out record.pdf
                                           what was so on that day, to be kept
  kith measures questions > service.yaml   the questions, to be answered in a file
  kith measures list service.yaml          which measures apply to that service, and why
  kith measures compare icu-new.yaml       what a file for KITH_MEASURES changes, and which states with it
  kith measures verify                     whether daily counts are what log and records say`;

export function measuresCommand(): Command {
  return new Command('measures')
    .addHelpText('after', AFTER)
    .addCommand(
      new Command('questions')
        .description('what decides which measures apply, as a file to fill in')
        .action((options: Options) => run(options, async () => asked())),
    )
    .addCommand(
      withStore(new Command('status'), SETUP)
        .description('every measure: how it stands for the service, and which of its ways to be shown are missing')
        .action((options: Options) => run(options, () => showStatus(options))),
    )
    .addCommand(
      withStore(new Command('calendar'), ['measures', 'policy'])
        .option('--ics', 'as a file for programs of calendars (RFC 5545)')
        .description('what is due by a clock of the law, by when, and by which law; what is overdue first')
        .action((options: Options) => run(options, () => showCalendar(options))),
    )
    .addCommand(
      withSettings(withJson(new Command('list')), ['measures'])
        .argument('[FILE]', "the service's answers; without them, what hangs on none")
        .description('every measure: whether it applies, why, how sure the wording is, and how it is shown')
        .action((file: unknown, options: Options) => run(options, async () => list(textOf(file), options))),
    )
    .addCommand(
      withStore(new Command('export'), ['measures'])
        .description(
          'the record of a day that is over, with the daily counts of the year before it: the same bytes every time',
        )
        .requiredOption('--day <DAY>', 'a day that is over: 2026-03-31')
        .option('--format <FORMAT>', 'html, pdf, csv or json', 'html')
        .requiredOption('--out <FILE>', 'a new file')
        .action((options: Options) => run(options, () => exportRecord(options))),
    )
    .addCommand(
      withStore(new Command('compare'), SETUP)
        .argument('<FILE>', 'a code of practice, in the form of those that come with Kith')
        .description('what a file for KITH_MEASURES adds, drops and changes, and how the measures would stand')
        .action((file: string, options: Options) => run(options, () => compareMeasures(file, options))),
    )
    .addCommand(verifyCommand());
}

/** What says how Kith is set up, and so what checks find. */
const SETUP = ['measures', 'policy', 'words', 'language', 'lists', 'keepKeys'] as const;

function asked(): ExitCode {
  give({}, null, () => questionsAsYaml(readQuestions()).trimEnd());
  return exitCodes.done;
}

const SAID = { yes: 'applies', no: "doesn't apply", open: 'open' } as const;

function list(file: string | undefined, options: Options): ExitCode {
  const answers = file === undefined ? NO_ANSWERS : orFail(() => answersFrom(file, readQuestions()));
  const codes = measuresInUse(configOf(options).config).codes.map((code) => ({
    ...{ code: code.code, title: code.title, version: code.version, status: code.status, link: code.link },
    measures: code.measures.map((m) => ({ ...m, ...applicability(m.applies, answers) })),
  }));
  give(options, codes, () =>
    codes
      .map(({ title, version, status, link, measures }) => {
        const head = `${title}, ${version}${status === 'proposal' ? ' (proposals: nobody has to do these yet)' : ''}\n${link}`;
        return [head, ...measures.map(({ applies, because, ...m }) => lineOf(m, SAID[applies], because))].join('\n');
      })
      .join('\n\n'),
  );
  return exitCodes.done;
}

function lineOf(
  { id, title, wording, shown }: Omit<Measure, 'applies'>,
  applies: string,
  because: readonly Reason[],
): string {
  const why = reasonLines(because);
  const sure = wording === 'quoted' ? 'wording quoted' : `wording ${wording}: to be checked against the official text`;
  const ways = shown.map((way) =>
    Object.entries(way)
      .map(([kind, what]) => `${kind}: ${what}`)
      .join(),
  );
  const head = why.length === 1 ? `${applies} (${why[0]}); ${sure}` : `${applies}; ${sure}`;
  const below = [head, ...(why.length === 1 ? [] : why.map((line) => `  ${line}`)), ...ways];
  return [`  ${id.padEnd(11)} ${title}`, ...below.map((line) => `${' '.repeat(14)}${line}`)].join('\n');
}
