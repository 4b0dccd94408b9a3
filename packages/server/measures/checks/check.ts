/** What a check looks at, and what it says. Checks are pure: the same set-up gives the same words. */
import type { Policy } from '@kith/contract';
import type { Words } from '../../words/index.ts';

/** A list of known material, as it stands. */
export interface ListThere {
  name: string;
  of: 'hashes' | 'links';
  /** people verified what is in it, all or some */
  verified: boolean;
  entries: number;
  /** older than it may be, or never imported */
  stale: boolean;
}

/** What Kith runs with. */
export interface Setup {
  policy: Policy;
  words: Words;
  lists: readonly ListThere[];
  /** there is a form for reports: without a folder for keys there is none */
  reportForm: boolean;
  /** YYYY-MM-DD */
  today: string;
}

/** How far what was found shows the measure. */
export type Shows = 'shown' | 'partly' | 'not';

/** What was found, in a sentence of each language of the console. */
export interface Found {
  shows: Shows;
  en: string;
  cy: string;
}

export type Check = (setup: Setup) => Found;

export const found = (shows: Shows, en: string, cy: string): Found => ({ shows, en, cy });

/** Whether what an outcome does keeps something from happening until somebody has said yes. */
export const WITHHOLDS: readonly string[] = ['confirm', 'hold', 'block'];
