/** People as pages show them: a name that misleads nobody, and an address that names nobody. */
import { hash } from 'node:crypto';
import type { FamilyFriend, FamilyGroup, FamilyPage, FamilyPerson } from '@kith/contract';
import type { Language } from '../../ground/pages/index.ts';
import { inSentence, nameOf } from './names.ts';
import { familyWords } from './words.ts';

/** How somebody reads. */
export interface Reading {
  language: Language;
  /** what every address of the page begins with */
  base: string;
  /** the day that it is, in UTC */
  today: string;
  /** what quiet hours are */
  quietHours: string;
}

export interface PersonShown {
  account: string;
  /** as it stands alone; within a sentence inSentence makes it */
  name: string;
  href: string;
}

/** Bytes of a reference: of 10,000 people on a page two share one in one page of five million. */
const REFERENCE_BYTES = 6;

/**
 * What stands for a person in an address. Browsers keep addresses: no account stands in them, and the same person has another
 * reference on another child's page.
 */
export const referenceOf = (child: string, account: string): string =>
  hash('sha256', JSON.stringify(['family', child, account]), 'buffer')
    .subarray(0, REFERENCE_BYTES)
    .toString('base64url');

/** Shows people of one page; the same one is worked out once, since groups name the same people again and again. */
export function peopleShown(page: FamilyPage, reading: Reading): (person: FamilyPerson) => PersonShown {
  const shown = new Map<string, PersonShown>();
  const { noName } = familyWords[reading.language].seen;
  return ({ account, name }) => {
    let one = shown.get(account);
    if (one === undefined) {
      const href = `${reading.base}/people/${referenceOf(page.child.account, account)}`;
      one = { account, name: nameOf({ name }, account, noName), href };
      shown.set(account, one);
    }
    return one;
  };
}

/** The child's name, within sentences. */
export const childName = ({ child }: FamilyPage, language: Language): string =>
  inSentence(nameOf(child, child.account, familyWords[language].seen.noName));

/** Everything that a page says about one person. */
export interface Known {
  person: FamilyPerson;
  friend: FamilyFriend | null;
  direct: readonly string[];
  group: readonly string[];
  groups: readonly FamilyGroup[];
}

/** Who a reference stands for; null where nobody on the page has it. */
export function findPerson(page: FamilyPage, reference: string): Known | null {
  const { account: child } = page.child;
  const isMeant = ({ account }: FamilyPerson) => referenceOf(child, account) === reference;
  const everybody = [page.friends, page.contacts, ...page.groups.map(({ members }) => members)].values();
  const person =
    everybody.flatMap((some) => some.filter(isMeant)).next().value ??
    page.reviews.map(({ about }) => about).find(isMeant);
  if (person === undefined || person.account === child) return null;
  const { account, name } = person;
  const contact = page.contacts.find((one) => one.account === account);
  return {
    person: { account, name },
    friend: page.friends.find((one) => one.account === account) ?? null,
    direct: contact?.direct ?? [],
    group: contact?.group ?? [],
    groups: page.groups.filter(({ members }) => members.some((one) => one.account === account)),
  };
}

/** Whether anybody on the page is shown by an id, because the platform gave no name. */
export const someUnnamed = ({ friends, contacts, groups }: FamilyPage): boolean =>
  [friends, contacts, ...groups.map(({ members }) => members)].some((some) => some.some(({ name }) => name === null));
