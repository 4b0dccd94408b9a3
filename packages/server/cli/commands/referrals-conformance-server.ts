/** kith referrals conformance-server: something to send to that is not NCMEC */
import { once } from 'node:events';
import type { Command } from 'commander';
import { startConformanceServer } from '../../referrals/index.ts';
import { type Options, run, textOf, withJson } from '../options.ts';
import { CommandError, exitCodes, give, say } from '../say.ts';

const AFTER = `
A TEST INSTRUMENT. It does what NCMEC's reporting API is known to do, on this machine alone, and says in each answer that it is
not NCMEC. What it takes, NCMEC may refuse. Point Kith to it in the file of referrals:

  ncmec:
    instead: http://127.0.0.1:4190/ispws
    username: kith
    password: { variable: NCMEC_PASSWORD }

Examples:
  NCMEC_PASSWORD=try kith referrals conformance-server
  NCMEC_PASSWORD=try kith referrals conformance-server --faults 0.2 --seed 7    a call in five goes wrong`;

/** Adds it to `kith referrals`. */
export function addConformanceServer(referrals: Command): void {
  withJson(referrals.command('conformance-server'))
    .description('a test instrument: a server that does what NCMEC is known to do')
    .option('--port <PORT>', 'where it listens, on this machine alone', '4190')
    .option('--username <NAME>', 'who may report; the password is in NCMEC_PASSWORD', 'kith')
    .option('--log <FILE>', 'what it was asked and what it did, one line a call', 'ncmec-requests.jsonl')
    .option('--faults <SHARE>', 'of the calls that go wrong: 0 to 1', '0')
    .option('--seed <NUMBER>', 'the same faults again', '1')
    .addHelpText('after', AFTER)
    .action((options: Options) => run(options, () => serve(options)));
}

async function serve(options: Options): Promise<void> {
  const password = process.env.NCMEC_PASSWORD ?? '';
  if (password === '') {
    throw new CommandError(
      exitCodes.configuration,
      'no_password',
      'set NCMEC_PASSWORD to the password that it is to take',
    );
  }
  const username = textOf(options.username) ?? 'kith';
  const server = await startConformanceServer({
    port: numberOf('port', options.port, 65_535),
    users: [{ username, password, rights: 'all' }],
    log: textOf(options.log) ?? 'ncmec-requests.jsonl',
    faults: { share: numberOf('faults', options.faults, 1), seed: numberOf('seed', options.seed, 2 ** 32) },
  });
  const { url } = server;
  give(
    options,
    { url, testInstrument: true },
    () => `TEST INSTRUMENT, not NCMEC: ${url} takes what ${username} sends.`,
  );
  const stop = AbortSignal.any(['SIGINT', 'SIGTERM'].map((name) => aborted(name)));
  if (!stop.aborted) await once(stop, 'abort');
  await server.close();
  say('stopped');
}

function aborted(signal: string): AbortSignal {
  const stopping = new AbortController();
  process.once(signal, () => stopping.abort());
  return stopping.signal;
}

function numberOf(name: string, said: unknown, most: number): number {
  const number = Number(said);
  if (Number.isFinite(number) && number >= 0 && number <= most) return number;
  throw new CommandError(exitCodes.usage, name, `--${name} must be a number from 0 to ${most}`);
}
