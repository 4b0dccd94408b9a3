import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Account, blankAccount, blankContact } from '@kith/engine';
import {
  ACCOUNT,
  CONTACT,
  isGone,
  markIfBlocking,
  readAccount,
  type Words,
  writeAccount,
  writeContact,
} from './rows.ts';
import { Table } from './table.ts';

const noWords: Words = { number: () => 0, word: () => '' };

function written(account: Account): Table {
  const table = new Table('account', ACCOUNT.WIDTH);
  writeAccount(table, table.add(), account, noWords);
  return table;
}

const everything: Account = {
  ...blankAccount('lena'),
  ...{ known: true, ageBand: '13to15', ageMethod: 'verified', ageConfidence: 100, country: 'GB', createdAt: 7 },
  ...{
    status: 'deleted',
    risk: 'high',
    settings: { showLocation: true },
    pendingSettings: { directMessages: 'everyone' },
  },
  ...{ pendingConfirmed: true, childRequests: [1, 2], barred: true, linked: true, blocks: true, guarded: true },
};

it('an account comes back from its row as it was written, every bit of it by itself', () => {
  const flags = ['known', 'barred', 'linked', 'blocks', 'guarded', 'pendingConfirmed'] as const;
  const without = flags.map((flag): Account => ({ ...everything, [flag]: false }));
  for (const account of [everything, blankAccount('lena'), ...without]) {
    assert.deepEqual(readAccount(written(account), 0, 'lena', noWords), account);
  }
});

it('says from its bits alone whether an account was deleted and is not barred', () => {
  for (const status of ['active', 'restricted', 'suspended', 'disabled', 'deleted'] as const) {
    for (const barred of [false, true]) {
      const bits = written({ ...everything, status, barred }).get(0, ACCOUNT.bits);
      assert.equal(isGone(bits), status === 'deleted' && !barred, `${status}, barred: ${barred}`);
    }
  }
});

it('a row that was saved before accounts could have guardians is one of an account that has none', () => {
  const table = written(everything);
  /** from known to linked: what there was */
  const EARLIER_BITS = 21;
  table.set(0, ACCOUNT.bits, table.get(0, ACCOUNT.bits) & ((1 << EARLIER_BITS) - 1));
  const earlier = { ...everything, blocks: false, guarded: false, pendingConfirmed: false };
  assert.deepEqual(readAccount(table, 0, 'lena', noWords), earlier);
});

it('a row that was saved before accounts were marked as blocking somebody is marked from its contacts', () => {
  const accounts = written({ ...everything, blocks: false });
  const blockingIs = (blocking: boolean): boolean => {
    const contacts = new Table('contact', CONTACT.WIDTH);
    writeContact(contacts, contacts.add(), { ...blankContact('lena', 'max'), blocking });
    markIfBlocking(accounts, 0, contacts.get(0, CONTACT.bits));
    return readAccount(accounts, 0, 'lena', noWords).blocks;
  };
  assert.deepEqual([blockingIs(false), accounts.dirty[0]], [false, false]);
  assert.deepEqual([blockingIs(true), accounts.dirty[0]], [true, true]);
  assert.deepEqual(readAccount(accounts, 0, 'lena', noWords), everything);
});
