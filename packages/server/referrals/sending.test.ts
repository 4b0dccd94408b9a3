/** Referrals that go by machine, from their approval to their receipt, on both stores. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReferralView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import type { Staff } from '../testing/sign-in.ts';
import { isAnothers, LEASE_MS } from './filing.ts';
import { forgetReferences } from './forget-references.ts';
import { sendNow } from './send-now.ts';
import { type Authority, authority } from './testing/authority.ts';
import { approved, fileOfReferrals } from './testing/elsewhere-file.ts';
import { FOREIGN } from './testing/foreign-kind.ts';
import { type Desk, type Office, office } from './testing/office.ts';

const stateOf = (at: Desk, { id }: Pick<ReferralView, 'id'>) =>
  at.db.selectFrom('referral').select('state').where('id', '=', id).executeTakeFirstOrThrow();

for (const kind of databases) {
  describe(`a referral that goes by machine (${kind})`, () => {
    let at: Office;
    let there: Authority;
    let folder: string;
    let ann: Staff;
    let ben: Staff;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-sending-'));
      there = await authority();
      process.env.ELSEWHERE_URL = there.url;
      at = await office(kind, { referrals: await fileOfReferrals(folder) });
      ann = await at.person('moderator');
      ben = await at.person('senior');
    });
    after(async () => {
      await at[Symbol.asyncDispose]();
      await there[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });
    const received = (referral: ReferralView) =>
      until('received', async () => (await stateOf(at, referral)).state === 'received');

    it('that waits to be tried again is tried at once where a person says so, and nothing else is', async () => {
      there.breaks = () => 'before';
      const waits = await approved(at, ann, ben, 'hurried');
      await until('tried', async () => (await at.ask(ann, 'GET', `/v1/referrals/${waits.id}`)).filing?.attempts !== 0);
      const later = at.now() + 10 * 3_600_000;
      const put = () => at.db.updateTable('referral_filing').set({ due_at: later }).where('referral', '=', waits.id);
      // a courier may have it in hand, and says when it is due when it puts it down
      await until('put off', async () => {
        await put().execute();
        await sleep(300);
        const row = await at.db
          .selectFrom('referral_filing')
          .select('due_at')
          .where('referral', '=', waits.id)
          .executeTakeFirst();
        return row?.due_at === later;
      });
      there.breaks = () => null;
      assert.equal(await sendNow(at.db, waits.id, at.now()), 'now');
      await received(waits);
      assert.equal(await sendNow(at.db, waits.id, at.now()), 'not_waiting');
      assert.equal(await sendNow(at.db, 'ref_none', at.now()), 'not_known');
    });

    it('forgets the reference number when its years are over, and nobody else kept it', async () => {
      const sent = await approved(at, ann, ben, 'forgotten');
      await received(sent);
      const { reference } = await at.ask(ann, 'GET', `/v1/referrals/${sent.id}`);
      assert.notEqual(reference, null);
      const until_ms = at.now() + 5 * 365.25 * 86_400_000;
      await forgetReferences(at.db, until_ms - 60_000);
      assert.equal((await at.ask(ann, 'GET', `/v1/referrals/${sent.id}`)).reference, reference);
      await forgetReferences(at.db, until_ms);
      assert.equal((await at.ask(ann, 'GET', `/v1/referrals/${sent.id}`)).reference, null);
      const lines = await at.db
        .selectFrom('audit_line')
        .selectAll()
        .where('subject', '=', `referral:${sent.id}`)
        .execute();
      assert.ok(lines.some(({ action }) => action === 'referral.number_forgotten'));
      assert.ok(!JSON.stringify(lines).includes(`"${reference}"`));
    });

    it('has a number that no other takes for its own', async () => {
      const sent = await approved(at, ann, ben, 'numbered');
      await received(sent);
      const { reference } = await at.ask(ann, 'GET', `/v1/referrals/${sent.id}`);
      const of = (id: string, kind: string, number = reference ?? assert.fail()) =>
        isAnothers(at.db, { id, kind }, number);
      assert.deepEqual(
        [await of('ref_other', FOREIGN), await of(sent.id, FOREIGN), await of('ref_other', 'nca')],
        [true, false, false],
      );
      assert.equal(await of('ref_other', FOREIGN, 'X-0'), false);
      await at.db.updateTable('referral').set({ reference: null }).where('id', '=', sent.id).execute();
      assert.equal(await of('ref_other', FOREIGN), true, 'one that is open has it, too');
      await at.db.updateTable('referral').set({ reference }).where('id', '=', sent.id).execute();
    });

    it('leaves when two people have looked, and its receipt is stored', async () => {
      const sent = await approved(at, ann, ben, 'max');
      await received(sent);
      const view = await at.ask(ann, 'GET', `/v1/referrals/${sent.id}`);
      assert.deepEqual(
        [view.reference, view.filing?.step, view.filing?.report],
        [view.filing?.report, 'finished', view.reference],
      );
      assert.deepEqual(
        view.steps.map(({ what }) => what),
        ['drafted', 'checked', 'approved', 'filing_begun', 'sent', 'received'],
      );
      const receipt = await at.vault.use(view.receipt ?? assert.fail(), 'test');
      assert.equal(receipt.bytes.toString(), `got ${view.reference}`);
      assert.equal(receipt.item.source, 'authority');
      assert.ok(view.keptUntil !== null || view.referenceKeptUntil !== null);
    });

    it('is filed once where the clock jumps over its lease, and the same process takes it again', async () => {
      const answers = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
      const before = there.opened.size;
      there.waits = (path) => {
        if (path === '/file') return answers[1].promise;
        return there.opened.size === before + 1 ? answers[0].promise : null;
      };
      const sent = await approved(at, ann, ben, 'leaped');
      await until('opened', async () => there.opened.size === before + 1);
      at.later(2 * LEASE_MS);
      const last = () => [...there.opened.keys()].at(-1) ?? '';
      await until('taken again', async () => there.opened.size === before + 2 && there.filed.includes(last()));
      // whoever had it first has its answer only now
      answers[0].resolve();
      await sleep(1_500);
      answers[1].resolve();
      await received(sent);
      there.waits = () => null;
      const numbers = [...there.opened].filter(([, account]) => account === 'leaped').map(([number]) => number);
      assert.deepEqual(
        there.filed.filter((number) => numbers.includes(number)),
        [(await at.ask(ann, 'GET', `/v1/referrals/${sent.id}`)).reference],
      );
    });

    it('does not leave before, and can’t be given back after', async () => {
      const drafted = await at.draft(ann, await at.caseOf('early'), { kind: FOREIGN });
      const checked = await at.step(ann, drafted, 'check');
      await sleep(1_500);
      assert.ok(![...there.opened.values()].includes('early'));
      there.breaks = () => 'before';
      const waits = await at.step(ben, checked, 'approve');
      await until('begun', async () => (await at.ask(ann, 'GET', `/v1/referrals/${waits.id}`)).filing?.attempts !== 0);
      const begun = await at.ask(ann, 'GET', `/v1/referrals/${waits.id}`);
      const refused = await ann.send(`/v1/referrals/${waits.id}/give-back`, { version: begun.version, reason: 'wait' });
      assert.deepEqual([refused.status, (await refused.json()).error.code], [409, 'leaving']);
      there.breaks = () => null;
      await received(waits);
    });

    it('that the authority refuses waits for people, who mend it or let it go again', async () => {
      there.refuses.add('odd').add('wrong');
      const [again, back] = [await approved(at, ann, ben, 'odd'), await approved(at, ann, ben, 'wrong')];
      const look = (one: ReferralView) => at.ask(ann, 'GET', `/v1/referrals/${one.id}`);
      // a view's parts are read one after the other: it may have the version from before it was stuck, so people look again
      const stuck = async (one: ReferralView) => {
        await until('stuck', async () => ((await look(one)).stuck ? true : null));
        return look(one);
      };
      const [odd, wrong] = [await stuck(again), await stuck(back)];
      there.refuses.clear();
      await at.step(ben, odd, 'send-again');
      await received(again);
      const given = await at.step(ann, wrong, 'give-back', { reason: 'a field is wrong' });
      assert.deepEqual([given.state, given.filing], ['drafted', null]);
      assert.match(at.kith.logged(), /a referral is stuck/);
      await received(await at.step(ben, await at.step(ann, given, 'check'), 'approve'));
    });

    it('is not approved where it was drafted for another system than the one that it would go to', async () => {
      const drafted = await at.draft(ann, await at.caseOf('system'), { kind: FOREIGN });
      const checked = await at.step(ann, drafted, 'check');
      const set = (test: 0 | 1) => at.db.updateTable('referral').set({ test }).where('id', '=', drafted.id).execute();
      await set(drafted.test ? 0 : 1);
      const refused = await ben.send(`/v1/referrals/${drafted.id}/approve`, { version: checked.version });
      assert.deepEqual([refused.status, (await refused.json()).error.code], [409, 'not_possible']);
      await set(drafted.test ? 1 : 0);
      await received(await at.step(ben, checked, 'approve'));
    });

    it('is drafted by itself where a ruling in force says so, once, and adds to what was sent', async () => {
      const about = await at.caseOf('ruled');
      const ruling = {
        ...{
          case_id: about,
          account: 'ruled',
          measures: '["disable"]',
          policy: 'p',
          policy_version: '1',
          reason: 'seen',
        },
        ...{ untold: 'referral_pending', content: '[]', refer: 1, machine: 1, state: 'in_force', first_by: ann.id },
        ...{ first_at: at.now(), second_by: ben.id, second_at: at.now(), second_agreed: 1, second_note: null },
        ...{ undo_until: at.now() - 1, in_force_at: at.now(), features: null, model: 'm', drawn: null, final: 0 },
        ...{ final_at: null, due_at: null, stood: null },
      };
      const statement = {
        ...{ id: 'stm_1', ruling: 'rul_1', enforcement: null, account: 'ruled', kind: 'ruling', state: 'held' },
        ...{ created_at: at.now(), due_at: null, held_because: 'referral_pending', held_by: ann.id },
        ...{
          review_at: at.now() + 1e9,
          sent_at: null,
          appeal_until: null,
          objected_at: null,
          language: null,
          words: null,
        },
      };
      await at.db.insertInto('statement').values(statement).execute();
      await at.db
        .insertInto('ruling')
        .values({ ...ruling, id: 'rul_1' })
        .execute();
      const rows = () =>
        at.db.selectFrom('referral').selectAll().where('case_id', '=', about).orderBy('created_at').execute();
      await until('drafted', async () => (await rows()).length === 1);
      const [{ id = '' } = {}] = await rows();
      const drafted = await at.ask(ann, 'GET', `/v1/referrals/${id}`);
      assert.deepEqual([drafted.draftedBy, drafted.kind, drafted.state], [null, FOREIGN, 'drafted']);
      await at.db
        .insertInto('ruling')
        .values({ ...ruling, id: 'rul_2' })
        .execute();
      await until(
        'answered',
        async () => (await at.db.selectFrom('referral_cause').selectAll().execute()).length === 2,
      );
      assert.equal((await rows()).length, 1);
      await received(await at.step(ben, await at.step(ann, drafted, 'check'), 'approve'));
      const { review_at } = await at.db.selectFrom('statement').select('review_at').executeTakeFirstOrThrow();
      assert.ok((review_at ?? 0) <= at.now(), 'somebody looks now whether the person can be told');
      await at.db
        .insertInto('ruling')
        .values({ ...ruling, id: 'rul_3' })
        .execute();
      await until('added to', async () => (await rows()).length === 2);
      assert.equal((await rows())[1]?.supplements, id);
      await at.db
        .insertInto('ruling')
        .values({ ...ruling, id: 'rul_4' })
        .execute();
      const answers = () => at.db.selectFrom('referral_cause').selectAll().where('ruling', '=', 'rul_4').execute();
      await until('answered by the one that is open', async () => (await answers()).length === 1);
      assert.deepEqual([(await answers())[0]?.referral, (await rows()).length], [(await rows())[1]?.id, 2]);
    });
  });
}
