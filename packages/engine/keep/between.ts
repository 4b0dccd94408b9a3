/**
 * Whose messages are kept for a while, by policy: where one of the two is a child, and they are unconnected or of unequal
 * age. A conversation is kept on both its sides, so that whoever looks into it sees the answers, too: where an age is not
 * known, the account counts as a child and as an adult (doubt protects), whoever of the two writes.
 */
import type { AgeBand, KeepPolicy } from '@kith/contract';
import type { Account } from '../knowledge/index.ts';

/** What deciding knows of the two. */
interface Two {
  readonly actor: Account;
  readonly other: Account;
  readonly connected: boolean;
}

/** A message whose text is to be kept. */
export interface ToKeep {
  /** the one it was sent to; null in a group */
  readonly other: string | null;
}

export function isKeptBetween({ actor, other, connected }: Two, { messages }: KeepPolicy): boolean {
  if (messages.days === 0) return false;
  const doubt = messages.unknownAges;
  const [aChild, bChild] = [isChild(actor.ageBand, doubt), isChild(other.ageBand, doubt)];
  if (!aChild && !bChild) return false;
  if (messages.unconnected && !connected) return true;
  if (!messages.unequalAges) return false;
  return (aChild && isAdult(other.ageBand, doubt)) || (bChild && isAdult(actor.ageBand, doubt));
}

const isChild = (band: AgeBand, doubt: boolean): boolean => (band === 'unknown' ? doubt : band !== 'adult');
const isAdult = (band: AgeBand, doubt: boolean): boolean => (band === 'unknown' ? doubt : band === 'adult');
