/** kith eval town | fit | returning | benign | pan12 */
import { Command, InvalidArgumentError } from 'commander';
import {
  evaluateBenign,
  evaluateFit,
  evaluatePan,
  evaluateReturning,
  evaluateTown,
  PanError,
  type Split,
  splits,
} from '../../evaluation/index.ts';
import { formatProblems } from '../../ground/yaml/index.ts';
import { ReplayError } from '../../replay/index.ts';
import { readPolicy } from '../../rules.ts';
import { openTextReader } from '../../signals/index.ts';
import { configOf, type Options, run, withJson, withSettings } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, exitCodes, give } from '../say.ts';

const AFTER = `
How well what Kith ships (or your own --policy and --cues) finds those who groom children, how early, and how often it is
wrong. Events are considered in this process, in memory: nothing is stored, and no Kith that runs is touched. Each command
writes FOLDER/NAME.json and FOLDER/NAME.html.

Examples:
  kith eval town --accounts 20000 --split heldOut
  kith eval fit --chat logs/ubuntu-irc --out fitted
  kith eval benign logs/ubuntu-irc
  kith eval pan12 --corpus corpus.xml --truth predators.txt`;

const TOWN = `
Everything is simulated: a town of made-up people whose offenders, words and habits come from a seed. Text models learn from
the training split; weights are set on it and on the tuning split, which speaks as no text model learned; figures that count
are of the held-out one, whose offenders, grammar and evasions nothing was set on.`;

const FIT = `
Writes FOLDER/second-look.json beside the report. What Kith ships was learned so. It never sees the held-out split: measure
what was learned there once, with kith eval town.`;

const RETURNING = `
Everything is simulated: sign-ups and first contacts of made-up people, of whom some are barred and come back with another
e-mail address from another network, and keep a device, or turn to the same children, or both. There are far more of them than
in life, so that there are some to count.`;

const BENIGN = `
The logs of the Ubuntu IRC channel (Kummerfeld et al., ACL 2019, CC BY 4.0), in two ways: as the group talk that they are,
and with each line that addresses somebody as a direct message to them. Nobody is named: accounts are hashed and counted.`;

const PAN = `
The corpus (research licence, on request from its makers) is not part of Kith. Its offending chats are with decoys, not with
children, and are longer than all others: see how far length alone gets.`;

export function evalCommand(): Command {
  const command = new Command('eval')
    .description('how well signals and risk work, measured')
    .addHelpText('after', AFTER);
  withWhat(command.command('town'))
    .description('on a simulated town: recall at an alert budget, earliness, false alerts, baselines')
    .option('--accounts <N>', 'how many people live there', whole(500, 1_000_000), 20_000)
    .option('--days <N>', 'for how many days', whole(1, 365), 30)
    .option(
      '--offenders <SHARE>',
      'share of accounts that offend, far more than there are, so that there is some to find',
      share,
      0.01,
    )
    .option('--split <SPLIT>', splits.join(', '), split, 'heldOut')
    .option('--seed <WORD>', 'the same seed gives the same town', 'kith')
    .addHelpText('after', TOWN)
    .action((options: Options) => run(options, () => town(options)));
  withWhat(command.command('fit'))
    .description('learn the second look anew on simulated worlds, and say what it adds on others')
    .option(
      '--worlds <N>',
      'worlds of each of the splits training and tuning; a quarter as many more for the figures',
      whole(1, 100),
      3,
    )
    .option('--accounts <N>', 'how many people live in each', whole(500, 1_000_000), 12_000)
    .option('--days <N>', 'for how many days', whole(1, 365), 14)
    .option('--offenders <SHARE>', 'share of accounts that offend', share, 0.04)
    .option('--seed <WORD>', 'the same seed gives the same worlds', 'fit')
    .option('--chat <DIR>', 'IRC logs, as for eval benign: half of their authors are learned from as harmless')
    .option('--name <VERSION>', 'what the second look is called', 'own-trees-1')
    .addHelpText('after', FIT)
    .action((options: Options) => run(options, () => fit(options)));
  withWhat(command.command('returning'))
    .description('on simulated sign-ups: how many who come back are stopped early, and who is stopped wrongly')
    .option('--accounts <N>', 'how many people live in each town', whole(500, 1_000_000), 40_000)
    .option('--offenders <SHARE>', 'share of grown-ups who are barred and come back', share, 0.004)
    .option('--split <SPLIT>', splits.join(', '), split, 'heldOut')
    .option('--seeds <WORDS>', 'names of towns, with commas between them', 'a,b,c')
    .addHelpText('after', RETURNING)
    .action((options: Options) => run(options, () => returning(options)));
  withWhat(command.command('benign').argument('<dir>', 'a folder of IRC logs, a file a day'))
    .description('on real harmless chat: false alerts per 1,000 authors, and what caused them')
    .addHelpText('after', BENIGN)
    .action((dir: string, options: Options) => run(options, () => benign(dir, options)));
  withWhat(command.command('pan12'))
    .description('on a corpus in the format of PAN-2012, for whoever holds it')
    .requiredOption('--corpus <FILE>', 'the conversations (XML)')
    .requiredOption('--truth <FILE>', 'ids of offending authors, one a line')
    .option('--lines <FILE>', 'lines that give them away: conversation, a tab, line number')
    .addHelpText('after', PAN)
    .action((options: Options) => run(options, () => pan12(options)));
  return command;
}

