/** Whom the child was in touch with, and on which days. Pure. */
import type { FamilyPage } from '@kith/contract';
import { type WeekDay, weekOf } from './days.ts';
import { byName, nameOf } from './names.ts';
import { type PersonShown, peopleShown, type Reading } from './people.ts';
import { familyWords } from './words.ts';

export type Touch = 'direct' | 'group' | 'both' | null;

export interface ContactShown extends PersonShown {
  friend: boolean;
  /** of each day of the week */
  days: readonly Touch[];
}

export interface Contacts {
  week: readonly WeekDay[];
  people: readonly ContactShown[];
}

/** First who is no friend, then whom it was most in touch with. @param most people that are wanted */
export function contactsOf(page: FamilyPage, reading: Reading, most: number): Contacts {
  const { language, today } = reading;
  const { noName } = familyWords[language].seen;
  const week = weekOf(today, language);
  const show = peopleShown(page, reading);
  const people = page.contacts
    .map((contact) => ({ ...contact, name: nameOf(contact, contact.account, noName), weight: weightOf(contact) }))
    .sort((a, b) => Number(a.friend) - Number(b.friend) || b.weight - a.weight || byName(language)(a, b))
    .slice(0, most)
    .map((contact) => ({
      ...show(contact),
      friend: contact.friend,
      days: week.map(({ day }) => touchOn(contact, day)),
    }));
  return { week, people };
}

interface Touched {
  direct: readonly string[];
  group: readonly string[];
}

export function touchOn({ direct, group }: Touched, day: string): Touch {
  if (direct.includes(day)) return group.includes(day) ? 'both' : 'direct';
  return group.includes(day) ? 'group' : null;
}

/** Days one to one count more than days in a group. */
const weightOf = ({ direct, group }: Touched): number => direct.length * 8 + group.length;
