/** kith returning fit */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { formatProblems } from '../../ground/yaml/index.ts';
import { changedPolicy } from '../../learning/index.ts';
import { parsePolicy, shippedPolicyPath } from '../../policy/index.ts';
import { type Fitted, fitReturning, PAIRS_LEAST } from '../../returning/index.ts';
import { readPolicy } from '../../rules.ts';
import { newFile, writeNew } from '../files.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, exitCodes, give, table } from '../say.ts';
import { openExisting } from '../store.ts';

const AFTER = `
Compares the accounts that signed up lately with the barred ones that they share something with, and estimates from that how
often each field agrees where two accounts are one person's and where they are not. Links that people confirmed or cut count
as what they said. What is learned is a candidate: a policy file that nothing but you puts in force (docs/DETECTION.md).

Examples:
  kith returning fit --out candidate.yaml`;

export function returningCommand(): Command {
  const command = new Command('returning')
    .description('how those who come back are recognised')
    .addHelpText('after', AFTER);
  withStore(command.command('fit'), ['policy'])
    .description('make a candidate policy with weights estimated from what is known here')
    .requiredOption('--out <FILE>', 'where the candidate goes; a file that is there is not overwritten')
    .option('--name <VERSION>', "the candidate's version")
    .action((options: Options) => run(options, () => fit(options)));
  return command;
}

/** Accounts that signed up within so many days are compared: as long as identifiers and what was done are fresh. */
const DAYS = 90;

async function fit(options: Options): Promise<void> {
  const { config } = configOf(options);
  const out = newFile(String(options.out));
  const { policy } = readPolicy(config).policy;
  const version = typeof options.name === 'string' ? options.name : `${policy.version.slice(0, 50)}+returning`;
  const open = await openExisting(config);
  const fitted = await fitReturning(open.store, policy.returning, DAYS, Date.now()).finally(() => open.store.close());
  if ('tooFew' in fitted) {
    const message = `${fitted.tooFew} accounts share something with one that was barred: ${PAIRS_LEAST} are needed`;
    throw new CommandError(exitCodes.notPossible, 'too_few', message);
  }
  const text = changedPolicy(readFileSync(config.policy.file ?? shippedPolicyPath, 'utf8'), version, [
    ...fitted.changes,
    { path: ['returning', 'version'], after: version },
  ]);
  const parsed = parsePolicy(text, out);
  if (!parsed.ok) throw new CommandError(exitCodes.failed, 'candidate', formatProblems(parsed.problems));
  await writeNew(out, text);
  give(options, { file: out, version, ...fitted }, () => shown(fitted, out));
}

function shown({ accounts, pairs, judged, share, changes }: Fitted, out: string): string {
  const rows = changes.map(({ path, before, after }) => [path.slice(2).join('.'), String(before), String(after)]);
  return [
    `${out} is a candidate. Nothing has changed: look at it, try it on the log, then put it in force.`,
    `${accounts} accounts, ${pairs} pairs, ${judged} judged by people; ${(share * 100).toFixed(1)} % are one person's, as estimated.`,
    rows.length === 0 ? 'No likelihood changed.' : table(['WHAT', 'BEFORE', 'AFTER'], rows),
  ].join('\n');
}
