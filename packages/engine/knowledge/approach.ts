/**
 * What one account has done towards one child as evidence. Kept only where there is any, or where the contact has a level
 * without, beside the contact, and written only by the actor's events. Numbers are 32-bit, as in conduct.ts.
 */
import type { Risk } from '@kith/contract';
import type { Seconds } from './account.ts';
import { type EvidenceSums, NO_EVIDENCE } from './evidence-sums.ts';

export interface Approach {
  readonly actor: string;
  readonly other: string;
  /** when the sums were last brought up to date; 0 where there is nothing */
  at: Seconds;
  evidence: EvidenceSums;
  /** when there was evidence for the first time; 0 where there was none yet */
  firstAt: Seconds;
  /** the child was asked to go elsewhere within the first messages: counted once in the conduct */
  handedOff: boolean;
  /** there was evidence of several kinds: counted once in the conduct */
  pursued: boolean;
  /** what the risk of this contact was when it last changed */
  level: Risk;
}

export function blankApproach(actor: string, other: string): Approach {
  return {
    actor,
    other,
    at: 0,
    evidence: NO_EVIDENCE,
    firstAt: 0,
    handedOff: false,
    pursued: false,
    level: 'none',
  };
}

export const isBlankApproach = (a: Approach): boolean => a.at === 0;
