/**
 * What a guardian sees of a week, in one look: what is new, who is no friend, what waits for an answer. A child's own page has
 * the very same, made by this and by nothing else. Pure.
 */
import type { FamilyPage } from '@kith/contract';
import { fill } from '../../ground/pages/index.ts';
import { type Contacts, contactsOf } from './contacts.ts';
import { longDay, plainDay, weekOf } from './days.ts';
import { type NewFriend, newFriends } from './friends.ts';
import { type GroupShown, groupsOf } from './groups.ts';
import { nameOf } from './names.ts';
import { childName, type PersonShown, peopleShown, type Reading, someUnnamed } from './people.ts';
import { type SettingShown, settingsOf } from './settings.ts';
import { familyWords, warningKinds } from './words.ts';

/** New friends on the first page: more are on the page of friends. */
export const NEW_SHOWN_MAX = 12;
/** People in touch on the first page. */
export const CONTACTS_SHOWN_MAX = 8;
/** Groups on the first page. */
export const GROUPS_SHOWN_MAX = 5;

/** One figure of the first look. */
export interface Tile {
  href: string;
  count: number;
  text: string;
  /** what of it is worth a question; null where nothing is */
  note: string | null;
}

export interface Overview {
  name: string;
  caption: readonly string[];
  glance: readonly Tile[];
  newFriends: readonly NewFriend[];
  /** all of them, in words */
  friends: string;
  /** there are any */
  friendly: boolean;
  contacts: Contacts;
  contactsAll: string | null;
  groups: readonly GroupShown[];
  settings: readonly SettingShown[];
  warnings: { about: string; shown: readonly { text: string; days: string }[] | null; hidden: string };
  kept: { text: string; who: string };
  quiet: string;
  reviews: readonly { person: PersonShown; text: string }[];
  guardians: readonly string[];
  also: string;
  unseen: readonly string[];
  /** whether somebody is shown by an id */
  unnamed: boolean;
}

export function overviewOf(page: FamilyPage, reading: Reading): Overview {
  const { language, base, quietHours } = reading;
  const { seen: words } = familyWords[language];
  const name = childName(page, language);
  const say = (message: string, values: Record<string, string | number> = {}) =>
    fill(message, { name, ...values }, language);
  const contacts = contactsOf(page, reading, CONTACTS_SHOWN_MAX);
  const fresh = newFriends(page, reading, NEW_SHOWN_MAX);
  const settings = settingsOf(page, language);
  const show = peopleShown(page, reading);
  const all = (count: number, shown: number) => (count > shown ? say(words.all, { count }) : null);
  const isNew = page.friends.filter(({ since }) => since !== null);
  const unplaced = isNew.filter(({ how }) => how.length === 0).length;
  const strangers = page.contacts.filter(({ friend }) => !friend).length;
  const waiting = settings.filter(({ wanted }) => wanted?.waits === true).length;
  const tile = (href: string, count: number, message: string, note: string | null = null): Tile => ({
    ...{ href: `${base}${href}`, count, text: say(message, { count }), note },
  });
  const [first, last] = [weekOf(reading.today, language)[0]?.day ?? reading.today, reading.today];
  return {
    name: nameOf(page.child, page.child.account, words.noName),
    caption: [
      words.ages[page.child.age],
      say(words.week, { from: plainDay(first, language), to: plainDay(last, language) }),
      // until a whole week was noted
      ...(page.notedSince > first ? [say(words.since, { day: longDay(page.notedSince, language) })] : []),
    ],
    glance: [
      tile(
        '#friends',
        isNew.length,
        words.glance.friends,
        unplaced > 0 ? say(words.glance.unplaced, { count: unplaced }) : null,
      ),
      tile(
        '#contacts',
        page.contacts.length,
        words.glance.contacts,
        strangers > 0 ? say(words.glance.strangers, { count: strangers }) : null,
      ),
      tile('#settings', waiting, words.glance.waiting),
      tile('#kept', page.strangersKeptAway, words.glance.kept),
    ],
    newFriends: fresh,
    friends: say(words.friends.count, { count: page.friends.length }),
    friendly: page.friends.length > 0,
    contacts,
    contactsAll: all(page.contacts.length, CONTACTS_SHOWN_MAX),
    groups: groupsOf({ ...page, groups: page.groups.slice(0, GROUPS_SHOWN_MAX) }, reading),
    settings,
    warnings: warningsOf(page, reading),
    kept: { text: say(words.kept.text, { count: page.strangersKeptAway }), who: say(words.kept.who) },
    quiet: page.quietHours === null ? words.quiet.unset : say(words.quiet.set, { ...page.quietHours, quietHours }),
    reviews: page.reviews.map(({ about, askedOn, state }) => ({
      person: show(about),
      text: say(words.reviews[state], { day: longDay(askedOn, language) }),
    })),
    guardians: page.guardians.map((guardian) => nameOf(guardian, guardian.account, words.noName)),
    also: say(words.guardians.also),
    unseen: words.unseen.items.map((item) => say(item)),
    unnamed: someUnnamed(page),
  };
}

/** Each kind once, with its days. */
function warningsOf(page: FamilyPage, { language }: Reading): Overview['warnings'] {
  const { warnings: words } = familyWords[language].seen;
  const name = childName(page, language);
  const say = (message: string) => fill(message, { name }, language);
  const days = new Map<string, Set<string>>();
  for (const { kind, day } of page.warnings ?? []) {
    const text = say(words.kinds[warningKinds.find((known) => known === kind) ?? 'other']);
    days.set(text, (days.get(text) ?? new Set()).add(day));
  }
  const shown = [...days].map(([text, on]) => ({
    text,
    days: [...on]
      .sort()
      .map((day) => longDay(day, language))
      .join(' · '),
  }));
  return { about: say(words.about), shown: page.warnings === null ? null : shown, hidden: say(words.hidden) };
}
