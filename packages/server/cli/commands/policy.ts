/** kith policy check */
import { Command } from 'commander';
import { formatProblems, loadPolicyFile, shippedPolicyPath } from '../../policy/index.ts';
import { type Options, run, withJson } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give } from '../say.ts';

const AFTER = `
The policy that Kith ships is ${shippedPolicyPath}: copy it, change what you need, check it, and start Kith with --policy.

Examples:
  kith policy check policy.yaml
  kith policy check policy.yaml --json`;

export function policyCommand(): Command {
  const command = new Command('policy').description('the policy that decides').addHelpText('after', AFTER);
  withJson(command.command('check').argument('<file>', 'a policy (YAML)'))
    .description('whether a policy is valid, and where it protects less than the shipped one')
    .action((file: string, options: Options) => run(options, async () => check(file, options)));
  return command;
}

function check(file: string, options: Options): ExitCode {
  const parsed = loadPolicyFile(file);
  if (!parsed.ok) {
    if (!options.json) throw new CommandError(exitCodes.configuration, 'policy', formatProblems(parsed.problems));
    give(options, { valid: false, problems: parsed.problems }, () => '');
    return exitCodes.configuration;
  }
  const { policy, warnings } = parsed;
  give(options, { valid: true, version: policy.version, warnings }, () =>
    [
      `${file} is valid (version ${policy.version}).`,
      ...(warnings.length === 0
        ? []
        : ['', 'It protects less than the policy that Kith ships:', formatProblems(warnings)]),
    ].join('\n'),
  );
  return exitCodes.done;
}
