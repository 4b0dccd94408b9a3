/** What a guardian sees and does, and that the child sees the same; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { childPage, familyPage, familyReview } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { QUIET_SET_A_DAY_MAX } from './limits.ts';
import { endOf, type FamiliesKith, familiesKith } from './testing/families.ts';

const DAY_MS = 86_400_000;

for (const kind of databases) {
  describe(`a family (${kind})`, () => {
    let k: FamiliesKith;
    const tell = (type: string, data: object) => k.tellAs(type, data);
    const look = async (as: string, child: string) => {
      const { status, json } = await k.call('GET', `/v1/families/${child}?as=${as}`);
      assert.equal(status, 200, JSON.stringify(json));
      return familyPage.parse(json);
    };
    const own = async (child: string) => {
      const { status, json } = await k.call('GET', `/v1/families/${child}/own`);
      assert.equal(status, 200, JSON.stringify(json));
      return childPage.parse(json);
    };
    const befriend = async (a: string, b: string) => {
      await tell('connection.requested', { actor: a, other: b });
      await tell('connection.accepted', { actor: b, other: a });
    };
    const family = async (child: string, band = '13to15') => {
      // a guardian invites so often a day
      k.later(DAY_MS);
      await k.tellAccount(child, band);
      return k.guard('mum', child);
    };
    const newsTo = (to: string) =>
      k.webhooks.flatMap((sent) =>
        sent.type === 'notice.requested' && sent.data.notice.to === to ? (sent.data.notice.news ?? []) : [],
      );

    before(async () => {
      k = await familiesKith(kind);
      await k.people();
      await k.tellAccount('pal', '13to15');
    });
    after(() => k.end());

    it('sees the same on both sides, and the child sees who looked', async () => {
      await family('ann');
      await befriend('ann', 'pal');
      const page = await look('mum', 'ann');
      assert.deepEqual(
        page.friends.map(({ account }) => account),
        ['pal'],
      );
      assert.deepEqual(
        page.guardians.map(({ account }) => account),
        ['mum'],
      );
      const seen = await own('ann');
      assert.deepEqual(seen.page, page);
      assert.deepEqual(
        seen.looks.map(({ guardian, part }) => [guardian.account, part]),
        [['mum', 'embedded']],
      );
      const lines = await k.db.selectFrom('audit_line').selectAll().where('action', '=', 'family.looked').execute();
      assert.deepEqual(
        lines.map(({ subject, detail }) => [subject, JSON.parse(detail).guardian]),
        [['account:ann', 'mum']],
      );
    });

    it('gives nothing to whoever is no guardian of this child: a stranger, another child, one who was, one who came of age', async () => {
      const { id } = await family('ben');
      for (const as of ['eve', 'dad', 'pal', 'ben', 'nobody']) {
        assert.equal((await k.call('GET', `/v1/families/ben?as=${as}`)).code, 'not_known', as);
      }
      await endOf(k, id, 'guardian');
      assert.equal((await k.call('GET', '/v1/families/ben?as=mum')).code, 'not_known');
      await family('bea', '16to17');
      await look('mum', 'bea');
      await k.tellAccount('bea', 'adult');
      assert.equal((await k.call('GET', '/v1/families/bea?as=mum')).code, 'not_known');
      assert.equal((await k.call('GET', '/v1/families/bea/own')).code, 'not_known');
    });

    it('lets a guardian answer a weaker setting: what was shown, once, and both are told', async () => {
      await family('cat');
      assert.ok(await k.waitsForGuardian('cat'));
      await until(
        'told that it waits',
        () => newsTo('mum').includes('setting_waits_for_guardian') && newsTo('cat').includes('setting_waits'),
      );
      const waiting = (await look('mum', 'cat')).settings.find(({ waitsForGuardian }) => waitsForGuardian);
      assert.deepEqual(waiting, { setting: 'showLocation', now: false, wanted: true, waitsForGuardian: true });
      const answer = (settings: object, as = 'mum') =>
        k.call('POST', '/v1/families/cat/settings', { as, settings, answer: 'approve' });
      assert.equal((await answer({ showLocation: true }, 'eve')).code, 'not_known');
      assert.equal((await answer({ seeSuggestions: true })).code, 'not_possible', 'nobody asked for that');
      const both = await Promise.all([answer({ showLocation: true }), answer({ showLocation: true })]);
      assert.ok(both.some(({ status }) => status === 200));
      assert.equal((await look('mum', 'cat')).settings.find(({ setting }) => setting === 'showLocation')?.now, true);
      await until('told of the yes', () => newsTo('cat').includes('setting_approved'));
      const decided = k.webhooks.flatMap((sent) => (sent.type === 'settings.decided' ? [sent.data] : []));
      assert.deepEqual(decided[0], { account: 'cat', settings: { showLocation: true }, decision: 'approved' });
    });

    it('has quiet hours that a guardian sets, the platform keeps, and the end takes away', async () => {
      const { id } = await family('dot');
      const set = (quietHours: unknown) => k.call('PUT', '/v1/families/dot/quiet-hours', { as: 'mum', quietHours });
      assert.equal((await set({ from: '21:00', to: '21:00' })).code, 'invalid_field');
      assert.equal((await set({ from: '25:00', to: '07:00' })).code, 'invalid_field');
      // all day would cut a child off from whoever could help
      assert.equal((await set({ from: '00:00', to: '23:59' })).code, 'invalid_field');
      assert.equal((await set({ from: '19:00', to: '07:01' })).code, 'invalid_field');
      assert.equal((await set({ from: '19:00', to: '07:00' })).status, 200);
      assert.equal((await set({ from: '21:30', to: '07:00' })).status, 200);
      assert.deepEqual((await own('dot')).page.quietHours, { from: '21:30', to: '07:00' });
      // the child is told each time, and may not be pressed so; what is not asked for any more can always be said
      for (let n = 2; n < QUIET_SET_A_DAY_MAX; n++) await set({ from: `19:0${n}`, to: '07:00' });
      assert.equal((await set({ from: '22:00', to: '07:00' })).code, 'too_many_requests');
      assert.equal((await set(null)).status, 200);
      assert.equal((await set({ from: '22:00', to: '07:00' })).code, 'too_many_requests');
      k.later(DAY_MS);
      assert.equal((await set({ from: '21:30', to: '07:00' })).status, 200);
      await endOf(k, id, 'child');
      const asked = () =>
        k.webhooks.flatMap((s) =>
          s.type === 'quiet_hours.changed' && s.data.account === 'dot' ? [s.data.quietHours] : [],
        );
      await until('asked for', () => asked().length === QUIET_SET_A_DAY_MAX + 3);
      assert.deepEqual(asked().slice(0, 2), [
        { from: '19:00', to: '07:00' },
        { from: '21:30', to: '07:00' },
      ]);
      assert.deepEqual(asked().slice(-3), [null, { from: '21:30', to: '07:00' }, null]);
      assert.equal((await own('dot')).page.quietHours, null);
    });

    it('looks at a contact together: of whoever is on the page, answered once, by the child', async () => {
      await family('eli');
      await befriend('eli', 'pal');
      const ask = (about: string) => k.call('POST', '/v1/families/eli/reviews', { as: 'mum', about });
      assert.equal((await ask('dad')).code, 'not_known', 'nobody can be tried out');
      const review = familyReview.parse((await ask('pal')).json);
      assert.equal(familyReview.parse((await ask('pal')).json).id, review.id, 'asked twice is asked once');
      assert.deepEqual(
        (await own('eli')).looks.map(({ part }) => part),
        ['embedded'],
        'whoever is tried out is looked for',
      );
      const answer = (child: string) =>
        k.call('POST', `/v1/families/${child}/reviews/${review.id}`, { state: 'talked' });
      assert.equal((await answer('kid')).code, 'not_known');
      assert.equal((await answer('eli')).status, 200);
      assert.equal((await answer('eli')).code, 'not_possible');
      assert.deepEqual(
        (await look('mum', 'eli')).reviews.map(({ state, about }) => [state, about.account]),
        [['talked', 'pal']],
      );
    });

    it('reports in confidence: it is with the people who judge, and on no page', async () => {
      await family('fay');
      const said = { as: 'mum', about: 'eve', category: 'other', text: 'MARKER what a guardian knows' };
      assert.equal((await k.call('POST', '/v1/families/fay/reports', said)).status, 200);
      const [row] = await k.db.selectFrom('report').selectAll().where('reporter', '=', 'mum').execute();
      assert.deepEqual([row?.source, row?.about, row?.child], ['guardian', 'eve', 0]);
      assert.ok(row?.case_id);
      assert.ok(!JSON.stringify([await look('mum', 'fay'), await own('fay')]).includes('"eve"'));
    });

    it('tells guardians that the child has reported somebody where it wants that, once a day, and not whom', async () => {
      await family('gus');
      await tell('report.filed', { actor: 'gus', other: 'eve', category: 'scares', text: 'MARKER' });
      for (let i = 0; i < 2; i++) assert.equal((await k.call('POST', '/v1/families/gus/told')).status, 200);
      const of = () =>
        k.webhooks.flatMap((s) =>
          s.type === 'notice.requested' && s.data.notice.news === 'child_reported' ? [JSON.stringify(s)] : [],
        );
      await until('a report', () => of().length > 0);
      assert.equal(of().length, 1);
      assert.ok(!of()[0]?.includes('"eve"') && !of()[0]?.includes('MARKER'));
    });

    it('shows a guardian nothing from before the child said yes to them', async () => {
      await family('hal');
      await befriend('hal', 'pal');
      await tell('account.blocked', { actor: 'hal', other: 'eve' });
      await k.call('POST', '/v1/families/hal/reviews', { as: 'mum', about: 'pal' });
      await tell('message.sent', { actor: 'hal', other: 'pal', message: 'm1' });
      k.later(2 * DAY_MS);
      await k.guard('dad', 'hal');
      const [mum, dad] = [await look('mum', 'hal'), await look('dad', 'hal')];
      assert.ok(mum.notedSince < dad.notedSince);
      assert.deepEqual(
        mum.contacts.map(({ account }) => account),
        ['pal'],
      );
      assert.deepEqual(dad.contacts, []);
      const more = ({ friends, strangersKeptAway, reviews }: typeof mum) => [
        friends.map(({ account, since }) => [account, since !== null]),
        ...[strangersKeptAway, reviews.length],
      ];
      assert.deepEqual(more(mum), [[['pal', true]], 1, 1]);
      assert.deepEqual(more(dad), [[['pal', false]], 0, 0]);
      assert.deepEqual((await own('hal')).page.contacts, mum.contacts, 'the child sees the most that anybody sees');
    });
  });
}
