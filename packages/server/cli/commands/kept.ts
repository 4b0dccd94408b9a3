/** kith kept show, account, hold, export, erase */
import { Command } from 'commander';
import { EvidenceError, Vault } from '../../evidence/index.ts';
import type { Config, SettingName } from '../../ground/config/index.ts';
import { DatabaseError } from '../../ground/database/index.ts';
import { daysIn, KeyFolder } from '../../ground/sealing/index.ts';
import {
  accountDataOf,
  type DataOptions,
  type KeptItem,
  type KeptStatus,
  keptStatus,
  keptStatusOf,
  keysOf,
  requestErasure,
  type StatusOptions,
} from '../../kept/index.ts';
import { ReportKeys } from '../../reports/index.ts';
import { readPolicy } from '../../rules.ts';
import { type OpenStore, openRecords } from '../../stores.ts';
import { writeNew } from '../files.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, exitCodes, give, table } from '../say.ts';
import { openExisting } from '../store.ts';

const AFTER = `
What Kith keeps, why and until when: counts and times, never what anybody wrote. It may be run while Kith runs.

Examples:
  kith kept                                      everything, by kind, and the days of messages with their keys
  kith kept account u-123                        what of it concerns one account
  kith kept hold case_0123 --until 2027-06-15 --why "filed with the NCA on 2026-06-15"
  kith kept export u-123 --out u-123.json        for its person
  kith kept erase u-123                          says, item by item, what goes and what the law keeps

While Kith runs on a folder, only it can look into what it knows: export by GET /v1/accounts/ID/data, with a key of the
scope data:manage.`;

/** What says where the keys are, and which policy keeps. */
const KEPT_SETTINGS: readonly SettingName[] = [
  'keepKeys',
  'keepKey',
  'keepKeyFile',
  'keepKeyProgram',
  'policy',
  'logDays',
];

export function keptCommand(): Command {
  const command = new Command('kept').addHelpText('after', AFTER);
  withStore(command.command('show', { isDefault: true }), KEPT_SETTINGS)
    .description('what is kept, why and until when')
    .action((options: Options) => run(options, () => show(options)));
  withStore(command.command('account').argument('<id>', 'an account'), KEPT_SETTINGS)
    .description('the same of one account')
    .action((id: string, options: Options) => run(options, () => ofAccount(id, options)));
  withStore(command.command('hold').argument('<case>', 'a case'), KEPT_SETTINGS)
    .description('keep what is preserved for a case until a day at least, whatever becomes of the case')
    .option('--until <DAY>', 'a day (2027-06-15), or a time')
    .option('--release', 'take the hold away')
    .option('--why <TEXT>', 'a reference, for whoever asks later')
    .action((id: string, options: Options) => run(options, () => hold(id, options)));
  withStore(command.command('export').argument('<account>', 'an account'), KEPT_SETTINGS)
    .description('what is known of an account, for its person (a request of access)')
    .requiredOption('--out <FILE>', 'where it goes, as JSON; a file that is there is not overwritten')
    .action((id: string, options: Options) => run(options, () => exportAccount(id, options)));
  withStore(command.command('erase').argument('<account>', 'an account'), KEPT_SETTINGS)
    .description("ask for the erasure of an account's data; a Kith that runs carries it out")
    .action((id: string, options: Options) => run(options, () => erase(id, options)));
  return command;
}

/** Opens the records beside a Kith that may be running, for one look. */
async function withKept<T>(options: Options, work: (how: StatusOptions) => Promise<T>): Promise<T> {
  const { config } = configOf(options);
  const { policy } = readPolicy(config).policy;
  const keys = keysOf(config);
  const { records, close } = await openRecords(config);
  try {
    const folder = keys === null ? null : { days: () => daysIn(keys.folder) };
    return await work({ db: records, folder, policy, logDays: config.store.logDays, now_ms: Date.now() });
  } finally {
    await close();
  }
}

async function show(options: Options): Promise<void> {
  const status = await withKept(options, keptStatus);
  give(options, status, () => lines(status).join('\n'));
}

const lines = ({ rule, items, days, keysDestroyed }: KeptStatus): string[] => [
  ...rule,
  '',
  itemTable(items),
  '',
  ...(days.length === 0
    ? ['No day of messages has a key.']
    : [
        table(
          ['DAY', 'MESSAGES', 'KEY', 'DESTROYED ON'],
          days.map(({ day, messages, key, until }) => [day, String(messages), key, until]),
        ),
      ]),
  `${keysDestroyed} keys were destroyed so far.`,
];

