/** kith learn import | run */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import {
  type Candidate,
  changedPolicy,
  makeCandidate,
  RULINGS_BYTES_MAX,
  readRulingLines,
  readRulings,
  recordRuling,
  SAMPLE_HOW,
  SAMPLE_OFF,
} from '../../learning/index.ts';
import { formatProblems, loadShippedPolicy, parsePolicy, shippedPolicyPath } from '../../policy/index.ts';
import { readPolicy } from '../../rules.ts';
import { hasDatabase, openRecords } from '../../stores.ts';
import { newFile, readGiven, writeNew } from '../files.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { progress, whileWorking } from '../progress.ts';
import { CommandError, exitCodes, give, table } from '../say.ts';
import { addLearnFromScores } from './learn-scores.ts';

const AFTER = `
Only final rulings that two people reviewed teach. What is learned is a candidate: a policy file with other weights and a
version of its own, that nothing but you puts in force (docs/OPERATING.md, "Learning").

Examples:
  kith learn import rulings.jsonl
  kith learn run --out candidate.yaml
  kith policy backtest candidate.yaml --from 2026-11-01
  kith learn shadow candidate.yaml --out policy-new.yaml
  kith learn compare
  kith learn calibrate --out calibrated.yaml`;

export function learnCommand(): Command {
  const command = new Command('learn').addHelpText('after', AFTER);
  withStore(command.command('import').argument('<file>', 'rulings, one a line (JSON)'))
    .description('take rulings that were made elsewhere; all of a file, or none of it')
    .action((file: string, options: Options) => run(options, () => take(file, options)));
  withStore(command.command('run'), ['policy'])
    .description('make a candidate from what people ruled')
    .requiredOption('--out <FILE>', 'where the candidate goes; a file that is there is not overwritten')
    .option(
      '--name <VERSION>',
      "the candidate's version (that of the policy in force and the day, unless told otherwise)",
    )
    .action((options: Options) => run(options, () => learn(options)));
  addLearnFromScores(command);
  return command;
}

async function take(file: string, options: Options): Promise<void> {
  const text = (await readGiven(file, RULINGS_BYTES_MAX)).toString('utf8');
  const read = readRulingLines(text, file);
  if (!read.ok) throw new CommandError(exitCodes.notPossible, 'rulings', read.problems.join('\n'));
  const { records, close } = await openRecords(configOf(options).config);
  const bar = progress('Taking', 'rulings');
  try {
    for (const [i, ruling] of read.rulings.entries()) {
      await recordRuling(records, ruling);
      bar.at(i + 1, read.rulings.length);
    }
  } finally {
    bar.end();
    await close();
  }
  const { length } = read.rulings;
  give(options, { rulings: length }, () => `${length} rulings were taken.`);
}

async function learn(options: Options): Promise<void> {
  const { config } = configOf(options);
  const out = newFile(String(options.out));
  const { policy } = readPolicy(config).policy;
  const version = typeof options.name === 'string' ? options.name : namedFor(policy.version, new Date());
  if (!hasDatabase(config)) throw new CommandError(exitCodes.notPossible, 'nothing_there', 'there are no rulings here');
  const { records, close } = await openRecords(config);
  const rulings = await whileWorking('Reading rulings', () => readRulings(records)).finally(close);
  const made = makeCandidate(policy, loadShippedPolicy(), rulings.teaching, version);
  if (!made.ok) {
    const waiting = rulings.waiting === 0 ? '' : `; ${rulings.waiting} more are not final, or were reviewed once`;
    throw new CommandError(
      exitCodes.notPossible,
      'too_few',
      `there is too little to learn from: ${made.because}${waiting}`,
    );
  }
  const { candidate } = made;
  const text = changedPolicy(readFileSync(config.policy.file ?? shippedPolicyPath, 'utf8'), version, candidate.changes);
  const parsed = parsePolicy(text, out);
  if (!parsed.ok) throw new CommandError(exitCodes.failed, 'candidate', formatProblems(parsed.problems));
  await writeNew(out, text);
  give(options, { file: out, ...candidate, unreadable: rulings.unreadable }, () => shown(candidate, out));
}

/** The version in force without the day of an earlier candidate, and the day. */
const namedFor = (version: string, now: Date): string =>
  `${version.replace(/\+learned-\d{8}$/, '').slice(0, 46)}+learned-${now.toISOString().slice(0, 10).replaceAll('-', '')}`;

const share = (part: number): string => `${(part * 100).toFixed(1)} %`;

function shown({ version, changes, taught, heldOut }: Candidate, out: string): string {
  const rows = changes.map(({ path, before, after, seen }) => [
    path.slice(1).join('.'),
    before.toFixed(3),
    after.toFixed(3),
    `${after > before ? '+' : ''}${(after - before).toFixed(3)}`,
    share(seen.harmful),
    share(seen.harmless),
  ]);
  const { before, after, rulings } = heldOut;
  return [
    `${out} is a candidate, version ${version}. Nothing has changed: try it in shadow, compare, then put it in force.`,
    '',
    `Learned from ${taught.harmful} harmful and ${taught.harmless} harmless (${taught.ofSample} of the random sample).`,
    ...(taught.ofSample === 0 ? [`All of them were flagged: ${SAMPLE_OFF}. You could ${SAMPLE_HOW}`] : []),
    `On ${rulings} others: a harmful one scores above a harmless one in ${share(before.auc)} before, ${share(after.auc)} after;`,
    `log loss ${before.logLoss.toFixed(4)} before, ${after.logLoss.toFixed(4)} after.${after.logLoss > before.logLoss ? ' It tells them apart WORSE than before.' : ''}`,
    '',
    rows.length === 0
      ? 'No weight changed.'
      : table(['WHAT', 'BEFORE', 'AFTER', 'CHANGE', 'SEEN IN HARMFUL', 'IN HARMLESS'], rows),
  ].join('\n');
}
