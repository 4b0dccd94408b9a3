/** Who an account is taken for: the newcomer's own row, written by its own events. */
import type { Seconds } from './account.ts';

/** How many others one account can be taken for at once: the likeliest. */
export const LINKS_MAX = 4;

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
  /** at most LINKS_MAX */
  links: readonly Link[];
}

export const NO_LINKS: readonly Link[] = Object.freeze([]);
export const blankLinks = (account: string): Links => ({ account, links: NO_LINKS });
