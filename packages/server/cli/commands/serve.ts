/** kith serve */
import { Command } from 'commander';
import { createLog } from '../../ground/log/index.ts';
import { type Kith, startKith } from '../../serve.ts';
import { inviteSecond } from '../invite-second.ts';
import { configOf, type Options, run, withSettings } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, say } from '../say.ts';

/** A stop takes at most this long, milliseconds: requests 10 s, a webhook's try 10 s at the same time, then saving. */
const STOP_MAX_MS = 30_000;

const AFTER = `
Kith listens on this machine only, unless --host says otherwise. SIGTERM and SIGINT (Ctrl-C) stop it: it finishes what it
accepted, saves, and ends within ${STOP_MAX_MS / 1000} seconds; a second one ends it at once (nothing that was answered is lost).
SIGHUP has it read policy, words and cues again.

Examples:
  kith serve --sandbox                                     try it on this machine
  kith serve --policy policy.yaml --webhooks hooks.yaml    with your policy, sending webhooks
  KITH_DATABASE_URL=postgres://kith@db/kith kith serve --roles api`;

export function serveCommand(): Command {
  const command = new Command('serve')
    .option('--sandbox', 'make a key for trying it out, once, and print it')
    .option('--json', 'say where it listens as a line of JSON')
    .addHelpText('after', AFTER);
  return withSettings(command).action((options: Options) => run(options, () => serve(options)));
}

type Ending = { how: 'signal' } | { how: 'failed'; error: Error };

async function serve(options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const log = createLog(config.log);
  const ending = Promise.withResolvers<Ending>();
  const json = options.json === true;
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(exitCodes.failed);
    stopping = true;
    ending.resolve({ how: 'signal' });
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  const kith = await startKith(config, {
    log,
    sandbox: options.sandbox === true,
    onFailed: (error) => ending.resolve({ how: 'failed', error }),
  });
  process.on('SIGHUP', () => void kith.reload());
  if (json)
    process.stdout.write(
      `${JSON.stringify({ url: kith.url, key: kith.sandboxKey, firstAdministrator: shownLink(kith, options) })}\n`,
    );
  else process.stdout.write(`${welcome(kith, shownLink(kith, options), config.store.folder)}\n`);

  const ended = await ending.promise;
  if (ended.how === 'failed') {
    // memory is ahead of the log: nothing more may be answered, so nothing is waited for
    say(`kith: ${ended.error.message}. Kith stops: what it answered is stored. Start it again when that is mended.`);
    process.exit(exitCodes.failed);
  }
  if (!json) say('Kith is stopping: it finishes what it accepted, and saves ...');
  const late = setTimeout(() => {
    say(`kith: stopping took longer than ${STOP_MAX_MS / 1000} s; what was answered is stored.`);
    process.exit(exitCodes.failed);
  }, STOP_MAX_MS);
  try {
    await kith.stop();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.failed, 'stop_failed', `Kith could not stop cleanly: ${why}`, error);
  } finally {
    clearTimeout(late);
  }
  if (!json) say('Kith has stopped.');
  // keep-alive timers of others must not hold a stopped Kith
  process.exit(exitCodes.done);
}

/**
 * The first administrator's link is for whoever sits before a terminal, or tries Kith out: what a supervisor collects is
 * kept, and read by others.
 */
const shownLink = ({ firstAdministrator }: Kith, { sandbox }: Options): string | null =>
  process.stdout.isTTY || sandbox === true ? firstAdministrator : null;

function welcome({ url, sandboxKey, firstAdministrator }: Kith, link: string | null, folder: string): string {
  const lines = [`Kith is listening at ${url} (the API is described at ${url}/docs)`];
  if (sandboxKey !== null) {
    lines.push(
      '',
      `Sandbox key: ${sandboxKey}`,
      '',
      'Tell it something:',
      `  curl ${url}/v1/events -H 'Authorization: Bearer ${sandboxKey}' \\`,
      `    -H 'Content-Type: application/json' \\`,
      `    -d '{"id":"1","type":"message.sent","data":{"actor":"ann","other":"ben","message":"m1"}}'`,
      '',
    );
  }
  if (link !== null) {
    lines.push(
      sandboxKey === null
        ? 'Nobody works with Kith yet. Whoever opens this link first becomes its administrator:'
        : 'The console, where people judge: whoever opens this link first joins, with every role (this is a sandbox):',
      `  ${link}`,
      '',
    );
    if (sandboxKey !== null) {
      lines.push(`What two people must agree on needs a second one: ${inviteSecond(link, folder)}`, '');
    }
  } else if (firstAdministrator !== null) {
    lines.push('Nobody works with Kith yet: `kith people invite --role administrator` makes a link for the first one.');
  }
  return lines.join('\n');
}
