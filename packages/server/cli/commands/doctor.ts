/** kith doctor */
import { Command } from 'commander';
import { examine, type Finding } from '../../doctor/index.ts';
import { configOf, type Options, run, withJson, withSettings } from '../options.ts';
import { type ExitCode, exitCodes, give, table } from '../say.ts';

const AFTER = `
Says what is in force and from where, then looks at everything that Kith stands on: Node, the folder, the disk, the
database and its version, whether saved knowledge and log agree, the clock, keys, policy, words, help lines, webhooks, dead
letters, lists, agreements on sharing, referrals. It changes nothing, and may be run while Kith runs. Exit code 1 where something is wrong, 0 where there are
warnings at most.

Example:
  kith doctor --folder /var/lib/kith`;

const MARKS: Readonly<Record<Finding['status'], string>> = { good: 'ok     ', warning: 'look   ', wrong: 'WRONG  ' };

export function doctorCommand(): Command {
  const command = new Command('doctor').addHelpText('after', AFTER);
  return withSettings(withJson(command)).action((options: Options) => run(options, () => doctor(options)));
}

async function doctor(options: Options): Promise<ExitCode> {
  const { config, shown, warnings } = configOf(options);
  const findings = await examine(config, Date.now());
  const wrong = findings.filter((f) => f.status === 'wrong').length;
  const look = findings.filter((f) => f.status === 'warning').length;
  give(options, { configuration: shown, warnings, findings }, () =>
    [
      'In force:',
      table(
        ['SETTING', 'VALUE', 'FROM'],
        shown.map((s) => [s.name, s.value ?? '-', s.from]),
      ),
      '',
      ...findings.map(line),
      '',
      wrong > 0
        ? `${wrong} wrong, ${look} to look at.`
        : look > 0
          ? `Nothing is wrong; ${look} to look at.`
          : 'All is well.',
    ].join('\n'),
  );
  return wrong > 0 ? exitCodes.failed : exitCodes.done;
}

function line({ check, status, says, mend }: Finding): string {
  const indented = says.replaceAll('\n', `\n${' '.repeat(9)}`);
  return `${MARKS[status]} ${check}: ${indented}${mend === undefined ? '' : `\n         -> ${mend}`}`;
}
