/** kith identifiers show, turn */
import { Command } from 'commander';
import { appendAudit } from '../../ground/audit/index.ts';
import type { SettingName } from '../../ground/config/index.ts';
import { KeyFolder } from '../../ground/sealing/index.ts';
import { keysOf } from '../../kept/index.ts';
import { addLayer, layersOf } from '../../returning/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, exitCodes, give } from '../say.ts';

const AFTER = `
What accounts can be recognised by (e-mail, telephone, devices, addresses, payments) is kept as hashes under keys that lie
beside the keys of kept messages, in no database and no backup of one. A new key is one more layer over the others: nothing
has to be sent again, nobody who was recognised before is lost, and whoever has the older keys alone can tell nothing.

Kith puts the new layer over what is stored when it starts next: some seconds for each million. Where several processes run
on PostgreSQL, stop them all and start them again: one that has the older keys alone recognises nobody meanwhile.

Examples:
  kith identifiers             how many keys there are
  kith identifiers turn        add one, then start Kith again`;

const KEYS: readonly SettingName[] = ['keepKeys', 'keepKey', 'keepKeyFile', 'keepKeyProgram'];

export function identifiersCommand(): Command {
  const command = new Command('identifiers').addHelpText('after', AFTER);
  withStore(command.command('show', { isDefault: true }), KEYS)
    .description('how many layers of keys there are')
    .action((options: Options) => run(options, () => show(options)));
  withStore(command.command('turn'), KEYS)
    .description('add a key over the others')
    .action((options: Options) => run(options, () => turn(options)));
  return command;
}

async function show(options: Options): Promise<void> {
  const layers = (await layersOf(keysOf(configOf(options).config)))?.count ?? 0;
  give(options, { layers }, () =>
    layers === 0 ? 'No key yet: Kith makes the first when it starts.' : `${layers} ${layers === 1 ? 'key' : 'keys'}.`,
  );
}

async function turn(options: Options): Promise<void> {
  const { config } = configOf(options);
  const settings = keysOf(config);
  if (settings === null) {
    throw new CommandError(exitCodes.notPossible, 'no_folder', 'there is no folder for keys: name one (--keep-keys)');
  }
  const { records, close } = await openRecords(config);
  try {
    const layers = await addLayer(await KeyFolder.open(settings));
    const line = {
      at_ms: Date.now(),
      by: 'operator',
      action: 'identifiers.key_added',
      subject: 'identifiers',
    } as const;
    await records.transaction().execute((trx) => appendAudit(trx, { ...line, detail: { layers } }));
    give(
      options,
      { layers },
      () => `There are ${layers} keys now. Start Kith again: it puts the new one over what is stored.`,
    );
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(exitCodes.notPossible, 'too_many_keys', error.message);
    throw error;
  } finally {
    await close();
  }
}
