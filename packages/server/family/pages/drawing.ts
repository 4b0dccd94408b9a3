/** What all pages of the Family Centre are drawn with, and the lists that a guardian's and a child's page both have. */
import { join } from 'node:path';
import type { FamilyPage } from '@kith/contract';
import { fill, type Language, pagesIn } from '../../ground/pages/index.ts';
import type { Words } from '../../words/index.ts';
import { dayOf } from '../facts.ts';
import { contactsOf } from './contacts.ts';
import { friendsByLetter, newFriends } from './friends.ts';
import { groupsOf, inPages } from './groups.ts';
import { type Reading, someUnnamed } from './people.ts';
import { familyWords } from './words.ts';

const render = pagesIn(join(import.meta.dirname, 'views'));

export interface Drawing {
  language: Language;
  /** comes back with every form: nobody else's page can send it. '' where nobody is signed in */
  own: string;
  now_ms: number;
  helplines: Words['helplines'];
  /** what they are, as the words of notices say it */
  quietHours: string;
  /** of the child who reads: its help lines and emergency number; '' where that is unknown, and on pages that name none */
  country: string;
}

export const START = '/family';
export const EXIT = '/family/exit';
export const OWN = '/family/own';
export const CODE = '/family/code';
export const guardianBase = (guardianship: string): string => `/family/children/${encodeURIComponent(guardianship)}`;

export const readingOf = ({ language, now_ms, quietHours }: Drawing, base: string): Reading => ({
  ...{ language, base, today: dayOf(now_ms), quietHours },
});

/** @param self its address, for the language switch and for forms that are sent to it; null where it can't be asked for again */
export function draw(
  { language, own }: Pick<Drawing, 'language' | 'own'>,
  template: string,
  self: string | null,
  more: { title: string } & Record<string, unknown>,
): string {
  const words = familyWords[language];
  return render(template, { service: words.service, self, exit: EXIT, words, own, ...more }, language);
}

/** Friends with letters to jump to: fewer are seen in one look. */
const MANY_FRIENDS = 40;

export const seenParts = ['friends', 'contacts', 'groups'] as const;
export type SeenPart = (typeof seenParts)[number];

/** A list in full. @param around what the page has beside it @param number which page of groups, from 1 */
export function drawPart(
  drawing: Drawing,
  base: string,
  page: FamilyPage,
  part: SeenPart,
  around: Record<string, unknown>,
  number = 1,
): string {
  const { language } = drawing;
  const reading = readingOf(drawing, base);
  const { seen: words, nav } = familyWords[language];
  const self = `${base}/${part}`;
  const unnamed = someUnnamed(page);
  switch (part) {
    case 'friends': {
      const friends = fill(words.friends.count, { count: page.friends.length }, language);
      const letters = friendsByLetter(page, reading);
      const seen = {
        friends,
        fresh: newFriends(page, reading, page.friends.length),
        letters,
        many: page.friends.length > MANY_FRIENDS,
        unnamed,
      };
      return draw(drawing, 'friends.njk', self, { ...around, title: nav.friends, seen });
    }
    case 'contacts': {
      const seen = { contacts: contactsOf(page, reading, page.contacts.length), unnamed };
      return draw(drawing, 'contacts.njk', self, { ...around, title: words.contacts.title, seen });
    }
    case 'groups': {
      const pages = inPages(groupsOf(page, reading));
      const at = Math.min(Math.max(number, 1), pages.length);
      const link = (n: number) => (n < 1 || n > pages.length ? null : `${self}?page=${n}`);
      const of = fill(words.groups.page, { page: at, pages: pages.length }, language);
      const seen = { groups: pages[at - 1] ?? [], before: link(at - 1), after: link(at + 1), unnamed };
      const title = pages.length === 1 ? words.groups.title : of;
      return draw(drawing, 'groups.njk', at === 1 ? self : `${self}?page=${at}`, { ...around, title, seen });
    }
    default:
      return part satisfies never;
  }
}
