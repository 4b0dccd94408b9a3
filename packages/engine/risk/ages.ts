/** How sure it is that an adult turns to a child. */
import type { Account } from '../knowledge/index.ts';

/** Of somebody of whom no age is known, as likely as not. */
const UNKNOWN = 0.5;

/** How likely the account's person is an adult, 0 to 1: the band, as far as the platform is sure of it. */
export function adultness(account: Account): number {
  const sure = account.ageConfidence / 100;
  if (account.ageBand === 'unknown') return UNKNOWN;
  return account.ageBand === 'adult' ? UNKNOWN + sure / 2 : UNKNOWN - sure / 2;
}

/** How likely it is that an adult turns to a child here, 0 to 1. */
export const ageGap = (actor: Account, other: Account): number => adultness(actor) * (1 - adultness(other));
