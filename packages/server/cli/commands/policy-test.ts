/** kith policy test */
import { type ExampleRun, runExamples } from '@kith/engine';
import type { Command } from 'commander';
import { formatProblems, loadPolicyFile, shippedPolicyPath } from '../../policy/index.ts';
import { configOf, type Options, run, withJson, withSettings } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give, table } from '../say.ts';

const AFTER = `
Without a file it is the policy that would decide here (--policy, kith.yaml), or the one that Kith ships.

Examples:
  kith policy test policy.yaml
  kith policy test --json`;

export function addPolicyTest(to: Command): void {
  withSettings(withJson(to.command('test').argument('[file]', 'a policy (YAML)')), ['policy'])
    .description('runs the examples beside each rule; fails where one does not do as it says')
    .addHelpText('after', AFTER)
    .action((file: string | undefined, options: Options) => run(options, async () => test(file, options)));
}

interface Tried extends ExampleRun {
  rule: string;
  mode: string;
}

function test(named: string | undefined, options: Options): ExitCode {
  const file = named ?? configOf(options).config.policy.file ?? shippedPolicyPath;
  const parsed = loadPolicyFile(file);
  if (!parsed.ok) throw new CommandError(exitCodes.configuration, 'policy', formatProblems(parsed.problems));
  const { rules, version } = parsed.policy;
  const tried = rules.flatMap((rule) =>
    runExamples(rule).map((ran): Tried => ({ rule: rule.name, mode: rule.mode, ...ran })),
  );
  const failed = tried.filter(({ passed }) => !passed).length;
  const untried = rules.filter(({ examples }) => examples.length === 0).map(({ name }) => name);
  give(options, { file, version, examples: tried, failed, untried }, () =>
    [
      ...(tried.length === 0
        ? []
        : [table(['RULE', 'MODE', 'EXAMPLE', 'ON', 'EXPECTED', 'DID', ''], tried.map(rowOf)), '']),
      ...(untried.length === 0 ? [] : [`Without an example: ${untried.join(', ')}.`]),
      `${rules.length} rules, ${tried.length} examples, ${failed === 0 ? 'none failed' : `${failed} FAILED`}.`,
    ].join('\n'),
  );
  return failed === 0 ? exitCodes.done : exitCodes.failed;
}

const fires = (fired: boolean | 'failed'): string => (fired === 'failed' ? 'error' : fired ? 'fires' : 'silent');

const rowOf = ({ rule, mode, example, on, expected, fired, passed }: Tried): string[] => [
  rule,
  mode,
  String(example + 1),
  on,
  fires(expected),
  fires(fired),
  passed ? 'ok' : 'FAILED',
];
