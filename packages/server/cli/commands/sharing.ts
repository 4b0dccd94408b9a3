/** kith sharing show, keys, export, import */
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  type Agreement,
  exportShared,
  FILE_BYTES_MAX,
  importShared,
  keyIdOf,
  readSharing,
  SALT_BYTES,
  SharingRefused,
  stateOf,
} from '../../sharing/index.ts';
import { openRecords } from '../../stores.ts';
import { readGiven, writeNew } from '../files.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, exitCodes, give, table, timeShown } from '../say.ts';
import { openExisting } from '../store.ts';

const AFTER = `
Two operators who have agreed to (the file of KITH_SHARING names each agreement) give each other files of hashes: of what accounts
can be recognised by that were disabled for children's safety. Both have the same salt, and a key each that signs. What is taken in
is a lead: a case of low priority where somebody signs up with the same, and nothing else. docs/OPERATING.md says what to agree on.

Examples:
  kith sharing                                  how each agreement stands
  kith sharing keys /etc/kith/sharing           make a salt and a key that signs, for a new agreement
  kith sharing export other.example out.jsonl   all that is shared now
  kith sharing import other.example in.jsonl    in place of what they gave before; what is in it no more is withdrawn`;

export function sharingCommand(): Command {
  const command = new Command('sharing').addHelpText('after', AFTER);
  withStore(command.command('show', { isDefault: true }), ['sharing'])
    .description('how each agreement stands')
    .action((options: Options) => run(options, () => show(options)));
  command
    .command('keys')
    .argument('<dir>', 'a folder; made where it is not there')
    .description('make a salt, and a key that signs')
    .option('--json', 'as JSON')
    .action((dir: string, options: Options) => run(options, () => keys(dir, options)));
  withStore(command.command('export').argument('<agreement>').argument('<file>', 'made anew'), ['sharing'])
    .description('make the next file for the other operator; stop Kith first where it is one process on SQLite')
    .action((name: string, file: string, options: Options) => run(options, () => exportTo(name, file, options)));
  withStore(command.command('import').argument('<agreement>').argument('<file>'), ['sharing'])
    .description('take in a file of theirs; it may be run while Kith runs')
    .action((name: string, file: string, options: Options) => run(options, () => importFrom(name, file, options)));
  return command;
}

function named(agreements: readonly Agreement[], name: string): Agreement {
  const found = agreements.find((one) => one.name === name);
  if (found !== undefined) return found;
  const there =
    agreements.length === 0 ? 'none are configured (KITH_SHARING)' : agreements.map((a) => a.name).join(', ');
  throw new CommandError(exitCodes.notPossible, 'not_known', `there is no agreement ${name}: ${there}`);
}

async function show(options: Options): Promise<void> {
  const { config } = configOf(options);
  const agreements = readSharing(config);
  const { records, close } = await openRecords(config);
  try {
    const rows = await Promise.all(
      agreements.map(async ({ name, them, until_ms, ourKey, theirKey }) => {
        const { agreement: _, ...state } = await stateOf(records, name);
        return { name, them, until_ms, ourKey: keyIdOf(ourKey), theirKey: keyIdOf(theirKey), ...state };
      }),
    );
    give(options, { agreements: rows }, () =>
      rows.length === 0
        ? 'Nothing is shared: name a file of agreements with KITH_SHARING (docs/OPERATING.md).'
        : table(
            ['AGREEMENT', 'WITH', 'UNTIL', 'GIVEN', 'HASHES', 'TAKEN', 'HASHES', 'VOID FROM'],
            rows.map((r) => [
              ...[
                r.name,
                r.them,
                timeShown(r.until_ms),
                r.sent_at === 0 ? 'never' : timeShown(r.sent_at),
                String(r.sent),
              ],
              ...[r.taken_at === 0 ? 'never' : timeShown(r.taken_at), String(r.taken)],
              r.void_at === 0 ? '' : timeShown(r.void_at),
            ]),
          ),
    );
  } finally {
    await close();
  }
}

/** Nothing is written over: an agreement's salt can't be made again. */
async function keys(dir: string, options: Options): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const files = {
    salt: join(dir, 'salt'),
    ourKey: join(dir, 'our-key.pem'),
    publicKey: join(dir, 'our-public-key.pem'),
  };
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeNew(files.salt, `${randomBytes(SALT_BYTES).toString('hex')}\n`, 0o600);
  await writeNew(files.ourKey, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  await writeNew(files.publicKey, createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
  give(options, { ...files, key: keyIdOf(privateKey) }, () =>
    [
      `Made ${files.salt}, ${files.ourKey} and ${files.publicKey}.`,
      `The public key is told by ${keyIdOf(privateKey)}: say that to the other operator another way than the file.`,
      'One of the two makes the salt, and gives it to the other so that nobody else can read it.',
    ].join('\n'),
  );
}

async function exportTo(name: string, file: string, options: Options): Promise<void> {
  const { config } = configOf(options);
  const agreement = named(readSharing(config), name);
  const { store } = await openExisting(config);
  try {
    const { bytes, sequence, entries } = await exportShared(store, agreement, Date.now());
    await writeNew(file, bytes, 0o600);
    give(options, { sequence, entries }, () => `Number ${sequence} for ${agreement.them}: ${entries} hashes.`);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(exitCodes.notPossible, 'agreement_over', error.message);
    throw error;
  } finally {
    await store.close();
  }
}

async function importFrom(name: string, file: string, options: Options): Promise<void> {
  const { config } = configOf(options);
  const agreement = named(readSharing(config), name);
  const { records, close } = await openRecords(config);
  try {
    const bytes = await readGiven(file, FILE_BYTES_MAX);
    const taken = await importShared(records, agreement, bytes, Date.now());
    give(
      options,
      taken,
      () => `Number ${taken.sequence} of ${agreement.them}: ${taken.entries} hashes; ${taken.withdrawn} are withdrawn.`,
    );
  } catch (error) {
    if (error instanceof SharingRefused)
      throw new CommandError(exitCodes.notPossible, error.code, error.message, error);
    throw error;
  } finally {
    await close();
  }
}
