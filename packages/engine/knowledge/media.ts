/** Media that matched something known: the row of whoever uploaded it. Of other media nothing is kept. */
import type { Seconds } from './account.ts';
import type { Knowledge } from './index.ts';

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

/**
 * Accounts that are remembered to have uploaded under one id, where one of them uploaded what is known. Platforms give each
 * medium an id of its own; where one is used again, each uploader's row says what theirs is (docs/decisions/0019).
 */
export const MEDIA_UPLOADERS_MAX = 8;

/** The id of the row of the nth uploader of a medium, from 0. Ids of platforms hold no control characters. */
export const mediaPlace = (id: string, n: number): string => (n === 0 ? id : `${id}\n${n}`);

/** Those who uploaded under this id, as far as it matters: nobody, where none of them uploaded what is known. */
export function mediaUploads(k: Knowledge, id: string): readonly Media[] {
  const rows: Media[] = [];
  for (let n = 0; n < MEDIA_UPLOADERS_MAX; n++) {
    const row = k.media(mediaPlace(id, n));
    if (row.uploader === '') break;
    rows.push(row);
  }
  return rows;
}
