/** kith measures status, compare: how measures stand for the service, and how they would with another version of a code. */
import type { MeasureShort, MeasureState, MeasuresDifference, MeasuresView } from '@kith/contract';
import type { Config } from '../../ground/config/index.ts';
import { formatProblems } from '../../ground/yaml/index.ts';
import { keysOf } from '../../kept/index.ts';
import {
  compareWith,
  PartialCounts,
  RegistryError,
  RegistryInUse,
  readOwn,
  type Service,
  setupNow,
  viewMeasures,
} from '../../measures/index.ts';
import { readLists } from '../../media/index.ts';
import { readPolicy } from '../../rules.ts';
import { RulesError } from '../../rules-error.ts';
import { openRecords } from '../../stores.ts';
import { loadWords } from '../../words/index.ts';
import { configOf, type Options } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give, table } from '../say.ts';

/** Those that come with Kith and the operator's. @throws CommandError where theirs can't be used */
export function measuresInUse({ measures }: Pick<Config, 'measures'>): RegistryInUse {
  const registry = new RegistryInUse(measures.folder, null);
  if (registry.problems === null) return registry;
  throw new CommandError(exitCodes.configuration, 'unusable', `the measures can't be used:\n${registry.problems}`);
}

/** What reads a file of the operator's. @throws CommandError where it can't be used */
export function orFail<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RegistryError) throw new CommandError(exitCodes.configuration, 'unusable', error.message);
    throw error;
  }
}

async function withService<T>(options: Options, work: (service: Service) => Promise<T>): Promise<T> {
  const { config } = configOf(options);
  const registry = measuresInUse(config);
  const { policy } = readPolicy(config).policy;
  const { folder, language } = config.words;
  const words = loadWords({ ...(folder !== null && { folder }), defaultLanguage: language });
  if (!words.ok) throw new RulesError(`The words can't be used:\n${formatProblems(words.problems)}`);
  const lists = readLists(config);
  const { records: db, close } = await openRecords(config);
  try {
    const runsWith = { db, policy, words: words.words, lists, reportForm: keysOf(config) !== null };
    return await work({
      db,
      registry,
      setup: () => setupNow(runsWith, Date.now()),
      partial: new PartialCounts(db, Date.now),
      clock: Date.now,
    });
  } finally {
    await close();
  }
}

const SAID: Readonly<Record<MeasureState, string>> = {
  ...{ not: 'NOT SHOWN', partly: 'PARTLY', open: 'open', attested: 'attested', shown: 'shown' },
  not_applicable: "doesn't apply",
};

export async function showStatus(options: Options): Promise<ExitCode> {
  const view = await withService(options, (service) => viewMeasures(service, 'en'));
  give(options, view, () => statusLines(view));
  return exitCodes.done;
}

function statusLines({ answers, counted, measures }: MeasuresView): string {
  const row = (m: MeasureShort) => [
    ...[m.code, m.id, `${SAID[m.state]}${m.proposal ? ' (proposal)' : ''}`],
    ...[m.gaps === 0 ? '' : `${m.gaps} of ${m.ways}`, m.title.words],
    m.wording === 'quoted' ? '' : 'check the wording',
  ];
  const open = answers.unanswered === 0 ? '' : `; ${answers.unanswered} questions not answered`;
  return [
    table(['CODE', 'MEASURE', 'STATE', 'GAPS', 'TITLE', ''], measures.map(row)),
    '',
    `Answers: ${answers.version === 0 ? 'none' : `version ${answers.version}`}${open}.`,
    countedLine(counted),
    'What is there to show each measure; whether that is enough by the law, Kith does not say.',
  ].join('\n');
}

function countedLine({ since, through }: MeasuresView['counted']): string {
  const began = since === null ? '' : `Counted since ${since}: of days before, nobody knows how much there was. `;
  return `${began}${through === null ? 'No day has been counted whole yet.' : `Counted whole through ${through}.`}`;
}

export async function compareMeasures(file: string, options: Options): Promise<ExitCode> {
  const difference = await withService(options, async (service) => {
    const read = readOwn(file, service.registry.questions);
    if (read.ok) return { ...(await compareWith(service, read.value)), whole: read.value.whole };
    throw new CommandError(exitCodes.configuration, 'unusable', `it can't be used:\n${formatProblems(read.problems)}`);
  });
  give(options, difference, () => differenceLines(difference, difference.whole));
  return exitCodes.done;
}

function differenceLines(
  { code, before, after, added, gone, changed }: NonNullable<MeasuresDifference['compared']>,
  whole: boolean,
): string {
  const lines = [
    ...added.map(({ id, title, state }) => `+ ${id} ${title} (would be: ${SAID[state]})`),
    ...gone.map(({ id, title, state }) => `- ${id} ${title} (is: ${SAID[state]})`),
    ...changed.map((one) => {
      const states = one.before === one.after ? '' : ` (${SAID[one.before]} -> ${SAID[one.after]})`;
      return `~ ${one.id} ${one.title}: ${one.fields.join(', ')}${states}`;
    }),
  ];
  const kept = whole
    ? []
    : ['What the file does not name stays as it is: `whole: true` in it says that it is all of the code.'];
  return [
    `${code}: ${before ?? 'not there'} -> ${after}`,
    ...(lines.length === 0 ? ['nothing differs'] : lines),
    ...kept,
  ].join('\n');
}
