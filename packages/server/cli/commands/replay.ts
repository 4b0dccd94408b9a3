/** kith replay irc, kith replay verify */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kith } from '@kith/client';
import { Command } from 'commander';
import { type LogVerified, verifyLog } from '../../knowledge/index.ts';
import { formatReplay, ReplayError, replayIrc } from '../../replay/index.ts';
import { readPolicy } from '../../rules.ts';
import { SANDBOX_KEY_FILE } from '../../sandbox.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, type ExitCode, exitCodes, give } from '../say.ts';
import { openExisting } from '../store.ts';

/** Signals say 128 and their number; SIGINT is 2. */
const INTERRUPTED = 130;

const IRC = `
Every line of every log in the folder goes through a running Kith as events: joins, messages, leaves. Ages are unknown.
Names are hashed; what is printed are counts. The key is KITH_KEY, or the sandbox key of the folder.

Example:
  kith serve --sandbox &
  kith replay irc logs/ubuntu-irc`;

const VERIFY = `
Considers the whole log again from nothing, and compares every decision and all that is known with what the store has. The
policy must be the one that decided (--policy). Stop Kith first, or take a restored backup. Exit code 1 where they differ.

Example:
  kith replay verify --folder /var/lib/kith-restored`;

export function replayCommand(): Command {
  const command = new Command('replay').description("events again: from others' logs, or from Kith's own");
  withStore(command.command('irc').argument('<dir>', 'a folder of IRC logs, a file a day'))
    .description('send IRC logs through a running Kith, and count what was decided')
    .option('--url <URL>', 'where Kith is', process.env.KITH_URL ?? 'http://127.0.0.1:4100')
    .addHelpText('after', IRC)
    .action((dir: string, options: Options) => run(options, () => irc(dir, options)));
  withStore(command.command('verify'), ['policy'])
    .description('whether the log adds up to what is known, and decides the same again')
    .addHelpText('after', VERIFY)
    .action((options: Options) => run(options, () => verify(options)));
  return command;
}

async function keyFor(folder: string): Promise<string> {
  if (process.env.KITH_KEY !== undefined && process.env.KITH_KEY !== '') return process.env.KITH_KEY;
  try {
    return (await readFile(join(folder, SANDBOX_KEY_FILE), 'utf8')).trim();
  } catch (cause) {
    const message = 'no key: set KITH_KEY (kith keys create replay), or start Kith with --sandbox on the same folder';
    throw new CommandError(exitCodes.configuration, 'no_key', message, cause);
  }
}

async function irc(dir: string, options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const kith = new Kith({ url: String(options.url), key: await keyFor(config.store.folder) });
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort());
  const bar = progress('Replaying', 'files');
  try {
    const summary = await replayIrc({
      dir,
      tell: (events) => kith.tell(events),
      onProgress: ({ filesDone, files }) => bar.at(filesDone, files),
      signal: stopping.signal,
    });
    bar.end();
    give(options, summary, () => formatReplay(summary));
    if (summary.aborted) process.exit(INTERRUPTED);
    return Object.keys(summary.errors).length === 0 ? exitCodes.done : exitCodes.failed;
  } catch (error) {
    if (error instanceof ReplayError) throw new CommandError(exitCodes.notPossible, 'no_logs', error.message);
    throw error;
  } finally {
    bar.end();
  }
}

async function verify(options: Options): Promise<ExitCode> {
  const { config } = configOf(options);
  const { policy } = readPolicy(config);
  const { store } = await openExisting(config);
  const bar = progress('Considering', 'events');
  try {
    const { events } = await store.status();
    const verified = await verifyLog(store, policy, (done) => bar.at(done, events));
    bar.end();
    give(options, verified, () => describe(verified, policy.version));
    return verified.same ? exitCodes.done : exitCodes.failed;
  } finally {
    bar.end();
    await store.close();
  }
}

function describe(
  { events, otherPolicy, differing, differingAt, replayed, known, same }: LogVerified,
  version: string,
): string {
  const lines = [`${events} events were considered again under policy ${version}.`];
  if (otherPolicy > 0)
    lines.push(`${otherPolicy} were decided under a policy of another version: those were not compared.`);
  if (differing > 0)
    lines.push(`${differing} are decided otherwise now, the first at place ${differingAt.join(', ')}.`);
  const held = `${known.accounts} accounts, ${known.contacts} contacts, ${known.conversations} conversations`;
  if (replayed === null) {
    lines.push(
      `The store holds ${held}. That was not compared: the log begins later than the store did, or under another policy.`,
    );
  } else if (replayed.digest === known.digest) lines.push(`What is known is what the log adds up to: ${held}.`);
  else
    lines.push(
      `What is known (${held}) is not what the log adds up to (${replayed.accounts} accounts, ${replayed.contacts} contacts).`,
    );
  if (!same) lines.push('NOT the same: restore a backup, and keep this folder for whoever looks into it.');
  else if (replayed !== null) lines.push('The same.');
  // a log without its beginning says nothing: neither what is known nor what was decided follows from it
  else lines.push(otherPolicy > 0 ? 'No difference in what could be compared.' : 'Nothing could be compared.');
  return lines.join('\n');
}
