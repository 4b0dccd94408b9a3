/** kith evidence verify, list, show, clock, keys turn, keys lost */
import type { EvidenceItem } from '@kith/contract';
import { Command } from 'commander';
import type { Kysely } from 'kysely';
import {
  EvidenceError,
  type EvidenceVerified,
  giveUpKey,
  missingKeys,
  storageOf,
  Vault,
} from '../../evidence/index.ts';
import { appendAudit } from '../../ground/audit/index.ts';
import type { Config, SettingName } from '../../ground/config/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { KeepError, KeyFolder, type MasterSettings, turnKeys } from '../../ground/sealing/index.ts';
import { keysOf } from '../../kept/index.ts';
import { aheadBy, believeClock } from '../../retention/index.ts';
import { readPolicy } from '../../rules.ts';
import { openRecords } from '../../stores.ts';
import { openNew } from '../files.ts';
import { configOf, type Options, run, textOf, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, type ExitCode, exitCodes, give, table } from '../say.ts';

const AFTER = `
The evidence of cases, encrypted with a key a case. It may be run while Kith runs. Whoever opens an item leaves a line in its
custody and in the audit log, at the command line as anywhere else.

Examples:
  kith evidence verify                               everything, byte by byte, with custody and the audit log
  kith evidence list case_0123
  kith evidence show evi_0123 --why "court order 12/26" --out item
  kith evidence clock                                whether the clock is believed, by which evidence is destroyed
  kith evidence keys turn                            another master key in the place of the one there is`;

const HOUR_MS = 3_600_000;

const SETTINGS: readonly SettingName[] = [
  ...(['evidence', 'evidenceSecret', 'policy'] as const),
  ...(['keepKeys', 'keepKey', 'keepKeyFile', 'keepKeyProgram'] as const),
];

export function evidenceCommand(): Command {
  const command = new Command('evidence').addHelpText('after', AFTER);
  withStore(command.command('verify'), SETTINGS)
    .description('whether all evidence is what was taken, and what is damaged, missing or belongs to nothing')
    .action((options: Options) => run(options, () => verify(options)));
  withStore(command.command('list').argument('<case>', 'a case'), SETTINGS)
    .description('what a case has, without names')
    .action((id: string, options: Options) => run(options, () => list(id, options)));
  withStore(command.command('show').argument('<item>', 'an item'), SETTINGS)
    .description('an item with its custody; with --out, its bytes')
    .option('--out <FILE>', 'where its bytes go; a file that is there is not overwritten')
    .option('--why <TEXT>', 'why it is opened, for custody and the audit log')
    .action((id: string, options: Options) => run(options, () => show(id, options)));
  withStore(command.command('clock'))
    .description('by which time evidence is destroyed, and how far the clock of the machine is ahead of it')
    .option('--believe', 'the clock is right: what is due by it is destroyed from now on')
    .action((options: Options) => run(options, () => clock(options)));
  const keys = command.command('keys').description('the master key, and keys of cases');
  withStore(keys.command('turn'), SETTINGS)
    .description(
      'put another master key in the place of the one there is, and wrap every key with it; encrypts nothing else',
    )
    .action((options: Options) => run(options, () => turn(options)));
  withStore(
    keys.command('lost').argument('[case]', 'a case; without one, those whose keys are missing are named'),
    SETTINGS,
  )
    .description('the key of a case is lost for good: what is under it stays unreadable, and what comes gets another')
    .option('--all', 'all that are missing are lost')
    .action((id: string | undefined, options: Options) => run(options, () => lost(id, options)));
  return command;
}

function mastersFor(config: Config): MasterSettings {
  const keys = keysOf(config);
  if (keys !== null) return keys;
  const message = 'there is no folder of keys, and so no evidence: name it (KITH_KEEP_KEYS)';
  throw new CommandError(exitCodes.notPossible, 'no_keys', message);
}

/** Opens the vault beside a Kith that may be running. */
async function withVault<T>(
  options: Options,
  work: (vault: Vault, records: Kysely<Records>) => Promise<T>,
): Promise<T> {
  const { config } = configOf(options);
  const folder = await KeyFolder.open(mastersFor(config));
  const { policy } = readPolicy(config).policy;
  const { records, close } = await openRecords(config);
  try {
    return await work(
      new Vault({ db: records, folder, storage: storageOf(config), policy: () => policy, clock: Date.now }),
      records,
    );
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    throw new CommandError(exitCodes.notPossible, error.code, error.message, error);
  } finally {
    await close();
  }
}

async function verify(options: Options): Promise<ExitCode> {
  const bar = progress('Verifying', 'items');
  try {
    const verified = await withVault(options, (vault) => vault.verify(bar.at));
    bar.end();
    const sound = verified.faults.length === 0;
    give(options, { ...verified, sound }, () => describe(verified));
    return sound ? exitCodes.done : exitCodes.failed;
  } finally {
    bar.end();
  }
}

function describe({ items, destroyed, bytes, custody, faults }: EvidenceVerified): string {
  const all = `items: ${items - destroyed} (${bytes} bytes), destroyed: ${destroyed}, lines of custody: ${custody}`;
  if (faults.length === 0) return `The evidence is sound: ${all}.`;
  return [
    `The evidence is NOT sound (${all}):`,
    table(
      ['WHAT', 'WHICH', 'IS', 'WHY'],
      faults.map(({ what, id, fault, words }) => [what, id, fault, words]),
    ),
  ].join('\n');
}

