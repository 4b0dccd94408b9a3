import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EVIDENCE_SHOWN_MAX } from '@kith/contract';
import { VaultAtHand } from './testing/vault.ts';

it('lists all that a case has, however much, unless it is told how much is wanted', async () => {
  const v = await VaultAtHand.open('SQLite');
  await v.vault.put(v.given({ about: 'm0' }), 'key:k1');
  const row = await v.db.selectFrom('evidence_item').selectAll().executeTakeFirstOrThrow();
  // rows of one blob: a thousand that are put in one by one take long
  await v.db.transaction().execute(async (trx) => {
    for (let i = 1; i < EVIDENCE_SHOWN_MAX; i++) {
      const more = { ...row, id: `evi_${i}`, mark: `mark ${i}`, taken_at: row.taken_at + i };
      await trx.insertInto('evidence_item').values(more).execute();
    }
  });
  const last = { about: 'the last', at_ms: v.now + EVIDENCE_SHOWN_MAX };
  await v.vault.put(v.given(last), 'key:k1');
  const all = await v.vault.list('c1', { names: true });
  assert.equal(all.length, EVIDENCE_SHOWN_MAX + 1);
  assert.deepEqual([all[0]?.about, all.at(-1)?.about], ['m0', 'the last']);
  assert.equal((await v.vault.list('c1', { most: 3 })).length, 3);
  await v.end();
});
