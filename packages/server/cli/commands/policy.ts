/** kith policy check, versions, show; test, backtest and rollback have files of their own */
import type { Policy } from '@kith/contract';
import { Command } from 'commander';
import {
  formatProblems,
  listPolicyVersions,
  loadPolicyFile,
  otherRulesOf,
  type PolicyVersion,
  policiesOfVersion,
  shippedPolicyPath,
} from '../../policy/index.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give, table, timeShown } from '../say.ts';
import { openRecordsAsTheyAre } from '../store.ts';
import { addPolicyBacktest } from './policy-backtest.ts';
import { addPolicyRollback } from './policy-rollback.ts';
import { addPolicyTest } from './policy-test.ts';

/** Enough of a digest to tell two apart. */
const DIGEST_SHOWN = 12;

const AFTER = `
The policy that Kith ships is ${shippedPolicyPath}: copy it, change what you need, give it a version of its own, check it,
and start Kith with --policy. Every policy that decided is kept in the store, whole.

Examples:
  kith policy check policy.yaml
  kith policy test policy.yaml
  kith policy backtest policy.yaml --from 2026-11-01
  kith policy versions
  kith policy rollback mine-3 --policy policy.yaml`;

const CHECK = `
Where there is a store (--folder, --database-url), it is also seen whether the version has decided before with other rules.

Examples:
  kith policy check policy.yaml
  kith policy check policy.yaml --folder /var/lib/kith --json`;

const VERSIONS = `
Example:
  kith policy versions --folder /var/lib/kith`;

const SHOW = `
Prints it as JSON, which a policy file may be (JSON is YAML): without its comments, with every rule.

Example:
  kith policy show mine-3 > policy.yaml`;

export function policyCommand(): Command {
  const command = new Command('policy').addHelpText('after', AFTER);
  withStore(command.command('check').argument('<file>', 'a policy (YAML)'))
    .description('whether a policy is valid, and where it protects less than the shipped one')
    .addHelpText('after', CHECK)
    .action((file: string, options: Options) => run(options, () => check(file, options)));
  addPolicyTest(command);
  addPolicyBacktest(command);
  withStore(command.command('versions').alias('history'))
    .description('which policies have decided, the newest first')
    .addHelpText('after', VERSIONS)
    .action((options: Options) => run(options, () => versions(options)));
  withStore(command.command('show').argument('<version>', 'as its file and every decision name it'))
    .description('a policy that has decided, whole')
    .addHelpText('after', SHOW)
    .action((version: string, options: Options) => run(options, () => show(version, options)));
  addPolicyRollback(command);
  return command;
}

async function check(file: string, options: Options): Promise<ExitCode> {
  const parsed = loadPolicyFile(file);
  if (!parsed.ok) {
    if (!options.json) throw new CommandError(exitCodes.configuration, 'policy', formatProblems(parsed.problems));
    give(options, { valid: false, problems: parsed.problems }, () => '');
    return exitCodes.configuration;
  }
  const { policy, warnings } = parsed;
  const used = await usedBefore(policy, options);
  const result = { valid: true, version: policy.version, warnings, usedWithOtherRules: used };
  give(options, result, () =>
    [
      `${file} is valid (version ${policy.version}).`,
      ...(warnings.length === 0
        ? []
        : ['', 'It protects less than the policy that Kith ships:', formatProblems(warnings)]),
      ...used.map(
        ({ digest, firstUsedAt_ms }) =>
          `\nVersion ${policy.version} decided with other rules from ${timeShown(firstUsedAt_ms)} on (${digest.slice(0, DIGEST_SHOWN)}): give this one a version of its own.`,
      ),
    ].join('\n'),
  );
  return exitCodes.done;
}

/** Where the store has it; empty where there is none, or it is of another Kith's: a check changes nothing. */
async function usedBefore(policy: Policy, options: Options): Promise<readonly PolicyVersion[]> {
  const open = await openRecordsAsTheyAre(configOf(options).config);
  if (open === null) return [];
  try {
    return await otherRulesOf(open.records, policy);
  } finally {
    await open.close();
  }
}

async function versions(options: Options): Promise<void> {
  const open = await openRecordsAsTheyAre(configOf(options).config);
  const versions = open === null ? [] : await listPolicyVersions(open.records).finally(open.close);
  give(options, { versions }, () =>
    versions.length === 0
      ? 'No policy has decided yet: the first start of Kith writes down its own.'
      : table(
          ['VERSION', 'RULES', 'SINCE'],
          versions.map((v) => [v.version, v.digest.slice(0, DIGEST_SHOWN), timeShown(v.firstUsedAt_ms)]),
        ),
  );
}

async function show(version: string, options: Options): Promise<void> {
  const open = await openRecordsAsTheyAre(configOf(options).config);
  const found = open === null ? [] : await policiesOfVersion(open.records, version).finally(open.close);
  const [policy, ...others] = found;
  if (policy === undefined) {
    const message = `no policy of version ${version} has decided here: see kith policy versions`;
    throw new CommandError(exitCodes.notPossible, 'not_known', message);
  }
  if (policy === null) {
    const message = `the policy ${version} is of another Kith's, and this one can't read it`;
    throw new CommandError(exitCodes.notPossible, 'not_readable', message);
  }
  give(options, { policy, others: others.length }, () => JSON.stringify(policy, null, 2));
}
