/** kith policy rollback */
import { copyFile, rename, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { loadPolicyFile, parsePolicy, policiesOfVersion } from '../../policy/index.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, exitCodes, give, say } from '../say.ts';
import { openRecordsAsTheyAre } from '../store.ts';

const AFTER = `
Writes the policy of a version that has decided here over the policy file in force (--policy, kith.yaml), as JSON, which
is YAML. What it replaces stays beside it, with the time of the change in its name. A running Kith reads it on SIGHUP
(with --pid that is done, too).

Examples:
  kith policy versions
  kith policy rollback mine-3 --policy policy.yaml --pid $(pidof -s kith)`;

export function addPolicyRollback(to: Command): void {
  withStore(to.command('rollback').argument('<version>', 'as every decision names it'), ['policy'])
    .description('puts a policy that has decided back in force')
    .option('--pid <PID>', 'the process of a running Kith, which then reads it at once')
    .addHelpText('after', AFTER)
    .action((version: string, options: Options) => run(options, () => rollback(version, options)));
}

async function rollback(version: string, options: Options): Promise<void> {
  const { config } = configOf(options);
  const { file } = config.policy;
  if (file === null) {
    const message = 'no policy file is in force here, but the policy that Kith ships: name the file with --policy';
    throw new CommandError(exitCodes.notPossible, 'no_file', message);
  }
  const pid = pidOf(options);
  const open = await openRecordsAsTheyAre(config);
  const found = open === null ? [] : await policiesOfVersion(open.records, version).finally(open.close);
  const text = textOf(version, found);
  const replaced = loadPolicyFile(file);
  const kept = `${file}.${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await copyFile(file, kept).catch((error: unknown) => {
    // a file that is gone has nothing to keep
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
  // renamed into place: a Kith that reads it meanwhile has one or the other, whole
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
  if (pid !== null) process.kill(pid, 'SIGHUP');
  const from = replaced.ok ? replaced.policy.version : null;
  give(options, { version, replaced: from, file, kept, reloaded: pid !== null }, () =>
    [
      `${file} is the policy ${version} again${from === null ? '' : `, in place of ${from}`}. What it replaced is ${kept}.`,
      pid === null
        ? 'A running Kith reads it on SIGHUP: kill -HUP its process, or restart it.'
        : `Kith (${pid}) was told to read it.`,
    ].join('\n'),
  );
}

function textOf(version: string, found: Awaited<ReturnType<typeof policiesOfVersion>>): string {
  const [policy, ...others] = found;
  if (policy === undefined) {
    const message = `no policy of version ${version} has decided here: see kith policy versions`;
    throw new CommandError(exitCodes.notPossible, 'not_known', message);
  }
  if (others.length > 0)
    say(`kith: ${others.length + 1} policies had the version ${version}: this is the newest of them`);
  const text = `${JSON.stringify(policy, null, 2)}\n`;
  if (policy === null || !parsePolicy(text, version).ok) {
    const message = `the policy ${version} is of another Kith's, and this one can't read it`;
    throw new CommandError(exitCodes.notPossible, 'not_readable', message);
  }
  return text;
}

function pidOf({ pid }: Options): number | null {
  if (pid === undefined) return null;
  const number = Number(pid);
  if (Number.isInteger(number) && number > 1) return number;
  throw new CommandError(exitCodes.usage, 'usage', '--pid must be the number of a process');
}
