/** What was destroyed stays destroyed, whatever brings its key back, and whoever ends it beside another; on both databases. */
import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { Vault } from '../evidence/index.ts';
import { NOON, VaultAtHand } from '../evidence/vault/testing/vault.ts';
import { databases } from '../ground/testing/records.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { destroyDue } from './destroy.ts';
import { destroyReturned } from './returned-keys.ts';

const YEARS_MS = 3 * 365 * 86_400_000;

for (const kind of databases) {
  it(`destroys a key again that a mirror brought back, and none of a case that was opened again (${kind})`, async () => {
    const v = await VaultAtHand.open(kind);
    try {
      const kept = join(v.keys, 'older-generation');
      await v.vault.put(v.given(), 'key:k1');
      await copyFile(join(v.keys, 'cases', 'c1'), kept);
      await v.db.updateTable('cases').set({ closed_at: NOON, decided_at: NOON }).execute();
      v.now = NOON + YEARS_MS;
      const how = { db: v.db, folder: v.folder, policy: loadShippedPolicy, now_ms: v.now };
      assert.deepEqual(await destroyDue({ ...how, under: [v.vault.underKeys()] }), ['c1']);
      assert.deepEqual(await destroyReturned(v.db, v.folder, v.now), []);
      await copyFile(kept, join(v.keys, 'cases', 'c1'));
      assert.notEqual(await v.folder.read({ case: 'c1' }), null);
      assert.deepEqual(await destroyReturned(v.db, v.folder, v.now), ['c1']);
      assert.equal(await v.folder.read({ case: 'c1' }), null);
      await v.db.updateTable('cases').set({ closed_at: null, decided_at: null }).execute();
      const again = await v.vault.put(v.given({ about: 'med-2' }), 'key:k1');
      assert.deepEqual(await destroyReturned(v.db, v.folder, v.now), []);
      assert.equal((await v.vault.use(again, 'a test')).bytes.toString(), 'the bytes');
    } finally {
      await v.end();
    }
  });

  it(`ends each item once where two processes destroy beside each other (${kind})`, async () => {
    const v = await VaultAtHand.open(kind);
    try {
      for (let i = 0; i < 60; i++) await v.vault.put(v.given({ about: `med-${i}` }), 'key:k1');
      await v.db.updateTable('cases').set({ closed_at: NOON, decided_at: NOON }).execute();
      v.now = NOON + YEARS_MS;
      const beside = new Vault({ db: v.db, folder: v.folder, clock: () => v.now });
      const how = { db: v.db, folder: v.folder, policy: loadShippedPolicy, now_ms: v.now };
      const broken = { name: 'items', destroy: () => Promise.reject(new Error('the bucket is away')) };
      await assert.rejects(destroyDue({ ...how, under: [broken] }));
      // both find what was begun, and go on with it
      await Promise.allSettled(
        [v.vault, beside, v.vault, beside].map((one) => destroyDue({ ...how, under: [one.underKeys()] })),
      );
      await destroyDue({ ...how, under: [v.vault.underKeys()] });
      const lines = await v.db.selectFrom('evidence_custody').select('item').where('what', '=', 'destroyed').execute();
      assert.deepEqual([lines.length, new Set(lines.map(({ item }) => item)).size], [60, 60]);
      assert.deepEqual((await v.vault.verify()).faults, []);
    } finally {
      await v.end();
    }
  });
}
