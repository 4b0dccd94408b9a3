/**
 * A block holds for the other accounts of whoever is blocked, too, whichever of them was there first: those that people
 * confirmed to be the same person's, and those of a device that few use. Nobody is restricted or judged for it.
 */
import { type Account, type Knowledge, type Link, NO_LINKS, type Sharers } from '../knowledge/index.ts';

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
  const stands = ({ state, other }: Link): boolean => state === 'confirmed' || !isOfACrowd(k, id, other, accountsMax);
  if (links.some((link) => isTheSame(link) && k.contact(by.id, link.other).blocking && stands(link))) return true;
  return !connected && blocksOnDevice(k, by, id, links, accountsMax);
}

/** Whether one of two blocks another account of the other's person; the rest as above. */
export const isEitherBlockedByLink = (
  k: Knowledge,
  a: Account,
  b: Account,
  connected: boolean,
  accountsMax: number,
): boolean =>
  blocksOtherAccountOf(k, a, b, connected, accountsMax) || blocksOtherAccountOf(k, b, a, connected, accountsMax);

/**
 * Whether all devices that both are known to have are used by many by now: whoever was on a school's first is no more one person than
 * the others. A link whose device is not known any more stands.
 */
function isOfACrowd(k: Knowledge, one: string, another: string, accountsMax: number): boolean {
  const theirs = new Set(k.identifiers(another).flatMap(({ kind, hash }) => (kind === 'device' ? [hash] : [])));
  const shared = k.identifiers(one).filter(({ kind, hash }) => kind === 'device' && theirs.has(hash));
  return shared.length > 0 && shared.every(({ kind, hash }) => !isOfFew(k, k.sharers(kind, hash), accountsMax));
}

function blocksOnDevice(k: Knowledge, by: Account, id: string, links: readonly Link[], accountsMax: number): boolean {
  const cut = new Set(links.filter(({ state }) => state === 'cut').map(({ other }) => other));
  return k.identifiers(id).some(({ kind, hash }) => {
    if (kind !== 'device') return false;
    const sharers = k.sharers(kind, hash);
    if (!isOfFew(k, sharers, accountsMax)) return false;
    return sharers.accounts.some((other) => other !== id && !cut.has(other) && k.contact(by.id, other).blocking);
  });
}

/**
 * Whether few accounts use a device, of which one may be the one that asks. Those that are gone do not count: whoever deletes
 * each account that is blocked would make their own device a library's. Only those that are listed are looked at, so that beyond
 * them a device counts as one of many.
 */
export function isOfFew(k: Knowledge, { accounts, count }: Sharers, accountsMax: number): boolean {
  const most = accountsMax + 1;
  if (count <= most) return true;
  const gone = accounts.filter((id) => k.account(id).status === 'deleted').length;
  return count - gone <= most;
}
