/** Every command of `kith`, with the help that teaches it. */
import { Command } from 'commander';
import { version } from '../version.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { doctorCommand } from './commands/doctor.ts';
import { keysCommand } from './commands/keys.ts';
import { outboxCommand } from './commands/outbox.ts';
import { policyCommand } from './commands/policy.ts';
import { replayCommand } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';
import { storeCommand } from './commands/store.ts';
import { exitCodes } from './say.ts';

const AFTER = `
Examples:
  kith serve --sandbox              try it: prints a key, an address and a first call
  kith keys create game             a key for your game's servers
  kith policy check policy.yaml     is this policy valid, and does it protect enough?
  kith doctor                       what is wrong here, and how to mend it

Every command has --help, and --json for programs.
Exit codes: 0 done; 1 failed; 2 not possible as asked; 64 wrong use of the command line; 78 wrong configuration.`;

/** Wrong use has an exit code of its own, whichever command it is. */
function exitsWell(command: Command): Command {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.usage));
  for (const inner of command.commands) exitsWell(inner);
  return command;
}

export function program(): Command {
  const kith = new Command('kith')
    .description('Kith keeps children safe on your platform: it says who may reach whom, and warns where it helps.')
    .version(version)
    .showHelpAfterError('(kith --help shows what there is)')
    .showSuggestionAfterError()
    .addHelpText('after', AFTER)
    .addCommand(serveCommand())
    .addCommand(keysCommand())
    .addCommand(policyCommand())
    .addCommand(outboxCommand())
    .addCommand(replayCommand())
    .addCommand(storeCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(doctorCommand());
  return exitsWell(kith);
}
