import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { emptyPage, largePage, ordinaryPage, TODAY } from '../testing/built.ts';
import { friendsByLetter } from './friends.ts';
import { groupsOf, inPages, PEOPLE_A_PAGE_MAX } from './groups.ts';
import { overviewOf } from './overview.ts';
import { findPerson, type Reading, referenceOf } from './people.ts';

const reading: Reading = {
  language: 'en',
  base: '/family/own',
  today: TODAY,
  quietHours: 'In quiet hours it is quiet.',
};

describe('a week in one look', () => {
  it('says what is new, what nothing places, what waits, and who was kept away', () => {
    const { glance } = overviewOf(ordinaryPage(), reading);
    assert.deepEqual(
      glance.map(({ count, text, note }) => [count, text, note]),
      [
        [2, 'new friends', '1 with nothing in common'],
        [5, 'people in touch', '1 is not a friend'],
        [1, 'answer waits', null],
        [3, 'strangers kept away', null],
      ],
    );
  });

  it('has first the new friend whom nothing places, and first the contact who is no friend', () => {
    const { newFriends, contacts } = overviewOf(ordinaryPage(), reading);
    assert.deepEqual(
      newFriends.map(({ name, unplaced }) => [name, unplaced]),
      [
        ['Max Reid', true],
        ['Lena', false],
      ],
    );
    assert.deepEqual(contacts.people[0]?.name, 'rob_2011');
    assert.equal(contacts.week.at(-1)?.day, TODAY);
    const max = contacts.people.find(({ name }) => name === 'Max Reid');
    assert.deepEqual(max?.days, [null, null, null, null, 'direct', 'both', 'direct']);
  });

  it('says of a setting what the child wants, and whether an answer is missing', () => {
    const wanted = overviewOf(ordinaryPage(), reading).settings.flatMap((one) => (one.wanted === null ? [] : [one]));
    assert.deepEqual(
      wanted.map(({ setting, wanted: asked }) => [setting, asked?.value, asked?.waits]),
      [
        ['beSuggested', 'true', false],
        ['directMessages', 'ask', true],
      ],
    );
  });

  it('says that nothing happened where nothing did, and that a guardianship is new', () => {
    const week = overviewOf(emptyPage(), reading);
    assert.deepEqual(
      week.glance.map(({ count }) => count),
      [0, 0, 0, 0],
    );
    assert.match(week.caption.join(' '), /began on Thursday 26 November/);
    assert.doesNotMatch(overviewOf(ordinaryPage(), reading).caption.join(' '), /began/);
  });

  it('shows no warnings where policy shows none at this age, and says so', () => {
    const { warnings } = overviewOf({ ...ordinaryPage(), warnings: null }, reading);
    assert.equal(warnings.shown, null);
    assert.match(warnings.hidden, /Kim alone/);
    const shown = overviewOf(ordinaryPage(), reading).warnings.shown;
    assert.deepEqual(shown?.[0], {
      text: 'A stranger asked to be friends',
      days: 'Tuesday 24 November · Wednesday 25 November',
    });
  });
});

describe('lists in full', () => {
  const page = largePage(500, 120);

  it('have every friend once, under its letter', () => {
    const letters = friendsByLetter(page, reading);
    const accounts = letters.flatMap(({ people }) => people.map(({ account }) => account));
    assert.equal(accounts.length, 500);
    assert.equal(new Set(accounts).size, 500);
    for (const { letter, people } of letters) for (const { name } of people) assert.equal(name[0], letter);
  });

  it('have every group once, in pages that name no more people than a telephone can load', () => {
    const groups = groupsOf(page, reading);
    const pages = inPages(groups);
    assert.deepEqual(pages.flat(), groups);
    for (const one of pages) {
      assert.ok(one.reduce((sum, { members }) => sum + members.length + 1, 0) <= PEOPLE_A_PAGE_MAX);
    }
    assert.deepEqual(inPages([]), [[]]);
  });
});

describe('the address of a person', () => {
  it('leads to the same person, and names nobody', () => {
    const page = ordinaryPage();
    const everybody = [...page.friends, ...page.contacts, ...page.groups.flatMap(({ members }) => members)];
    for (const { account } of everybody) {
      const reference = referenceOf(page.child.account, account);
      assert.match(reference, /^[\w-]{8}$/);
      assert.equal(findPerson(page, reference)?.person.account, account);
    }
  });

  it('is another one on the page of another child', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (one, other, account) => {
        fc.pre(one !== other);
        assert.notEqual(referenceOf(one, account), referenceOf(other, account));
      }),
    );
  });

  it('leads nowhere where it stands for nobody on the page', () => {
    const page = ordinaryPage();
    assert.equal(findPerson(page, referenceOf(page.child.account, 'somebody else')), null);
    assert.equal(findPerson(page, referenceOf('another child', 'a-max')), null);
    assert.equal(findPerson(page, ''), null);
  });
});
