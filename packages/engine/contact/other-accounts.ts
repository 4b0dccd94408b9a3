/**
 * A block holds for the other accounts of whoever is blocked, too, whichever of them was there first: those that people
 * confirmed to be the same person's, and those of a device that few use. Nobody is restricted or judged for it.
 */
import { type Account, type Knowledge, type Link, NO_LINKS } from '../knowledge/index.ts';

/**
 * Whether an account blocks another one of the same person's, as far as that is seen. A link by a device stands in the row of
 * the account that came to the device later, so that for the earlier one its devices are asked. A device can be named by
 * anybody who knows its id, and a family shares one: between those who are connected people must have confirmed it.
 * @param accountsMax of a device that more accounts use nothing follows
 */
export function blocksOtherAccountOf(
  k: Knowledge,
  by: Account,
  { id, linked }: Account,
  connected: boolean,
  accountsMax: number,
): boolean {
  if (!by.blocks) return false;
  const links = linked ? k.links(id).links : NO_LINKS;
  const isTheSame = ({ state, byDevice }: Link): boolean =>
    state === 'confirmed' || (byDevice && state !== 'cut' && !connected);
  if (links.some((link) => isTheSame(link) && k.contact(by.id, link.other).blocking)) return true;
  return !connected && blocksOnDevice(k, by, id, links, accountsMax);
}

function blocksOnDevice(k: Knowledge, by: Account, id: string, links: readonly Link[], accountsMax: number): boolean {
  const cut = new Set(links.filter(({ state }) => state === 'cut').map(({ other }) => other));
  return k.identifiers(id).some(({ kind, hash }) => {
    if (kind !== 'device') return false;
    const { accounts, count } = k.sharers(kind, hash);
    if (count > accountsMax + 1) return false;
    return accounts.some((other) => other !== id && !cut.has(other) && k.contact(by.id, other).blocking);
  });
}
