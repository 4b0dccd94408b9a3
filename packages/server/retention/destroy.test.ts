/** What a case has is kept until the last of its clocks is over, and is gone for good then; on both databases. */
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { NOON, VaultAtHand } from '../evidence/vault/testing/vault.ts';
import { databases } from '../ground/testing/records.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { keepingOf } from './clocks.ts';
import { destroyDue, type UnderKeys } from './destroy.ts';

const DAY_MS = 86_400_000;
const person = { by: 'staff:sta_1', reason: 'to see it' } as const;

for (const kind of databases) {
  describe(`what a case has (${kind})`, () => {
    let v: VaultAtHand;
    beforeEach(async () => {
      v = await VaultAtHand.open(kind);
    });
    afterEach(() => v.end());

    const destroy = (days: number, under: UnderKeys[] = [v.vault.underKeys()]) => {
      v.now = NOON + days * DAY_MS;
      return destroyDue({ db: v.db, folder: v.folder, policy: loadShippedPolicy, under, now_ms: v.now });
    };
    const close = (days: number, id = 'c1') =>
      v.db
        .updateTable('cases')
        .set({ closed_at: NOON + days * DAY_MS, decided_at: NOON })
        .where('id', '=', id)
        .execute();
    const APPROVED = {
      checked_by: 'sta_1',
      checked_at: NOON,
      approved_by: 'sta_2',
      approved_at: NOON,
      reference: 'r-1',
    };
    const refer = (more: object) =>
      v.db
        .insertInto('referral')
        .values({
          ...{ id: 'ref_1', case_id: 'c1', account: 'max', kind: 'nca', machine: 0, test: 0, supplements: null },
          ...{ state: 'drafted', filing: 'idle', version: 0, priority: 3, content: null, evidence: '[]' },
          ...{ besides: null, drafted_by: null, created_at: NOON, updated_at: NOON, aware_at: NOON, due_at: null },
          ...{
            edited_by: null,
            unmarked: null,
            checked_by: null,
            checked_at: null,
            approved_by: null,
            approved_at: null,
            sent_at: null,
          },
          ...{ received_at: null, reference: null, reference_until: null, copy: null, receipt: null },
          ...{ covered_by: null, covered_reference: null, retained_at: null, destroyed_at: null, ...more },
        })
        .execute();
    /** @param referral null where it is not to be referred */
    const rule = (referral: string | null) =>
      v.db.transaction().execute(async (trx) => {
        await trx
          .insertInto('ruling')
          .values({
            ...{
              id: 'rul_1',
              case_id: 'c1',
              account: 'max',
              measures: '["disable"]',
              policy: 'p',
              policy_version: '1',
            },
            ...{
              reason: 'seen',
              untold: null,
              content: '[]',
              refer: Number(referral !== null),
              machine: 1,
              state: 'in_force',
              first_by: 'sta_1',
            },
            ...{
              first_at: NOON,
              second_by: null,
              second_at: null,
              second_agreed: null,
              second_note: null,
              due_at: null,
            },
            ...{
              undo_until: NOON,
              in_force_at: NOON,
              features: null,
              model: 'm',
              drawn: null,
              final: 0,
              final_at: null,
            },
            stood: null,
          })
          .execute();
        if (referral !== null) {
          await trx.insertInto('referral_cause').values({ ruling: 'rul_1', referral }).execute();
        }
      });
    const isKeyThere = () =>
      access(join(v.keys, 'cases', 'c1')).then(
        () => true,
        () => false,
      );

    it('stays while the case is open, and goes so long after it was closed: key, bytes, names', async () => {
      const id = await v.vault.put(v.given(), 'key:k1');
      assert.deepEqual(await destroy(1000), []);
      await close(1000);
      assert.deepEqual(await destroy(1089), []);
      assert.deepEqual(await destroy(1090), ['c1']);
      await assert.rejects(v.vault.open(id, person), { code: 'destroyed' });
      assert.equal(await isKeyThere(), false);
      assert.deepEqual(await v.db.selectFrom('evidence_chunk').selectAll().execute(), []);
      const [item] = await v.vault.list('c1', { names: true });
      assert.deepEqual([item?.name, item?.sha256, item?.destroyedAt], [null, null, new Date(v.now).toISOString()]);
      assert.deepEqual(
        item?.custody.map(({ what }) => what),
        ['taken', 'destroyed'],
      );
      const said = (await v.audit()).filter(({ action }) => action === 'evidence.destroyed');
      assert.deepEqual(
        said.map(({ subject }) => subject),
        [`evidence:${id}`, 'case:c1'],
      );
      assert.match(said[1]?.detail ?? '', /"items":1,"because":"after_closing until 2029-/);
      assert.deepEqual(await destroy(2000), []);
    });

    it('stays while the person who was told can still appeal, and no longer', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await close(0);
      await rule(null);
      await v.db
        .insertInto('statement')
        .values({
          ...{ id: 'sst_1', ruling: 'rul_1', enforcement: null, account: 'max', kind: 'ruling', state: 'sent' },
          ...{ created_at: NOON, due_at: null, held_because: null, held_by: null, review_at: null, sent_at: NOON },
          ...{ appeal_until: NOON + 183 * DAY_MS, objected_at: null, language: 'en', words: null },
        })
        .execute();
      assert.deepEqual(await destroy(91), []);
      assert.deepEqual(await destroy(182), []);
      assert.deepEqual(await destroy(183), ['c1']);
    });

    it('stays until an appeal that was filed is judged: whoever judges it reads what was ruled on', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await close(0);
      await rule(null);
      const judged = { judged_by: null, judged_at: null, judged_reason: null };
      await v.db
        .insertInto('appeal')
        .values({
          ...{ id: 'app_1', ruling: 'rul_1', case_id: 'c1', account: 'max', text: 'no', language: 'en', state: 'open' },
          ...{ filed_at: NOON + 89 * DAY_MS, answer_at: NOON + 96 * DAY_MS, rank: 1, leased_by: null, leased_until: 0 },
          ...{ version: 0, proposed_by: null, proposed_at: null, proposed_reason: null, ...judged },
        })
        .execute();
      assert.deepEqual(await destroy(91), []);
      await v.db.updateTable('appeal').set({ state: 'upheld' }).execute();
      assert.deepEqual(await destroy(92), ['c1']);
    });

    it('stays for a year after a referral was sent, and says which law wants that', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await close(0);
      await refer({ ...APPROVED, state: 'received', received_at: NOON, sent_at: NOON + 10 * DAY_MS });
      assert.deepEqual(await destroy(375), []);
      const [item] = await v.vault.list('c1');
      assert.equal(item?.keptUntil, new Date(NOON + 376 * DAY_MS).toISOString());
      assert.equal(item?.held, true);
      assert.deepEqual(await destroy(376), ['c1']);
      const line = (await v.audit()).find(({ subject }) => subject === 'case:c1');
      assert.match(line?.detail ?? '', /SI 2026\/268 reg\. 8\(1\)\(b\)/);
    });

    it('stays while a referral is under way, and while an authority waits for an answer', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await close(0);
      await refer({});
      assert.deepEqual(await destroy(5000), []);
      assert.equal((await v.vault.list('c1'))[0]?.keptUntil, null);
      await v.db
        .updateTable('referral')
        .set({ ...APPROVED, state: 'received', sent_at: NOON, received_at: NOON })
        .execute();
      const asked = { id: 'req_1', referral: 'ref_1', received_at: NOON, due_at: NOON, what: null, noted_by: 'sta_1' };
      await v.db
        .insertInto('authority_request')
        .values({ ...asked, answered_at: null, answered_by: null, answer: null })
        .execute();
      assert.deepEqual(await destroy(5001), []);
      await v.db
        .updateTable('authority_request')
        .set({ answered_at: NOON + 5000 * DAY_MS })
        .execute();
      assert.deepEqual(await destroy(5089), []);
      assert.deepEqual(await destroy(5090), ['c1']);
    });

    it('stays while its referral is covered by another that was not sent', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await close(0);
      await v.openCase('c2', 'max');
      await refer({ id: 'ref_2', case_id: 'c2', kind: 'ncmec', ...APPROVED, reference: null, state: 'approved' });
      await refer({ state: 'covered', covered_by: 'ref_2' });
      await rule('ref_1');
      assert.deepEqual(await destroy(5000), []);
      await v.db
        .updateTable('referral')
        .set({ ...APPROVED, state: 'received', sent_at: NOON, received_at: NOON })
        .where('id', '=', 'ref_2')
        .execute();
      assert.deepEqual(await destroy(5001), ['c1']);
    });

    it('stays while somebody holds it, or a case that it was merged into', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await v.openCase('c2', 'eve');
      await close(0);
      await close(0, 'c2');
      await v.db.updateTable('cases').set({ merged_into: 'c2' }).where('id', '=', 'c1').execute();
      await v.vault.hold('c2', 'a claim', 'operator');
      assert.deepEqual(await destroy(9000), []);
      const [item] = await v.vault.list('c1');
      assert.deepEqual([item?.keptUntil, item?.held], [null, true]);
      await v.vault.unhold('c2', 'settled', 'operator');
      assert.deepEqual((await destroy(9001)).sort(), ['c1', 'c2']);
    });

    it('is held, and let go of, as one with the case that it was merged into', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await v.openCase('c2', 'eve');
      await v.vault.hold('c1', 'a claim', 'operator');
      await close(0);
      await close(0, 'c2');
      await v.db.updateTable('cases').set({ merged_into: 'c2' }).where('id', '=', 'c1').execute();
      assert.equal((await v.vault.held('c2'))?.reason, 'a claim');
      assert.deepEqual(await destroy(500), []);
      await v.vault.unhold('c2', 'settled', 'operator');
      assert.equal(await v.vault.held('c2'), null);
      assert.deepEqual((await destroy(501)).sort(), ['c1', 'c2']);
    });

    it('that broke off half-way is gone on with, whatever became of the case', async () => {
      const id = await v.vault.put(v.given(), 'key:k1');
      await close(0);
      const breaks = {
        name: 'breaks',
        destroy: async () => {
          throw new Error('broke off');
        },
      };
      await assert.rejects(destroy(90, [breaks]), AggregateError);
      assert.equal(await isKeyThere(), false);
      await assert.rejects(v.vault.hold('c1', 'too late', 'operator'), { code: 'destroyed' });
      assert.deepEqual(await destroy(91), ['c1']);
      assert.equal((await v.vault.item(id))?.destroyedAt, new Date(v.now).toISOString());
    });

    it('ends what people write about it when it was destroyed, too: an authority that asks so late is answered', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await close(0);
      assert.deepEqual(await destroy(90), ['c1']);
      const sealed = await v.vault.sealJson('c1', 'what they asked', 'referral:ref_1:request:req_1:what');
      assert.deepEqual(await destroy(91), ['c1']);
      await assert.rejects(v.vault.openJson('c1', sealed, 'referral:ref_1:request:req_1:what'), { code: 'destroyed' });
      assert.equal(await isKeyThere(), false);
      assert.deepEqual(await destroy(92), []);
    });

    it('can not be held while it is destroyed, nor can a case that it was merged into: whoever tries is told', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await v.openCase('c2', 'eve');
      await close(0);
      await close(0, 'c2');
      await v.db.updateTable('cases').set({ merged_into: 'c2' }).where('id', '=', 'c1').execute();
      const own = v.vault.underKeys();
      const meddles: UnderKeys = {
        name: 'items',
        async destroy(caseId, because, now_ms) {
          for (const id of ['c1', 'c2']) {
            await assert.rejects(v.vault.hold(id, 'a court wants it', 'operator'), {
              code: 'destroyed',
              message: /c1 has is being destroyed, its time was over: it can't be held/,
            });
          }
          return own.destroy(caseId, because, now_ms);
        },
      };
      assert.deepEqual(await destroy(90, [meddles]), ['c1']);
      assert.ok(!(await v.audit()).some(({ action }) => action === 'evidence.held'));
      assert.equal(await isKeyThere(), false);
    });

    it('is held, or destroyed and the hold refused, whenever that is placed: never held and lost', async () => {
      const ends = new Set<string>();
      // on a machine with much to do the one is always first, or the other: then either is held back for longer
      for (let tries = 0; tries < 30 || (ends.size < 2 && tries < 150); tries++) {
        const [id, root] = [`r${tries}`, `s${tries}`];
        const over = { closed_at: NOON, decided_at: NOON };
        await v.openCase(id, 'max', { ...over, merged_into: root });
        await v.openCase(root, 'eve', over);
        const item = await v.vault.put(v.given({ case: id }), 'key:k1');
        const pause = async (turns: number) => {
          for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
        };
        const holdsFirst = tries >= 30 && ends.has('rejected');
        const [destroyed, held] = await Promise.allSettled([
          pause(holdsFirst ? tries : 0).then(() => destroy(90)),
          pause(holdsFirst ? 0 : tries < 30 ? tries % 10 : tries).then(() =>
            v.vault.hold(tries % 2 === 0 ? id : root, 'a court wants it', 'operator'),
          ),
        ]);
        assert.equal(destroyed.status, 'fulfilled');
        if (held.status === 'rejected') {
          assert.equal(held.reason.code, 'destroyed');
          await assert.rejects(v.vault.open(item, person), { code: 'destroyed' });
          assert.equal(await v.vault.held(root), null);
        } else if (destroyed.value.includes(id)) assert.fail(`${id} was held, and was destroyed all the same`);
        else {
          assert.equal((await v.vault.open(item, person)).bytes.toString(), 'the bytes');
          assert.equal((await v.vault.held(root))?.reason, 'a court wants it');
        }
        ends.add(held.status);
      }
      assert.equal(ends.size, 2, 'else nothing was raced');
    });

    it('takes nothing while it is destroyed, and begins anew with another key afterwards', async () => {
      await v.vault.put(v.given(), 'key:k1');
      await close(0);
      const own = v.vault.underKeys();
      const meddles: UnderKeys = {
        name: 'items',
        async destroy(caseId, because, now_ms) {
          await assert.rejects(v.vault.put(v.given({ about: 'meanwhile' }), 'key:k1'));
          return own.destroy(caseId, because, now_ms);
        },
      };
      assert.deepEqual(await destroy(90, [meddles]), ['c1']);
      const id = await v.vault.put(v.given({ about: 'afterwards' }), 'key:k1');
      assert.equal((await v.vault.open(id, person)).bytes.toString(), 'the bytes');
    });

    it('is kept until the last of its clocks, whatever they are', async () => {
      const day = fc.integer({ min: 0, max: 2000 });
      await v.vault.put(v.given(), 'key:k1');
      await fc.assert(
        fc.asyncProperty(day, fc.option(day), fc.option(day), async (closed, held, sent) => {
          await close(closed);
          await v.db.deleteFrom('referral').execute();
          if (sent !== null)
            await refer({ ...APPROVED, state: 'received', received_at: NOON, sent_at: NOON + sent * DAY_MS });
          await v.db
            .updateTable('case_keeping')
            .set({ held_until: held === null ? null : NOON + held * DAY_MS })
            .execute();
          const keeping = (await keepingOf(v.db, loadShippedPolicy(), ['c1'], NOON)).get('c1');
          const last = Math.max(closed + 90, held ?? 0, sent === null ? 0 : sent + 366);
          assert.equal(keeping?.until_ms, NOON + last * DAY_MS);
        }),
        { numRuns: 40, seed: 6 },
      );
    });
  });
}
