/** What a case keeps beyond the days, and how long; on both stores. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { loadShippedPolicy } from '../policy/index.ts';
import { destroyDue } from '../retention/index.ts';
import { caseMessages, keptConversation } from './index.ts';
import { preserveForCase } from './preserve.ts';
import { DAY_MS, Keeping, NOON } from './testing/keeping.ts';

const looking = { at_ms: NOON, by: 'staff:sta_1', subject: 'case:c1' } as const;

for (const kind of ['resident', 'postgres'] as const) {
  describe(`what is preserved for a case (${kind})`, () => {
    let k: Keeping;
    beforeEach(async () => {
      k = await Keeping.begin(kind);
      await k.person('max', 'adult');
      await k.person('eve', 'adult');
      await k.person('kid', '13to15');
      await k.write('max', 'kid', 'early', { at: NOON, message: 'm1' });
      await k.write('kid', 'max', 'answer', { at: NOON + 1 });
      await k.write('eve', 'kid', 'of another', { at: NOON + 2 });
    });
    afterEach(() => k.end());

    const open = (id: string, account: string, more: object = {}) =>
      k.db
        .insertInto('cases')
        .values({
          ...{ id, account, queue: 'risk', opened_at: NOON, updated_at: NOON, level: 'high', score: 9, why: '[]' },
          ...{ event: 'e', features: null, waits_since: NOON, rank: 0, ...more },
        })
        .execute();
    const change = (id: string, values: object) => k.db.updateTable('cases').set(values).where('id', '=', id).execute();
    const read = async (of: string | undefined, a = 'max') =>
      (await keptConversation(k.db, k.kept.folder, { a, b: 'kid', limit: 99, ...(of && { case: of }) }, looking)).map(
        ({ text, deletedAt }) => text ?? deletedAt,
      );
    const days = async (count: number) => {
      k.now = NOON + count * DAY_MS;
      await k.kept.work();
      const folder = k.kept.folder ?? assert.fail();
      await destroyDue({ db: k.db, folder, policy: loadShippedPolicy, under: [caseMessages(k.db)], now_ms: k.now });
    };

    it('is what its account wrote and was written, before the key of the day goes', async () => {
      await open('c1', 'max');
      await days(15);
      assert.deepEqual(await read(undefined), []);
      assert.deepEqual(await read('c1'), ['early', 'answer']);
      assert.deepEqual(await read('c1', 'eve'), []);
      assert.equal((await k.db.selectFrom('kept_pack').selectAll().execute()).length, 0);
    });

    it('is copied when somebody has looked into the case, once', async () => {
      await open('c1', 'max', { leased_by: 'sta_1', leased_until: NOON });
      await days(0);
      await days(1);
      const rows = await k.db.selectFrom('case_evidence').selectAll().execute();
      assert.equal(rows.length, 2);
      assert.deepEqual(await read('c1'), ['early', 'answer']);
      const lines = await k.db.selectFrom('audit_line').select(['action', 'subject']).execute();
      assert.deepEqual(lines.filter(({ action }) => action === 'kept.preserving_began').length, 1);
    });

    it('is under a key of its own: no other case opens it, nor is it opened in another place', async () => {
      await open('c1', 'max');
      await open('c2', 'eve');
      const how = { db: k.db, folder: k.kept.folder ?? assert.fail(), now_ms: k.now };
      assert.equal(await preserveForCase(how, { id: 'c1', account: 'max' }), 2);
      assert.equal(await preserveForCase(how, { id: 'c2', account: 'eve' }), 1);
      await k.db.updateTable('case_evidence').set({ case_id: 'c2' }).where('case_id', '=', 'c1').execute();
      await days(15);
      assert.deepEqual(await read('c2', 'eve'), ['of another']);
      assert.deepEqual(await read('c2'), [null, null]);
    });

    it('is no more than what was still there, where the case is closed', async () => {
      await open('c1', 'max', { closed_at: NOON, decided_at: NOON });
      await days(15);
      assert.deepEqual(await read('c1'), []);
    });

    it('is marked when its sender deletes it, and stays', async () => {
      await open('c1', 'max');
      await days(15);
      await k.tell('message.deleted', { actor: 'max', message: 'm1' });
      const rows = await k.db.selectFrom('case_evidence').selectAll().where('message', '=', 'm1').execute();
      assert.deepEqual(
        rows.map(({ deleted_at }) => deleted_at),
        [k.now],
      );
      assert.deepEqual(await read('c1'), ['early', 'answer']);
    });

    it('goes with its key so many days after the case was closed', async () => {
      await open('c1', 'max');
      await days(15);
      await change('c1', { closed_at: k.now, decided_at: k.now, state: 'closed' });
      await days(15 + 89);
      assert.deepEqual(await read('c1'), ['early', 'answer']);
      await days(15 + 90);
      assert.deepEqual(await read('c1'), []);
      assert.deepEqual(await readdir(join(k.keys, 'cases')), []);
      const keeping = await k.db.selectFrom('case_keeping').selectAll().executeTakeFirst();
      assert.equal(keeping?.released_at, k.now);
      const key = await k.db.selectFrom('kept_key').selectAll().where('name', '=', 'case:c1').executeTakeFirst();
      assert.equal(key?.destroyed_at, k.now);
    });

    it('stays while something holds it, and while a case that it was merged into is open', async () => {
      await open('c1', 'max');
      await open('c2', 'eve');
      await days(15);
      const closed = { closed_at: k.now, decided_at: k.now, state: 'closed' };
      await change('c1', { ...closed, merged_into: 'c2' });
      await days(200);
      assert.deepEqual(await read('c2'), ['early', 'answer']);
      await change('c2', { closed_at: k.now, decided_at: k.now, state: 'closed' });
      await k.db
        .updateTable('case_keeping')
        .set({ held_until: NOON + 400 * DAY_MS })
        .execute();
      await days(399);
      assert.deepEqual(await read('c2'), ['early', 'answer']);
      await days(401);
      assert.deepEqual(await read('c2'), []);
    });

    it('stays where it is to be referred, until somebody says how long', async () => {
      await open('c1', 'max');
      await days(15);
      await change('c1', { closed_at: k.now, decided_at: k.now, state: 'closed' });
      await k.db
        .insertInto('ruling')
        .values({
          ...{ id: 'r1', case_id: 'c1', account: 'max', measures: '[]', policy: 'p', policy_version: '1', reason: '' },
          ...{ untold: null, content: '[]', refer: 1, machine: 1, state: 'in_force', first_by: 's', first_at: NOON },
          ...{ second_by: null, second_at: null, second_agreed: null, second_note: null, undo_until: NOON },
          ...{ in_force_at: NOON, features: null, model: 'm', drawn: null, final: 1, final_at: null, due_at: null },
        })
        .execute();
      await days(1000);
      assert.deepEqual(await read('c1'), ['early', 'answer']);
      await k.db.updateTable('case_keeping').set({ held_until: k.now }).execute();
      await days(1001);
      assert.deepEqual(await read('c1'), []);
    });
  });
}
