/** What the dialogs say themselves. A notice's own words come from Kith; these are data, and a platform may give its own. */
import type { Why } from '../why.ts';

/** The categories of Kith's report form: the codes that stay, by which reports are counted. */
export const CATEGORIES = [
  'asks_for_pictures',
  'threatens_to_share',
  'intimate_image',
  'wants_to_meet',
  'keeps_secret',
  'scares',
  'gives_presents',
  'writes_too_much',
  'not_who_they_say',
  'unkind',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Words {
  /** BCP 47 */
  language: string;
  /** whom a notice is about; {name} stands for what the platform calls them */
  about: string;
  back: string;
  later: string;
  /** while something is being done */
  working: string;
  failed: string;
  help: {
    title: string;
    /** above the help lines */
    lead: string;
    /** before help lines that stand below something else */
    label: string;
    /** said of a link that opens another page */
    opens: string;
  };
  why: {
    title: string;
    /** said below: that it means nothing about the person who reads it */
    you: string;
    because: Record<Why, string>;
  };
  block: { title: string; body: string[]; yes: string };
  report: {
    title: string;
    lead: string;
    what: string;
    missing: string;
    more: string;
    hint: string;
    send: string;
    /** before the link to Kith's form, and on it */
    form: string;
    go: string;
    categories: Record<Category, string>;
  };
}

/** The words nearest to a language: cy-GB, then cy, then the first there is. */
export function nearestWords(known: readonly Words[], language: string): Words | undefined {
  for (let tag = language.toLowerCase(); tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = known.find((words) => words.language.toLowerCase() === tag);
    if (found !== undefined) return found;
  }
  return known[0];
}
