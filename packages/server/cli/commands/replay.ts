/** kith replay irc, kith replay verify */
import { readFile } from 'node:fs/promises';
import { Kith } from '@kith/client';
import { type CompiledPolicy, compilePolicy, type TextReader, type Told } from '@kith/engine';
import { Command } from 'commander';
import { keysOf } from '../../kept/index.ts';
import { verifyLog } from '../../knowledge/index.ts';
import { policiesOfVersion } from '../../policy/index.ts';
import { formatReplay, ReplayError, replayIrc } from '../../replay/index.ts';
import { layersOf, underAllLayers } from '../../returning/index.ts';
import { readerOf, readPolicy } from '../../rules.ts';
import { sandboxKeyFile } from '../../sandbox.ts';
import { loadSecondLook } from '../../second-look/index.ts';
import type { OpenStore } from '../../stores.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, type ExitCode, exitCodes, give } from '../say.ts';
import { openExisting } from '../store.ts';
import { describeVerified } from '../verified.ts';

/** Signals say 128 and their number; SIGINT is 2. */
const INTERRUPTED = 130;

const IRC = `
Every line of every log in the folder goes through a running Kith as events: joins, messages, leaves. Ages are unknown.
Names are hashed; what is printed are counts. The key is KITH_KEY, or the sandbox key of the folder.

Example:
  kith serve --sandbox &
  kith replay irc logs/ubuntu-irc`;

const VERIFY = `
Considers the log again, each event under the policy that decided it (kept in the store; --policy gives one that decided
before Kith kept them), and compares every decision and all that is known. Cue files aren't kept: name those of then
(--cues), or risks may differ by their caps and half-lives. Where the log no longer goes back to the
beginning (it is a window), what it says by itself is looked for in what is known: who acted, towards whom and when last,
and the age told last. What was compared is said. Stop Kith first, or take a restored backup. Exit code 1 on a difference.

Example:
  kith replay verify --folder /var/lib/kith-restored`;

export function replayCommand(): Command {
  const command = new Command('replay');
  withStore(command.command('irc').argument('<dir>', 'a folder of IRC logs, a file a day'))
    .description('send IRC logs through a running Kith, and count what was decided')
    .option('--url <URL>', 'where Kith is', process.env.KITH_URL ?? 'http://127.0.0.1:4100')
    .addHelpText('after', IRC)
    .action((dir: string, options: Options) => run(options, () => irc(dir, options)));
  withStore(command.command('verify'), ['policy', 'cues', 'keepKeys', 'keepKey', 'keepKeyFile', 'keepKeyProgram'])
    .description('whether the log adds up to what is known, and decides the same again')
    .addHelpText('after', VERIFY)
    .action((options: Options) => run(options, () => verify(options)));
  return command;
}

async function keyFor(folder: string): Promise<string> {
  if (process.env.KITH_KEY !== undefined && process.env.KITH_KEY !== '') return process.env.KITH_KEY;
  try {
    return (await readFile(sandboxKeyFile(folder), 'utf8')).trim();
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
  const codes = readerOf(config).settings;
  const { policy: configured } = readPolicy(config, codes);
  const { store, records } = await openExisting(config);
  const bar = progress('Considering', 'events');
  try {
    const { events, kind } = await store.status();
    const layers = await layersOf(keysOf(config));
    const asStored = (told: Told) => (layers === null ? told : underAllLayers(told, layers));
    if (layers !== null) await store.wrapIdentifiers(layers.count, layers.wrap.bind(layers));
    const rules = rulesOf(records, configured, codes);
    const verified = await verifyLog(store, rules, asStored, (done) => bar.at(done, events));
    bar.end();
    give(options, verified, () => describeVerified(verified, kind));
    return verified.same ? exitCodes.done : exitCodes.failed;
  } finally {
    bar.end();
    await store.close();
  }
}

/**
 * The rules that decided under a version: as the store kept them, else the configured ones of that version. How evidence
 * of each code adds up is said in the cue files, of which none are kept: as the configured ones say.
 */
const rulesOf =
  (records: OpenStore['records'], configured: CompiledPolicy, codes: TextReader['settings']) =>
  async (version: string): Promise<CompiledPolicy | null> => {
    const [kept, ...others] = await policiesOfVersion(records, version);
    if (kept === undefined) return configured.version === version ? configured : null;
    // of two that had one name nobody knows which decided
    return kept === null || others.length > 0 ? null : compilePolicy(kept, codes, loadSecondLook());
  };
