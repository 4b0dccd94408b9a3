/** A store that a command opens for itself, while no Kith runs on it. */

import { type CompiledPolicy, compilePolicy } from '@kith/engine';
import type { Config } from '../ground/config/index.ts';
import type { StoreDuties } from '../knowledge/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { hasDatabase, type OpenRecords, type OpenStore, openRecords, openStore, recordsWaiting } from '../stores.ts';
import { CommandError, exitCodes, say } from './say.ts';

/** No event is decided through it: what a store needs for that is the least there is. */
const duties = (policy: CompiledPolicy): StoreDuties => ({
  policy: () => policy,
  outbox: () => [],
  failed: (error) => say(`kith: the store failed: ${error.message}`),
  struggling: (work, error) => say(`kith: ${work} failed: ${error instanceof Error ? error.message : String(error)}`),
});

/** Opens the store of a configuration; refuses one that is not there. */
export async function openExisting(config: Config): Promise<OpenStore> {
  if (!hasDatabase(config)) {
    throw new CommandError(exitCodes.notPossible, 'nothing_there', `${config.store.folder} holds no store of Kith's`);
  }
  return openForCommand(config);
}

export const openForCommand = (config: Config): Promise<OpenStore> =>
  openStore(config, duties(compilePolicy(loadShippedPolicy())));

/** The records alone, beside a Kith that may be running; null where there are none, or a start would bring them up to date. */
export async function openRecordsAsTheyAre(config: Config): Promise<OpenRecords | null> {
  if (!hasDatabase(config) || (await recordsWaiting(config)) > 0) return null;
  return openRecords(config);
}
