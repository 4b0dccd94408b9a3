/** Whom the child was in touch with, and on which days. Pure. */
import type { FamilyPage } from '@kith/contract';
import { type WeekDay, weekOf } from './days.ts';
import { byName } from './names.ts';
import { type PersonShown, peopleShown, type Reading } from './people.ts';

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

/** First who is no friend, then whom it was most in touch with. */
export function contactsOf(page: FamilyPage, reading: Reading): Contacts {
  const week = weekOf(reading.today, reading.language);
  const show = peopleShown(page, reading);
  const people = page.contacts
    .map((contact) => ({
      ...show(contact),
      friend: contact.friend,
      days: week.map(({ day }) => touchOn(contact, day)),
    }))
    .sort((a, b) => Number(a.friend) - Number(b.friend) || weightOf(b) - weightOf(a) || byName(reading.language)(a, b));
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
const weightOf = ({ days }: ContactShown): number =>
  days.reduce((sum, touch) => sum + (touch === null ? 0 : touch === 'group' ? 1 : 8), 0);
