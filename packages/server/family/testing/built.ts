/** Pages built by hand, for trying what is drawn of them: an ordinary week, one in which nothing happened, and a very large one. */
import type { FamilyContact, FamilyFriend, FamilyGroup, FamilyPage, FamilyPerson } from '@kith/contract';

/** A Thursday. */
export const TODAY = '2026-11-26';
export const NOW_MS: number = Date.parse(`${TODAY}T20:15:00Z`);

const who = (account: string, name: string | null = null): FamilyPerson => ({ account, name });

const oldFriend = (account: string, name: string): FamilyFriend => ({ ...who(account, name), since: null, how: [] });

/** A week of a child of fourteen: two new friends, one of whom nothing places; a setting that waits; three kept away. */
export function ordinaryPage(): FamilyPage {
  const max = { ...who('a-max', 'Max Reid'), since: '2026-11-24', how: [] } satisfies FamilyFriend;
  const lena: FamilyFriend = { ...who('a-lena', 'Lena'), since: '2026-11-23', how: ['mutual_friends', 'shared_group'] };
  const old = ['Ali', 'Bethan', 'Carys', 'Dafydd', 'Erin', 'Ffion', 'Gareth', 'Huw', 'Isla', 'Jac', 'Zoe'].map((name) =>
    oldFriend(`a-${name}`, name),
  );
  const contact = (person: FamilyPerson, friend: boolean, direct: string[], group: string[] = []): FamilyContact => ({
    ...{ account: person.account, name: person.name, friend, direct, group },
  });
  return {
    child: { ...who('a-kim', 'Kim'), age: '13to15' },
    guardians: [who('a-ann', 'Ann'), who('a-ben', 'Ben')],
    notedSince: '2026-10-02',
    friends: [max, lena, ...old],
    contacts: [
      contact(who('a-rob', 'rob_2011'), false, [], ['2026-11-25']),
      contact(max, true, ['2026-11-26', '2026-11-25', '2026-11-24'], ['2026-11-25']),
      contact(lena, true, ['2026-11-23']),
      contact(who('a-Ali', 'Ali'), true, ['2026-11-26', '2026-11-24', '2026-11-22', '2026-11-21', '2026-11-20']),
      contact(who('a-Erin', 'Erin'), true, [], ['2026-11-25', '2026-11-21']),
    ],
    groups: [
      { group: 'g-1', name: '9B homework', size: 5, members: [lena, ...old.slice(0, 4)].map(plain) },
      {
        group: 'g-2',
        name: 'Football',
        size: 12,
        members: [max, who('a-rob', 'rob_2011'), ...old.slice(2, 8)].map(plain),
      },
    ],
    settings: [
      { setting: 'seeSuggestions', now: false, wanted: null, waitsForGuardian: false },
      { setting: 'beSuggested', now: false, wanted: true, waitsForGuardian: false },
      { setting: 'appearInLists', now: true, wanted: null, waitsForGuardian: false },
      { setting: 'showOwnList', now: false, wanted: null, waitsForGuardian: false },
      { setting: 'directMessages', now: 'connections', wanted: 'ask', waitsForGuardian: true },
      { setting: 'showLocation', now: false, wanted: null, waitsForGuardian: false },
    ],
    warnings: [
      { kind: 'connection_request_stranger', day: '2026-11-24' },
      { kind: 'connection_request_stranger', day: '2026-11-25' },
      { kind: 'stranger_message', day: '2026-11-25' },
    ],
    strangersKeptAway: 3,
    quietHours: { from: '21:30', to: '07:00' },
    reviews: [{ id: 'rev-1', about: who('a-max', 'Max Reid'), askedOn: '2026-11-25', state: 'seen' }],
  };
}

/** A child whose guardianship began today, and nothing has happened. */
export const emptyPage = (): FamilyPage => ({
  ...ordinaryPage(),
  ...{ guardians: [who('a-ann', 'Ann')], notedSince: TODAY, friends: [], contacts: [], groups: [] },
  settings: ordinaryPage().settings.map(({ setting, now }) => ({
    setting,
    now,
    wanted: null,
    waitsForGuardian: false,
  })),
  ...{ warnings: [], strangersKeptAway: 0, quietHours: null, reviews: [] },
});

const plain = ({ account, name }: FamilyPerson): FamilyPerson => ({ account, name });

/** A small generator of numbers from 0 to 1 (mulberry32): the same seed gives the same page. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = [
  'al',
  'be',
  'ca',
  'dan',
  'el',
  'fi',
  'gar',
  'ho',
  'is',
  'jo',
  'kel',
  'lo',
  'mi',
  'nor',
  'ow',
  'pa',
  'ri',
  'sam',
  'ti',
  'wen',
];

/** The largest that must be quick: friends and groups with names that hardly repeat, as people give themselves. */
export function largePage(friends: number, groups: number, seed = 7): FamilyPage {
  const next = numbers(seed);
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(next() * of.length)];
  const name = () => {
    const word = () => Array.from({ length: 2 + Math.floor(next() * 2) }, () => pick(SYLLABLES)).join('');
    return `${word().replace(/^./, (first) => first.toUpperCase())} ${word()}${next() < 0.5 ? Math.floor(next() * 100) : ''}`;
  };
  const account = () =>
    Array.from({ length: 4 }, () =>
      Math.floor(next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  const all = Array.from({ length: friends }, (): FamilyFriend => {
    const fresh = next() < 0.01;
    return {
      ...who(account(), name()),
      since: fresh ? '2026-11-23' : null,
      how: fresh && next() < 0.5 ? ['mutual_friends'] : [],
    };
  });
  const others = Array.from({ length: friends }, () => who(account(), name()));
  const group = (n: number): FamilyGroup => {
    const size = 3 + Math.floor(next() * 20);
    const members = Array.from({ length: size }, () => plain(pick(next() < 0.7 ? all : others) ?? who('nobody')));
    return {
      group: `g-${n}`,
      name: name(),
      size,
      members: [...new Map(members.map((one) => [one.account, one])).values()],
    };
  };
  const contact = (person: FamilyPerson): FamilyContact => ({
    ...{
      account: person.account,
      name: person.name,
      friend: true,
      direct: [TODAY],
      group: next() < 0.5 ? ['2026-11-22'] : [],
    },
  });
  return {
    ...ordinaryPage(),
    ...{ friends: all, contacts: all.slice(0, 200).map(contact) },
    groups: Array.from({ length: groups }, (_, n) => group(n)),
  };
}
