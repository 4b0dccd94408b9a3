/** kith cues check | try | train */

import { createTextReader, type TextExplained } from '@kith/engine';
import { Command } from 'commander';
import { formatProblems } from '../../ground/yaml/index.ts';
import {
  checkCues,
  loadShippedModel,
  shippedModelFolder,
  trainModel,
  UTTERANCES_A_PHRASE,
} from '../../signals/index.ts';
import { type Options, run, withJson } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give, table } from '../say.ts';

const AFTER = `
Cues are phrases that are evidence of something a child should be protected from. Kith's own are in packages/server/signals/cues;
write your own file beside them (docs/DETECTION.md says how), check it, and start Kith with --cues FILE.

Examples:
  kith cues check own.yaml
  kith cues try "don't tell your mum" --cues own.yaml
  kith cues train --chat FOLDER --out model`;

export function cuesCommand(): Command {
  const command = new Command('cues')
    .description('what the texts of messages are searched for')
    .addHelpText('after', AFTER);
  withJson(command.command('check').argument('<file>', 'a cue file (YAML)'))
    .description('whether a cue file is valid, and what is in it')
    .action((file: string, options: Options) => run(options, async () => check(file, options)));
  withJson(withCues(command.command('try').argument('<text>', 'a text, as a message would have it')))
    .option('--language <TAG>', 'the language of the conversation, where it is known')
    .description('what is found in a text, and what that weighs')
    .action((text: string, options: Options) => run(options, async () => tryText(text, options)));
  withJson(withCues(command.command('train')))
    .requiredOption('--chat <FOLDER>', 'benign chat: .txt files with lines such as "[12:30] <nick> text"')
    .option('--examples <FILE>', 'made-up examples beside: lines of {"text": ..., "code": ... or null}')
    .requiredOption('--out <FOLDER>', 'where the model goes')
    .option('--seed <NUMBER>', 'the same seed gives the same model', Number, 1)
    .description('learn the text model anew, as the shipped one was')
    .action((options: Options) => run(options, async () => train(options)));
  return command;
}

const withCues = (command: Command): Command =>
  command.option(
    '--cues <FILE>',
    "a cue file beside Kith's own; may be given several times",
    (file: string, before: string[]) => [...before, file],
    [],
  );

const files = ({ cues }: Options): string[] => (Array.isArray(cues) ? cues.map(String) : []);

function checked(own: readonly string[]) {
  const result = checkCues(own);
  if (!result.ok) throw new CommandError(exitCodes.configuration, 'cues', formatProblems(result.problems));
  return result;
}

function check(file: string, options: Options): ExitCode {
  const result = checkCues([file]);
  if (!result.ok && options.json) {
    give(options, { valid: false, problems: result.problems }, () => '');
    return exitCodes.configuration;
  }
  const { contents } = checked([file]);
  const rows = contents.map(({ code, weight, cap, halfLifeDays, cues, phrases }) =>
    [code, weight, cap, halfLifeDays, cues, phrases].map(String),
  );
  give(options, { valid: true, contents }, () =>
    [
      `${file} is valid.`,
      '',
      table(['code', 'weight', 'cap', 'half-life (days)', 'cues here', 'phrases here'], rows),
    ].join('\n'),
  );
  return exitCodes.done;
}

function tryText(text: string, options: Options): ExitCode {
  const { compiled } = checked(files(options));
  const language = typeof options.language === 'string' ? options.language : undefined;
  const found = createTextReader(compiled, loadShippedModel()).explain(text, language);
  give(options, found, () => shown(found));
  return exitCodes.done;
}

function shown({ words, cues, evidence, model, sketch }: TextExplained): string {
  const rows = cues.map(({ name, weight, counted }) => [name, weight.toFixed(2), counted ? 'yes' : 'no']);
  const scores = Object.entries(model)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([code, score]) => `${code} ${score.toFixed(1)}`);
  return [
    `compared as: ${words.join(' ')}`,
    `sketch: ${sketch === 0 ? 'none (too short)' : sketch.toString(16).padStart(8, '0')}`,
    `model (log-odds): ${scores.join(', ')}`,
    '',
    rows.length === 0 ? 'No cue was found.' : table(['cue', 'weight', 'counts'], rows),
    ...evidence.filter(({ cue }) => cue.startsWith('model/')).map(({ cue, weight }) => `${cue} ${weight.toFixed(2)}`),
  ].join('\n');
}

function train(options: Options): ExitCode {
  const { compiled } = checked(files(options));
  const seed = Number(options.seed);
  if (!Number.isInteger(seed)) throw new CommandError(exitCodes.usage, 'seed', '--seed must be a whole number');
  const header = trainModel(compiled, {
    chat: String(options.chat),
    examples: typeof options.examples === 'string' ? options.examples : null,
    out: String(options.out),
    seed,
    perPhrase: UTTERANCES_A_PHRASE,
  });
  give(options, header, () =>
    [
      `The model is in ${String(options.out)}; the one that Kith uses is in ${shippedModelFolder}.`,
      `Benign messages flagged, of days that it did not learn from: ${header.trained.heldOut.benignFlaggedPer1000} per 1,000.`,
    ].join('\n'),
  );
  return exitCodes.done;
}