const itemTable = (items: readonly KeptItem[]): string =>
  table(
    ['WHAT', 'HOW MANY', 'OLDEST', 'NEWEST', 'UNTIL', 'WHY'],
    items.map(({ what, count, oldest, newest, until, why }) => [
      ...[what, String(count), oldest?.slice(0, 10) ?? '-', newest?.slice(0, 10) ?? '-', until, why],
    ]),
  );

async function ofAccount(id: string, options: Options): Promise<void> {
  const items = await withKept(options, (how) => keptStatusOf(how, id));
  give(options, { account: id, items }, () => itemTable(items));
}

async function hold(id: string, options: Options): Promise<void> {
  const until_ms = options.release === true ? null : dayOf(options.until);
  const why = typeof options.why === 'string' ? options.why : '';
  if (until_ms !== null && (why === '' || why.length > HOLD_WHY_LENGTH_MAX)) {
    throw new CommandError(exitCodes.usage, 'usage', `say --why, in at most ${HOLD_WHY_LENGTH_MAX} characters`);
  }
  const { config } = configOf(options);
  const keys = keysOf(config);
  if (keys === null) {
    const message = 'there is no folder of keys, and so nothing that could be held: name it (KITH_KEEP_KEYS)';
    throw new CommandError(exitCodes.notPossible, 'no_keys', message);
  }
  const folder = await KeyFolder.open(keys);
  const { records, close } = await openRecords(config);
  try {
    const vault = new Vault({ db: records, folder, clock: Date.now });
    if (until_ms === null) await vault.unhold(id, why, 'operator');
    else await vault.hold(id, why, 'operator', until_ms);
    const until = until_ms === null ? null : new Date(until_ms).toISOString();
    give(options, { case: id, heldUntil: until }, () =>
      until === null ? `Nobody holds ${id} any more.` : `${id} is held until ${until}.`,
    );
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    throw new CommandError(exitCodes.notPossible, error.code, error.message, error);
  } finally {
    await close();
  }
}

/** How long a reason may be, characters: a reference and a sentence. */
const HOLD_WHY_LENGTH_MAX = 500;

function dayOf(value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new CommandError(exitCodes.usage, 'time', '--until must be a day or a time: 2027-06-15; or say --release');
  }
  return at;
}

async function exportAccount(id: string, options: Options): Promise<void> {
  const { config } = configOf(options);
  const keys = keysOf(config);
  const { store } = await openUnlessRunning(config, id);
  try {
    const folder = keys === null ? null : await KeyFolder.open(keys);
    const reports = folder === null ? null : await ReportKeys.open(folder, Date.now);
    const openReport: DataOptions['openReport'] = async (row) => (await reports?.open(row)) ?? null;
    const data = await accountDataOf(id, { store, keys: folder, openReport, now_ms: Date.now() }, 'operator');
    await writeNew(String(options.out), `${JSON.stringify(data, null, 2)}\n`, 0o600);
    const told = { account: id, out: String(options.out), messages: data.messages.length, cut: data.cut };
    give(options, told, () => `Written to ${told.out}. What is withheld, and why, is in it.`);
  } finally {
    await store.close();
  }
}

async function openUnlessRunning(config: Config, id: string): Promise<OpenStore> {
  try {
    return await openExisting(config);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== 'folder_locked') throw error;
    const message = `Kith runs on ${config.store.folder}: ask it, GET /v1/accounts/${encodeURIComponent(id)}/data with a key of the scope data:manage; or stop it first`;
    throw new CommandError(exitCodes.notPossible, error.code, message, error);
  }
}

async function erase(id: string, options: Options): Promise<void> {
  const erasing = await withKept(options, ({ db, policy, logDays, now_ms }) =>
    requestErasure({ db, policy: () => policy, logDays, now_ms }, id, 'operator'),
  );
  give(options, erasing, () =>
    [
      table(
        ['WHAT', 'BECOMES', 'UNTIL', 'WHY'],
        erasing.items.map(({ what, state, until, why }) => [what, state, until?.slice(0, 10) ?? '-', why]),
      ),
      '',
      'A Kith that runs carries it out within a minute; ask again to see how far it is.',
      'This is for you: of a case that is open the person must not learn by it.',
    ].join('\n'),
  );
}
