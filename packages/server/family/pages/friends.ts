/** Friends: new ones with how they may know each other, and all of them by their letters. Pure. */
import { type FamilyFriend, type FamilyPage, type HowKnown, howKnown } from '@kith/contract';
import { fill, type Language } from '../../ground/pages/index.ts';
import { longDay } from './days.ts';
import { byName, nameOf } from './names.ts';
import { type PersonShown, peopleShown, type Reading } from './people.ts';
import { familyWords } from './words.ts';

export interface NewFriend extends PersonShown {
  since: string;
  /** each way, and whether it is so */
  signs: readonly { sign: HowKnown; text: string; lit: boolean }[];
  /** none of them is: a reason to talk about it */
  unplaced: boolean;
}

/** Those of the last days: first whom nothing places, then the newest. @param most that are wanted */
export function newFriends(page: FamilyPage, reading: Reading, most: number): NewFriend[] {
  const { language } = reading;
  const { friends: words, noName } = familyWords[language].seen;
  const show = peopleShown(page, reading);
  return page.friends
    .flatMap((friend) => (friend.since === null ? [] : [{ ...friend, since: friend.since }]))
    .map((friend) => ({ ...friend, name: nameOf(friend, friend.account, noName) }))
    .sort(
      (a, b) =>
        Number(a.how.length > 0) - Number(b.how.length > 0) ||
        (a.since === b.since ? byName(language)(a, b) : a.since < b.since ? 1 : -1),
    )
    .slice(0, most)
    .map(({ since, how, ...person }) => ({
      ...show(person),
      since: fill(words.since, { day: longDay(since, language) }, language),
      signs: signsOf({ how }, language),
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
