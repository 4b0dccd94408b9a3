/** A case has one key, whoever looks where: on both databases. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { KeyFolder } from '../ground/sealing/index.ts';
import { databases } from '../ground/testing/records.ts';
import { giveUpKey, missingKeys } from './lost-key.ts';
import { VaultAtHand } from './vault/testing/vault.ts';
import { Vault } from './vault/vault.ts';

const person = { by: 'staff:sta_1', reason: 'to see it' } as const;

for (const kind of databases) {
  it(`takes nothing where it looks into another folder of keys than the others (${kind})`, async () => {
    const v = await VaultAtHand.open(kind);
    const elsewhere = await mkdtemp(join(tmpdir(), 'kith-unmounted-'));
    try {
      const folder = await KeyFolder.open({ folder: elsewhere, master: null, masterFile: null });
      const other = new Vault({ db: v.db, folder, clock: () => v.now });
      const first = await v.vault.put(v.given(), 'key:k1');
      for (const act of [
        () => other.put(v.given({ about: 'med-2' }), 'key:k1'),
        () => other.sealJson('c1', { said: 'so' }, 'referral:r1'),
        () => other.hold('c1', 'a court says so', 'operator'),
        () => other.open(first, person),
      ]) {
        await assert.rejects(act(), { code: 'no_key' });
      }
      // whoever has the right one goes on as before
      const second = await v.vault.put(v.given({ about: 'med-3' }), 'key:k1');
      for (const id of [first, second]) assert.equal((await v.vault.open(id, person)).bytes.toString(), 'the bytes');
      assert.deepEqual((await v.vault.verify()).faults, []);
      // of two who take the first of a case at once, each with a folder of its own, one is refused
      await v.openCase('c2', 'eve');
      const both = await Promise.allSettled([v.vault, other].map((one) => one.put(v.given({ case: 'c2' }), 'key:k1')));
      assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
    } finally {
      await v.end();
      await rm(elsewhere, { recursive: true });
    }
  });

  it(`gives a case another key only where somebody says that its own is lost (${kind})`, async () => {
    const v = await VaultAtHand.open(kind);
    try {
      const before = await v.vault.put(v.given(), 'key:k1');
      assert.equal(await giveUpKey(v.db, v.folder, 'c1', v.now), 'there');
      assert.equal(await giveUpKey(v.db, v.folder, 'c_none', v.now), 'not_known');
      assert.deepEqual(await missingKeys(v.db, v.folder), []);
      const mirror = join(v.keys, 'mirror');
      await cp(join(v.keys, 'cases'), mirror, { recursive: true });
      await rm(join(v.keys, 'cases', 'c1'));
      await assert.rejects(v.vault.put(v.given({ about: 'med-2' }), 'key:k1'), { code: 'no_key' });
      assert.deepEqual(await missingKeys(v.db, v.folder), ['c1']);
      await cp(mirror, join(v.keys, 'cases'), { recursive: true });
      assert.equal((await v.vault.open(before, person)).bytes.toString(), 'the bytes');
      await rm(join(v.keys, 'cases', 'c1'));
      assert.equal(await giveUpKey(v.db, v.folder, 'c1', v.now), 'given_up');
      const after = await v.vault.put(v.given({ about: 'med-3' }), 'key:k1');
      assert.equal((await v.vault.open(after, person)).bytes.toString(), 'the bytes');
      await assert.rejects(v.vault.open(before, person), { code: 'destroyed' });
      assert.ok((await v.audit()).some(({ action }) => action === 'evidence.key_given_up'));
    } finally {
      await v.end();
    }
  });
}
