/** What a town can be asked to be. */
import type { DirectMessages } from '@kith/contract';
import type { OffenderType } from './offenders/types.ts';

/**
 * Which worlds: those that detectors may learn from; those that are like them and speak as no text model has learned, so
 * that weights are chosen on text as it carries over; or those that are held out to judge by.
 */
export const splits = ['training', 'tuning', 'heldOut'] as const;
export type Split = (typeof splits)[number];

/** How the platform is, on which the town lives. */
export interface Platform {
  /** whether people connect (befriend each other) before they write; where not, nobody asks to connect */
  connections: boolean;
  /** who may write to a child that hasn't chosen; told in the child's first event where it isn't Kith's own default */
  childrenDefault: DirectMessages;
  /** share of conversations whose text the platform can see, 0 to 1; the rest are end-to-end encrypted */
  textShare: number;
  /** share of accounts whose age is missing or wrong, beyond those that lie on purpose, 0 to 1 */
  agesWrong: number;
}

export const ORDINARY_PLATFORM: Platform = {
  connections: true,
  childrenDefault: 'connections',
  textShare: 0.8,
  agesWrong: 0.2,
};

export interface TownOptions {
  /** the same seed and options give the same events, byte for byte */
  seed: string;
  /** how many accounts there are, ACCOUNTS_MIN to ACCOUNTS_MAX, those included that join later or come back */
  accounts: number;
  /** how many days are lived after `now`; fewer days are the beginning of more */
  days: number;
  split: Split;
  platform?: Partial<Platform>;
  /** share of accounts that are offenders, of all types alike; or how many of each type (OFFENDERS_SHARE) */
  offenders?: number | Partial<Record<OffenderType, number>>;
  /** when the days begin, milliseconds since 1970; what led to the town as it is then comes before, in HISTORY_DAYS */
  now: number;
  /** how much people write, against ordinary (1) */
  activity?: number;
}

/** Fewer have no schools, clubs and strangers worth the name. */
export const ACCOUNTS_MIN = 500;
/** Beyond a million the memory of a town was never measured. */
export const ACCOUNTS_MAX = 1_000_000;
/** Before the first day, people join and befriend each other over so many days. */
export const HISTORY_DAYS = 60;
export const HISTORY_MINUTES = HISTORY_DAYS * 1440;
/** Share of accounts that are offenders where nobody says: more than there are, so that a town has some to find. */
export const OFFENDERS_SHARE = 1 / 1000;

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