async function list(id: string, options: Options): Promise<void> {
  const items = await withVault(options, async (vault, records) => {
    const about = await records.selectFrom('cases').select('id').where('id', '=', id).executeTakeFirst();
    return about === undefined ? null : vault.list(id);
  });
  if (items === null) throw new CommandError(exitCodes.failed, 'not_known', `there is no case ${id}`);
  give(options, { case: id, items }, () =>
    items.length === 0
      ? `${id} has no evidence.`
      : table(
          ['ITEM', 'KIND', 'BYTES', 'FROM', 'TAKEN', 'SEEN', 'KEPT UNTIL'],
          items.map((item) => [
            ...[item.id, item.kind, String(item.bytes), item.source, item.takenAt, item.seen ? 'yes' : 'no'],
            item.destroyedAt === null ? (item.keptUntil ?? 'not known yet') : `destroyed ${item.destroyedAt}`,
          ]),
        ),
  );
}

async function show(id: string, options: Options): Promise<void> {
  const [out, reason] = [textOf(options.out), textOf(options.why)];
  if (out !== undefined && (reason === undefined || reason.trim().length < REASON_LENGTH_MIN)) {
    throw new CommandError(exitCodes.usage, 'usage', 'say --why it is opened');
  }
  const item = await withVault(options, async (vault) => {
    if (out !== undefined && reason !== undefined) {
      // made before it is opened: what can't be written is not opened either
      const file = await openNew(out, 0o600);
      try {
        await file.writeFile((await vault.open(id, { by: 'operator', reason, unseen: true })).bytes);
      } finally {
        await file.close();
      }
    }
    // with what people wrote into its custody: whoever may run this has the keys
    return vault.item(id, { names: true });
  });
  if (item === null) throw new CommandError(exitCodes.notPossible, 'not_known', `there is no evidence ${id}`);
  give(options, item, () => shown(item, out));
}

/** Characters of a reason at least: what the API asks for, too. */
const REASON_LENGTH_MIN = 3;

/** On one line, and nothing in it that a terminal acts on. */
const reasonShown = (reason: string): string => JSON.stringify(reason.replace(/\p{C}+/gu, ' '));

const shown = (item: EvidenceItem, out: string | undefined): string =>
  [
    `${item.id}: ${item.kind} of ${item.case}, ${item.bytes} bytes, from ${item.source}, taken ${item.takenAt}`,
    ...item.custody.map(
      ({ at, what, by, audit, reason }) =>
        `  ${at}  ${what} by ${by ?? 'Kith'} (line ${audit} of the audit log)${reason === null ? '' : `: ${reasonShown(reason)}`}`,
    ),
    ...(out === undefined ? [] : [`Its bytes were written to ${out}.`]),
  ].join('\n');

async function clock(options: Options): Promise<void> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const now_ms = Date.now();
    const looked = options.believe === true ? await believeClock(records, now_ms) : await aheadBy(records, now_ms);
    const due = looked === null ? null : new Date(looked.due_ms).toISOString();
    give(options, { due, ahead_s: Math.round((looked?.ahead_ms ?? 0) / 1000) }, () => {
      if (looked === null) return 'Nobody has looked at the clock yet: kith serve does.';
      if (looked.ahead_ms === 0) return `The clock is believed: ${new Date(now_ms).toISOString()}.`;
      const ahead = `${Math.round(looked.ahead_ms / HOUR_MS)} hours`;
      return `It is surely ${due}, and the clock is ${ahead} ahead of that: nothing is destroyed by it. If it is right: --believe`;
    });
  } finally {
    await close();
  }
}

async function lost(id: string | undefined, options: Options): Promise<void> {
  const { config } = configOf(options);
  const { records, close } = await openRecords(config);
  try {
    const folder = await KeyFolder.open(mastersFor(config));
    const missing = id === undefined ? await missingKeys(records, folder) : [id];
    const givesUp = id !== undefined || options.all === true;
    for (const one of givesUp ? missing : []) {
      const became = await giveUpKey(records, folder, one, Date.now());
      if (became === 'there') throw new CommandError(exitCodes.notPossible, became, `the key of ${one} is there`);
      if (became === 'not_known') throw new CommandError(exitCodes.notPossible, became, `no key of ${one} is in use`);
    }
    give(options, { missing, givenUp: givesUp }, () => {
      if (missing.length === 0) return 'The keys of all cases are there.';
      const named = missing.join(', ');
      return givesUp
        ? `Given up, and what was sealed with them can't be read: ${named}.`
        : `Missing: ${named}. Put their files back from the mirror; where they are lost for good, --all, or name one.`;
    });
  } catch (error) {
    if (!(error instanceof KeepError)) throw error;
    throw new CommandError(exitCodes.notPossible, error.code, error.message, error);
  } finally {
    await close();
  }
}

async function turn(options: Options): Promise<void> {
  const { config } = configOf(options);
  const settings = mastersFor(config);
  const bar = progress('Wrapping', 'keys');
  const { records, close } = await openRecords(config);
  try {
    const turned = await turnKeys(settings, bar.at);
    bar.end();
    const { keys, master } = turned;
    const line = { at_ms: Date.now(), by: 'operator', action: 'evidence.keys_turned', subject: 'keys' } as const;
    await records.transaction().execute((trx) => appendAudit(trx, { ...line, detail: { keys, master } }));
    give(options, turned, () =>
      [
        `Wrapped with the new master key (${master}): ${keys} of the keys.`,
        ...(turned.left === null ? [] : [`Left to do: ${turned.left}.`]),
      ].join('\n'),
    );
  } catch (error) {
    if (!(error instanceof KeepError)) throw error;
    throw new CommandError(exitCodes.notPossible, error.code, error.message, error);
  } finally {
    bar.end();
    await close();
  }
}
