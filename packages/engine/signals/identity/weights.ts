/**
 * What the agreement of two accounts in one field is worth (I. P. Fellegi, A. B. Sunter, "A Theory for Record Linkage", JASA
 * 64, 1969): with m the likelihood that the field agrees where both are the same person's, and u that it does where they are
 * two people's,
 *
 *   agreement     ln(m / u)
 *   disagreement  ln((1 - m) / (1 - u))
 *
 * in log-odds; the sum over fields is how much likelier it is that they are one person's than before anybody looked. Where a
 * value is common, agreeing in it says less: of a value that n accounts have, u is n times that of one which a single account
 * has (W. E. Winkler, "Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage", US Bureau of the Census,
 * RR2000/06), so
 *
 *   agreement in a value of n accounts  max(0, ln(m / min(1, n u)))
 *
 * Never below 0: the address of a school proves nothing, and is no proof of the contrary. Where counting stopped it is 0.
 */
import type { Agreement } from '@kith/contract';
import { SHARERS_COUNTED } from '../../knowledge/index.ts';

export const agreed = ({ m, u }: Agreement): number => Math.log(m / u);

export const disagreed = ({ m, u }: Agreement): number => Math.log((1 - m) / (1 - u));

/** @param accounts how many others have the value; the newcomer is not among them */
export function agreedInShared({ m, u }: Agreement, accounts: number): number {
  if (accounts >= SHARERS_COUNTED) return 0;
  return Math.max(0, Math.log(m / Math.min(1, u * Math.max(1, accounts))));
}

/** Nearer than this nobody is surer for, days: who was disabled at night comes back in the morning. */
const NEAREST_DAYS = 0.5;

/**
 * Two things that happen so many days apart. Those of two people fall anywhere in the time within which they agree, of one
 * person mostly soon: as often within each doubling of the time (so that the density of m falls with the time, and that of u
 * does not). The sooner the surer, and as much as it gains there it loses towards the end; past it they disagree.
 *
 * @param withinDays more than NEAREST_DAYS
 */
export function agreedInTime(field: Agreement, days: number, withinDays: number): number {
  if (days > withinDays) return disagreed(field);
  // so divided that all of the time together holds what it held
  const often = withinDays / Math.max(days, NEAREST_DAYS) / (1 + Math.log(withinDays / NEAREST_DAYS));
  return agreed(field) + Math.log(often);
}
