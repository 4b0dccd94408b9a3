/**
 * What it costs all other events that millions of identifiers are stored: the same messages at the resident store, without HTTP,
 * where there are none and where there are, in turns; CPU of the whole process an event, which a machine that others use disturbs less.
 */
import { join } from 'node:path';
import { type Asked, figure, type Say } from './figures.ts';
import { commit, messages, openWorld } from './guarded.ts';
import { median } from './kith.ts';
import { IDENTIFIERS_AN_ACCOUNT, withIdentifiers } from './signups.ts';
import { rowsOfWorld } from './world.ts';

/** Of each account, with whom its messages mostly go. */
const CONTACTS_AN_ACCOUNT = 2;

export async function measureBesideIdentifiers(
  { rounds, seconds }: Asked,
  identifiers: number,
  inFolder: string,
  say: Say,
): Promise<void> {
  const accounts = Math.ceil(identifiers / IDENTIFIERS_AN_ACCOUNT);
  const size = { accounts, contacts: accounts * CONTACTS_AN_ACCOUNT };
  const without = await openWorld(join(inFolder, 'no-identifiers'), rowsOfWorld(size));
  const beside = await openWorld(join(inFolder, 'identifiers'), withIdentifiers(size));
  const seen = { without: [] as number[], beside: [] as number[], ratios: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const one = await commit(without, messages(size, round, `w${round}`), seconds);
    const other = await commit(beside, messages(size, round, `b${round}`), seconds);
    // the first round is the compiler's
    if (round === 0) continue;
    seen.without.push(one.cpu_us);
    seen.beside.push(other.cpu_us);
    seen.ratios.push(one.cpu_us / other.cpu_us);
  }
  say(figure('beside identifiers: CPU a message where there are none', median(seen.without), 'µs'));
  say(figure(`beside identifiers: CPU a message beside ${identifiers}`, median(seen.beside), 'µs'));
  say(figure('beside identifiers: share of throughput left, by CPU', median(seen.ratios), '', { atLeast: 0.95 }));
  await without.close();
  await beside.close();
}
