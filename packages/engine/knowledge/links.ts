/** Who an account is taken for: the newcomer's own row, written by its own events. */
import type { Seconds } from './account.ts';

/** How many others Kith takes one account for at once: the likeliest. More than share a device that counts for blocks. */
export const LINKS_MAX = 8;
/** How many links of one account people have judged: none of these is ever given up for what Kith finds. */
export const LINKS_JUDGED_MAX = 64;

/** The order in which states are kept. */
export const linkStates = ['seen', 'confirmed', 'cut'] as const;

export interface Link {
  /** the earlier account */
  readonly other: string;
  /** log-odds that both are the same person's, a 32-bit float */
  points: number;
  /** they share a device */
  byDevice: boolean;
  /** `confirmed` and `cut` are people's word on it */
  state: (typeof linkStates)[number];
  /** when it was last weighed or judged */
  at: Seconds;
}

export interface Links {
  readonly account: string;
  /** those that people judged, then those that Kith sees: at most LINKS_JUDGED_MAX and LINKS_MAX */
  links: readonly Link[];
}

export const isJudged = ({ state }: Link): boolean => state !== 'seen';
export const NO_LINKS: readonly Link[] = Object.freeze([]);
export const blankLinks = (account: string): Links => ({ account, links: NO_LINKS });
