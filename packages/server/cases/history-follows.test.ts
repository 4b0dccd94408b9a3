/** What followed from rulings, in the history of a case that has more of it than is shown, in both databases. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HISTORY_SHOWN_MAX } from '@kith/contract';
import { databases, testRecords } from '../ground/testing/records.ts';
import { followLines } from './history-follows.ts';
import { NOW } from './testing/cases.ts';

const COUNT = HISTORY_SHOWN_MAX + 1;

for (const kind of databases) {
  describe(`what followed from rulings on a case (${kind})`, () => {
    it('has the newest statements, of rulings and of automatic restrictions', async () => {
      const records = await testRecords(kind, 'follows');
      const db = records.kysely;
      try {
        // the oldest first, as they come
        const all = Array.from({ length: COUNT }, (_, n) => ({ n: String(n).padStart(4, '0'), at: NOW + n }));
        const of = { case_id: 'a', account: 'max', content: '[]', reason: '' };
        const ruling = { measures: '[]', policy: 'p', policy_version: '1', refer: 0, machine: 0, state: 'in_force' };
        await db
          .insertInto('ruling')
          .values(
            all.map(({ n, at }) => ({
              ...{ ...of, ...ruling, id: `r${n}`, first_by: 'ana', first_at: at },
              ...{ undo_until: at, model: '', final: 0 },
            })),
          )
          .execute();
        const asked = { kind: 'restrict', source: 'automatic', state: 'waiting', chased: 0, by_hand: 0, told: 0 };
        await db
          .insertInto('enforcement')
          .values(all.map(({ n, at }) => ({ ...of, ...asked, id: `e${n}`, created_at: at, unpreserved: 0 })))
          .execute();
        const told = { account: 'max', state: 'sent' };
        await db
          .insertInto('statement')
          .values(
            all.flatMap(({ n, at }) => [
              { ...told, id: `sr${n}`, ruling: `r${n}`, kind: 'ruling', created_at: at, sent_at: at },
              { ...told, id: `se${n}`, enforcement: `e${n}`, kind: 'automatic', created_at: at, sent_at: at },
            ]),
          )
          .execute();
        const lines = await followLines(db, ['a']);
        const newest = all.slice(1).flatMap(({ n }) => [`se${n}_sent`, `sr${n}_sent`]);
        assert.deepEqual(lines.map(({ id }) => id).sort(), newest.sort());
      } finally {
        await records.close();
      }
    });
  });
}
