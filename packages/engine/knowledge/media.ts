/** Media that matched something known: the row of whoever uploaded it. Of other media nothing is kept. */
import type { Seconds } from './account.ts';

/** In the order of strictness. `none`: it matched once, and does no more. */
export const mediaVerdicts = ['none', 'likely', 'verified'] as const;
export type MediaVerdict = (typeof mediaVerdicts)[number];

export interface Media {
  readonly id: string;
  /** '' where nothing is known of it */
  uploader: string;
  verdict: MediaVerdict;
  /** when it was last uploaded */
  at: Seconds;
}

export const blankMedia = (id: string): Media => ({ id, uploader: '', verdict: 'none', at: 0 });
