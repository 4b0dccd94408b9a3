/**
 * What is true in the town, beside its events and never in them. It grows while the events are drawn: what is not yet
 * lived is not yet true.
 */
import type { OffendingAct } from '../acts/acts.ts';
import type { Parameters } from '../offenders/parameters.ts';
import type { OffenderType } from '../offenders/types.ts';
import type { Role } from '../people/roles.ts';

/** What somebody is: an ordinary person, one of the hard negatives, or an offender. */
export type AccountKind = Role | 'falseAdult' | 'offender';

/** An offender's conduct towards one child. Times are milliseconds since 1970. */
export interface Target {
  child: string;
  /** onset: the first event between them, of the offender or of the child */
  firstContact: number;
  /** the child has answered at least once */
  answered: boolean;
  /** the child or the platform has put an end to it */
  endedAt?: number;
}

/** The acts that harm begins with: moving elsewhere, asking for media, asking to meet. */
export type HarmAct = Extract<OffendingAct, 'ask_to_move' | 'ask_for_media' | 'ask_to_meet'>;

export interface Harm {
  at: number;
  /** the message's id in the events */
  message: string;
  /** the account that acted: an offender who came back has several */
  account: string;
  child: string;
  act: HarmAct;
  /** it was delivered, as far as the town was told */
  arrived: boolean;
}

export interface OffenderTruth {
  /** the accounts of this one person, in the order of their joining */
  accounts: string[];
  type: OffenderType;
  parameters: Parameters;
  /** in the order of their onset */
  targets: Target[];
  /** in the order of time */
  harm: Harm[];
  /** when each account was disabled, if it was */
  banned: { account: string; at: number }[];
}

/** A simulated moderator's ruling. Late, and sometimes wrong. */
export interface Ruling {
  /** when it was given */
  at: number;
  account: string;
  offending: boolean;
  /** what led to it */
  because: 'reports' | 'random sample' | 'asked';
  /** two people agreed: final, and right more often */
  reviewedTwice: boolean;
}

export interface Truth {
  kind(account: string): AccountKind;
  /** truly under 18, whatever the platform was told */
  isChild(account: string): boolean;
  /** everybody who lives with somebody, and themselves */
  household(account: string): readonly string[];
  readonly offenders: readonly OffenderTruth[];
  offenderOf(account: string): OffenderTruth | undefined;
  /** rulings on reports and on a random sample, in the order of time; those given up to the last event drawn */
  labels(): readonly Ruling[];
  /** what a moderator would rule, and when, where a case about the account is opened at this time; the same each time */
  review(account: string, openedAt: number): Ruling;
}
