/** Groups and who is in them, in pages that a telephone on a bad line can load. Pure. */
import type { FamilyPage } from '@kith/contract';
import { fill } from '../../ground/pages/index.ts';
import { byName, nameOf } from './names.ts';
import { type PersonShown, peopleShown, type Reading } from './people.ts';
import { familyWords } from './words.ts';

/** People that one page of groups names: about 20 kB over the wire. */
export const PEOPLE_A_PAGE_MAX = 1_000;

export interface GroupShown {
  name: string;
  size: string;
  members: readonly PersonShown[];
  /** that there are more in it than are named; null where there are not */
  more: string | null;
}

export function groupsOf(page: FamilyPage, reading: Reading): GroupShown[] {
  const { language } = reading;
  const { groups: words } = familyWords[language].seen;
  const show = peopleShown(page, reading);
  return page.groups.map(({ group, name, size, members }) => {
    const more = size - members.length;
    return {
      name: nameOf({ name }, group, words.noName),
      size: fill(words.size, { count: size }, language),
      members: members.map(show).sort(byName(language)),
      more: more <= 0 ? null : fill(words.more, { count: more }, language),
    };
  });
}

/** Cuts a list of groups into pages; there is always one. A group is never cut. */
export function inPages(groups: readonly GroupShown[]): GroupShown[][] {
  const pages: GroupShown[][] = [[]];
  let people = 0;
  for (const group of groups) {
    // a name and how many there are count as one of them
    const more = group.members.length + 1;
    if (people > 0 && people + more > PEOPLE_A_PAGE_MAX) {
      pages.push([]);
      people = 0;
    }
    pages.at(-1)?.push(group);
    people += more;
  }
  return pages;
}
