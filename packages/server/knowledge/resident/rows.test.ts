import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Account, blankAccount } from '@kith/engine';
import { ACCOUNT, readAccount, type Words, writeAccount } from './rows.ts';
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
  ...{ pendingConfirmed: true, childRequests: [1, 2], barred: true, linked: true, guarded: true },
};

it('an account comes back from its row as it was written, every bit of it by itself', () => {
  const flags = ['known', 'barred', 'linked', 'guarded', 'pendingConfirmed'] as const;
  const without = flags.map((flag): Account => ({ ...everything, [flag]: false }));
  for (const account of [everything, blankAccount('lena'), ...without]) {
    assert.deepEqual(readAccount(written(account), 0, 'lena', noWords), account);
  }
});

it('a row that was saved before accounts could have guardians is one of an account that has none', () => {
  const table = written(everything);
  /** from known to linked: what there was */
  const EARLIER_BITS = 21;
  table.set(0, ACCOUNT.bits, table.get(0, ACCOUNT.bits) & ((1 << EARLIER_BITS) - 1));
  const earlier = { ...everything, guarded: false, pendingConfirmed: false };
  assert.deepEqual(readAccount(table, 0, 'lena', noWords), earlier);
});
