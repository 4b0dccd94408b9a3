/** kith referrals ncmec: whether NCMEC takes our credentials, and its XSD */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readReferrals, tryNcmec } from '../../referrals/index.ts';
import { configOf, type Options, run, textOf, withJson, withSettings } from '../options.ts';
import { CommandError, type ExitCode, exitCodes, give } from '../say.ts';

const AFTER = `
Asks NCMEC whether it is there and knows you (GET /status); nothing is reported. It may be run against production.

Examples:
  kith referrals ncmec
  kith referrals ncmec --xsd cybertipline.xsd    save NCMEC's own schema, to be named as ncmec.xsd`;

/** Adds it to `kith referrals`. */
export function addNcmec(referrals: Command): void {
  withSettings(withJson(referrals.command('ncmec')), ['referrals'])
    .description('whether NCMEC takes the credentials of the file of referrals')
    .option('--xsd <FILE>', "save NCMEC's XSD there")
    .addHelpText('after', AFTER)
    .action((options: Options) => run(options, () => tryIt(options)));
}

async function tryIt(options: Options): Promise<ExitCode> {
  const { ncmec } = readReferrals(configOf(options).config);
  if (ncmec === null) {
    const message = 'reporting to NCMEC is not configured: ncmec in the file of referrals (KITH_REFERRALS)';
    throw new CommandError(exitCodes.notPossible, 'not_configured', message);
  }
  const path = textOf(options.xsd);
  const { ok, problem, xsd } = await tryNcmec(ncmec, path !== undefined);
  const saved = path !== undefined && xsd !== null;
  if (saved) await writeFile(path, xsd);
  const { environment, instead } = ncmec;
  give(options, { environment, instead, ok, problem, saved: saved ? path : null }, () =>
    [
      `NCMEC (${instead ?? environment}): ${ok ? 'it is there, and takes the credentials' : `no. ${problem}`}.`,
      ...(path === undefined || !ok ? [] : [saved ? `Its XSD is in ${path}.` : 'Its XSD could not be had.']),
    ].join('\n'),
  );
  return ok && (path === undefined || saved) ? exitCodes.done : exitCodes.failed;
}
