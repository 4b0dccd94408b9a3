/** What is known of one person, on a page of its own: nothing that the week does not say. Pure. */
import type { FamilyPage, HowKnown } from '@kith/contract';
import { fill } from '../../ground/pages/index.ts';
import { touchOn } from './contacts.ts';
import { longDay, weekOf } from './days.ts';
import { signsOf } from './friends.ts';
import { nameOf } from './names.ts';
import type { Known, Reading } from './people.ts';
import { familyWords } from './words.ts';

export interface KnownShown {
  name: string;
  friend: string;
  /** of a new friend; null of others */
  signs: readonly { sign: HowKnown; text: string; lit: boolean }[] | null;
  unplaced: boolean;
  /** the newest first */
  days: readonly { day: string; touch: string }[];
  groups: readonly string[];
}

export function knownOf({ person, friend, direct, group, groups }: Known, { language, today }: Reading): KnownShown {
  const { seen: words } = familyWords[language];
  const since = friend?.since ?? null;
  const days = weekOf(today, language)
    .reverse()
    .flatMap(({ day, long }) => {
      const touch = touchOn({ direct, group }, day);
      return touch === null ? [] : [{ day: long, touch: words.contacts[touch] }];
    });
  return {
    name: nameOf(person, person.account, words.noName),
    friend:
      friend === null
        ? words.person.notFriend
        : since === null
          ? words.person.oldFriend
          : fill(words.person.friend, { day: longDay(since, language) }, language),
    signs: friend === null || since === null ? null : signsOf(friend, language),
    unplaced: friend !== null && since !== null && friend.how.length === 0,
    days,
    groups: groups.map((one) => nameOf(one, one.group, words.groups.noName)),
  };
}

/** Who asked to look at somebody together and waits, or is answered: the newest; null where nobody asked. */
export const reviewOf = (page: FamilyPage, account: string): FamilyPage['reviews'][number] | null =>
  page.reviews
    .filter(({ about }) => about.account === account)
    .reduce<FamilyPage['reviews'][number] | null>(
      (newest, one) => (newest === null || one.askedOn >= newest.askedOn ? one : newest),
      null,
    );