const withWhat = (command: Command): Command =>
  withSettings(withJson(command), ['policy', 'cues']).option('--out <FOLDER>', 'where the reports go', '.');

const wrong = (message: string) => new InvalidArgumentError(message);

const whole =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most)
      throw wrong(`must be a whole number from ${least} to ${most}, not ${value}`);
    return number;
  };

function share(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 0.2)) throw wrong(`must be more than 0 and at most 0.2, not ${value}`);
  return number;
}

function split(value: string): Split {
  const known = splits.find((name) => name === value);
  if (known === undefined) throw wrong(`must be one of ${splits.join(', ')}, not ${value}`);
  return known;
}

/** The policy and the reader that are asked for, and what they are called. */
function whatOf(options: Options) {
  const { config } = configOf(options);
  const opened = openTextReader(config.signals.cues);
  if (!opened.ok) throw new CommandError(exitCodes.configuration, 'cues', formatProblems(opened.problems));
  const { policy } = readPolicy(config, opened.reader.settings);
  return { policy: policy.policy, reader: opened.reader, ownCues: config.signals.cues };
}

const text = (value: unknown): string => String(value);

function townOptions(options: Options) {
  const { accounts, days, offenders } = options;
  return {
    accounts: Number(accounts),
    days: Number(days),
    offenders: Number(offenders),
    seed: text(options.seed),
    split: split(text(options.split)),
    out: text(options.out),
  };
}

async function town(options: Options): Promise<void> {
  const { accounts, days, offenders, seed, split: of, out } = townOptions(options);
  const bar = progress('Living', 'minutes');
  try {
    const minutes = (ms: number) => Math.round(ms / 60_000);
    const evaluated = await evaluateTown({
      ...whatOf(options),
      ...{ accounts, days, offenders, seed, split: of, out },
      onProgress: (done, total) => bar.at(minutes(done), minutes(total)),
    });
    bar.end();
    give(options, evaluated.result, () => evaluated.lines);
  } finally {
    bar.end();
  }
}

async function fit(options: Options): Promise<void> {
  const { accounts, days, offenders, seed, worlds, chat, name, out } = options;
  const bar = progress('Living', 'worlds');
  try {
    const evaluated = await evaluateFit({
      ...whatOf(options),
      ...{ accounts: Number(accounts), days: Number(days), offenders: Number(offenders), worlds: Number(worlds) },
      ...{ seed: text(seed), version: text(name), out: text(out), chat: chat === undefined ? null : text(chat) },
      onProgress: (done, of) => bar.at(done, of),
    });
    bar.end();
    give(options, evaluated.result, () => evaluated.lines);
  } finally {
    bar.end();
  }
}

/** When the first joins: any day will do. */
const FIRST_DAY = Date.UTC(2026, 0, 5);

async function returning(options: Options): Promise<void> {
  const { accounts, offenders, seeds } = options;
  const bar = progress('Living', 'towns');
  try {
    const evaluated = evaluateReturning({
      ...{ policy: whatOf(options).policy, split: split(text(options.split)), seeds: text(seeds).split(',') },
      ...{ accounts: Number(accounts), offenders: Number(offenders), now: FIRST_DAY },
      onProgress: (done, of) => bar.at(done, of),
    });
    bar.end();
    give(options, evaluated.result, () => evaluated.lines);
  } finally {
    bar.end();
  }
}

async function benign(dir: string, options: Options): Promise<void> {
  const bar = progress('Reading', 'files');
  try {
    const onProgress = (done: number, of: number) => bar.at(done, of);
    const evaluated = await evaluateBenign({ ...whatOf(options), dir, out: text(options.out), onProgress });
    bar.end();
    give(options, evaluated.result, () => evaluated.lines);
  } catch (error) {
    if (error instanceof ReplayError) throw new CommandError(exitCodes.notPossible, 'no_logs', error.message);
    throw error;
  } finally {
    bar.end();
  }
}

async function pan12(options: Options): Promise<void> {
  const bar = progress('Reading', 'conversations');
  try {
    const evaluated = await evaluatePan({
      ...whatOf(options),
      corpus: text(options.corpus),
      truth: text(options.truth),
      lines: options.lines === undefined ? null : text(options.lines),
      out: text(options.out),
      onProgress: (conversations) => bar.at(conversations, 0),
    });
    bar.end();
    give(options, evaluated.result, () => evaluated.lines);
  } catch (error) {
    if (error instanceof PanError) throw new CommandError(exitCodes.notPossible, 'no_corpus', error.message);
    throw error;
  } finally {
    bar.end();
  }
}
