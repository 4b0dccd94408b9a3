/** kith measures */
import { Command } from 'commander';
import {
  type Answers,
  answersFrom,
  applicability,
  type Code,
  differenceOf,
  type Measure,
  questionsAsYaml,
  RegistryError,
  readCode,
  readQuestions,
  shippedCodes,
} from '../../measures/index.ts';
import { type Options, run, textOf, withJson } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give } from '../say.ts';

const AFTER = `
Titles are ours, never Ofcom's text. Whatever isn't marked "quoted" is to be checked against the official text. The list says
which measures apply and how each would be shown; it counts nothing yet, and is no statement that any is met.

Examples:
  kith measures questions > service.yaml   the questions, to be answered
  kith measures list service.yaml          which measures apply to that service, and why
  kith measures compare icu-new.yaml       what a new version of a code changes`;

export function measuresCommand(): Command {
  return new Command('measures')
    .addHelpText('after', AFTER)
    .addCommand(
      new Command('questions')
        .description('what decides which measures apply, as a file to fill in')
        .action((options: Options) => run(options, async () => asked())),
    )
    .addCommand(
      withJson(new Command('list').argument('[FILE]', "the service's answers; without them, what hangs on none"))
        .description('every measure: whether it applies, why, how sure the wording is, and how it is shown')
        .action((file: unknown, options: Options) => run(options, async () => list(textOf(file), options))),
    )
    .addCommand(
      withJson(
        new Command('compare').argument(
          '<FILE>',
          'a code of practice as a file, in the form of those that come with Kith',
        ),
      )
        .description('what a new version of a code adds, drops and changes')
        .action((file: string, options: Options) => run(options, async () => compare(file, options))),
    );
}

function asked(): ExitCode {
  give({}, null, () => questionsAsYaml(readQuestions()).trimEnd());
  return exitCodes.done;
}

const NOTHING: Answers = { facts: {}, risks: {}, otherKinds: null };
const SAID = { yes: 'applies', no: "doesn't apply", open: 'open' } as const;

function list(file: string | undefined, options: Options): ExitCode {
  const answers = file === undefined ? NOTHING : orFail(() => answersFrom(file, readQuestions()));
  const codes = shippedCodes().map((code) => ({
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

type Because = readonly { name: string; holds: 'yes' | 'no' | 'open' }[];

function lineOf({ id, title, wording, shown }: Omit<Measure, 'applies'>, applies: string, because: Because): string {
  const why = because.map(({ name, holds }) => `${name} ${holds === 'open' ? 'not answered' : holds}`).join(', ');
  const sure = wording === 'quoted' ? 'wording quoted' : `wording ${wording}: to be checked against the official text`;
  const ways = shown.map((way) =>
    Object.entries(way)
      .map(([kind, what]) => `${kind}: ${what}`)
      .join(),
  );
  return `  ${id.padEnd(11)} ${title}\n${' '.repeat(14)}${applies} (${why}); ${sure}\n${ways.map((way) => `${' '.repeat(14)}${way}`).join('\n')}`;
}

function compare(file: string, options: Options): ExitCode {
  const after = orFail(() => readCode(file));
  const before = shippedCodes().find(({ code }) => code === after.code);
  if (before === undefined) {
    const codes = shippedCodes().map(({ code }) => code);
    throw new CommandError(
      exitCodes.notPossible,
      'no_such_code',
      `there is no code ${after.code} to compare with: ${codes.join(', ')}`,
    );
  }
  const difference = differenceOf(before, after);
  give(options, difference, () => differenceLines(before, after, difference));
  return exitCodes.done;
}

function differenceLines(before: Code, after: Code, { added, gone, changed }: ReturnType<typeof differenceOf>): string {
  const lines = [
    ...added.map(({ id, title }) => `+ ${id} ${title}`),
    ...gone.map(({ id, title }) => `- ${id} ${title}`),
    ...changed.map(({ after: m, fields }) => `~ ${m.id} ${m.title}: ${fields.join(', ')}`),
  ];
  const head = `${before.code}: ${before.version} -> ${after.version}`;
  return [head, ...(lines.length === 0 ? ['nothing differs'] : lines)].join('\n');
}

function orFail<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RegistryError) throw new CommandError(exitCodes.configuration, 'unusable', error.message);
    throw error;
  }
}
