/** Friends: new ones with how they may know each other, and all of them by their letters. Pure. */
import { type FamilyFriend, type FamilyPage, type HowKnown, howKnown } from '@kith/contract';
import { fill, type Language } from '../../ground/pages/index.ts';
import { longDay } from './days.ts';
import { byName } from './names.ts';
import { type PersonShown, peopleShown, type Reading } from './people.ts';
import { familyWords } from './words.ts';

export interface NewFriend extends PersonShown {
  since: string;
  /** each way, and whether it is so */
  signs: readonly { sign: HowKnown; text: string; lit: boolean }[];
  /** none of them is: a reason to talk about it */
  unplaced: boolean;
}

/** Those of the last days: first whom nothing places, then the newest. */
export function newFriends(page: FamilyPage, reading: Reading): NewFriend[] {
  const { friends: words } = familyWords[reading.language].seen;
  const show = peopleShown(page, reading);
  return page.friends
    .flatMap((friend) => (friend.since === null ? [] : [{ ...show(friend), day: friend.since, how: friend.how }]))
    .sort(
      (a, b) =>
        Number(a.how.length > 0) - Number(b.how.length > 0) ||
        (a.day === b.day ? byName(reading.language)(a, b) : a.day < b.day ? 1 : -1),
    )
    .map(({ day, how, ...person }) => ({
      ...person,
      since: fill(words.since, { day: longDay(day, reading.language) }, reading.language),
      signs: signsOf({ how }, reading.language),
      unplaced: how.length === 0,
    }));
}

/** Each way that they may know each other, and whether it is so. */
export const signsOf = ({ how }: Pick<FamilyFriend, 'how'>, language: Language): NewFriend['signs'] => {
  const { signs } = familyWords[language].seen.friends;
  return howKnown.options.map((sign) => ({ sign, text: signs[sign], lit: how.includes(sign) }));
};

export interface Letter {
  letter: string;
  /** of its heading, for jumping to it */
  id: string;
  people: readonly PersonShown[];
}

/** All friends by name, under the letter that each begins with; those that begin with none last. */
export function friendsByLetter(page: FamilyPage, reading: Reading): Letter[] {
  const { otherLetter } = familyWords[reading.language].seen.friends;
  const show = peopleShown(page, reading);
  const letters = new Map<string, PersonShown[]>();
  for (const friend of page.friends.map(show).sort(byName(reading.language))) {
    const letter = letterOf(friend.name);
    const of = letters.get(letter);
    if (of === undefined) letters.set(letter, [friend]);
    else of.push(friend);
  }
  return [...letters]
    .map(([letter, people], n) => ({
      letter: letter === '' ? otherLetter : letter,
      id: `letter-${n}`,
      people,
      none: letter === '',
    }))
    .sort((a, b) => Number(a.none) - Number(b.none))
    .map(({ none: _, ...letter }) => letter);
}

/** Without its accent; '' where it is no letter. */
function letterOf(name: string): string {
  const first = [...name.normalize('NFD')][0] ?? '';
  return /\p{L}/u.test(first) ? first.toUpperCase() : '';
}
