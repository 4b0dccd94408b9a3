/** What platforms call by the SDK: each method of `kith.families`, with the server that answers it; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Kith, KithError } from '@kith/client';
import { databases } from '../ground/testing/records.ts';
import { type FamiliesKith, familiesKith } from './testing/families.ts';
import { lineThatCuts } from './testing/line.ts';

for (const kind of databases) {
  describe(`kith.families (${kind})`, () => {
    let k: FamiliesKith;
    let kith: Kith;
    before(async () => {
      k = await familiesKith(kind);
      await k.people();
      await k.tellAccount('pal', '13to15');
      kith = new Kith({ url: k.url, key: k.key, retries: 0 });
    });
    after(() => k.end());

    it('leads from an invitation by code to the page, and to its end', async () => {
      const { families } = kith;
      const { code } = await families.invite({ invitedBy: 'guardian', guardian: 'mum' });
      const brought = { account: 'kid', code: code ?? '' };
      const shown = await families.lookUp({ ...brought, language: 'cy' });
      assert.deepEqual([shown.role, shown.from.account, shown.words.language], ['child', 'mum', 'cy']);
      const made = await families.answerByCode({ ...brought, answer: 'accept', terms: shown.terms });
      assert.deepEqual([made.state, made.id], ['active', shown.guardianship]);
      await kith.tell([
        { type: 'connection.requested', data: { actor: 'kid', other: 'pal' } },
        { type: 'connection.accepted', data: { actor: 'pal', other: 'kid' } },
      ]);
      const page = await families.page('kid', 'mum');
      assert.deepEqual(
        page.friends.map(({ account }) => account),
        ['pal'],
      );
      const { looks, guardianships } = await families.ownPage('kid');
      assert.deepEqual(
        looks.map(({ guardian, part }) => [guardian.account, part]),
        [['mum', 'embedded']],
      );
      assert.deepEqual(
        guardianships.map(({ guardianship, paused }) => [guardianship, paused]),
        [[made.id, false]],
      );
      assert.equal(await k.waitsForGuardian('kid'), true);
      const settings = await families.answerSettings('kid', {
        ...{ as: 'mum', settings: { showLocation: true }, answer: 'approve' },
      });
      assert.equal(settings.find(({ setting }) => setting === 'showLocation')?.now, true);
      await families.setQuietHours('kid', 'mum', { from: '21:00', to: '07:00' });
      assert.deepEqual((await families.page('kid', 'mum')).quietHours, { from: '21:00', to: '07:00' });
      await families.setQuietHours('kid', 'mum', null);
      assert.equal((await families.page('kid', 'mum')).quietHours, null);
      const review = await families.askReview('kid', 'mum', 'pal');
      assert.equal((await families.answerReview('kid', review.id, 'talked')).state, 'talked');
      const { reference } = await families.report('kid', { as: 'mum', about: 'pal', category: 'other' });
      assert.match(reference, /^KR/);
      assert.equal(await families.tellGuardians('kid'), 1);
      assert.match((await families.link({ account: 'mum' })).url, /\/family\/enter\//);
      assert.equal((await families.end(made.id, 'child')).became, 'ended');
      assert.deepEqual(
        (await families.of('mum')).map(({ state, invitedOn, endedOn }) => [state, invitedOn, endedOn]),
        [['ended', page.notedSince, page.notedSince]],
      );
      await assert.rejects(families.page('kid', 'mum'), (error: unknown) => {
        assert.ok(error instanceof KithError);
        assert.equal(error.problem?.code, 'not_known');
        return true;
      });
    });

    it('reports once, though the connection is cut after the report is filed, or both tries arrive at once', async () => {
      await k.tellAccount('rae', '13to15');
      await k.guard('dad', 'rae');
      let cut = 0;
      const line = await lineThatCuts(k.url, () => cut++ < 2);
      try {
        const over = new Kith({ url: line.url, key: k.key, retries: 3, wait: async () => {} });
        const said = { as: 'dad', about: 'pal', category: 'other', text: 'he asks every day' };
        const { report } = await over.families.report('rae', said);
        assert.equal(cut, 3, 'it was tried again');
        const reports = () =>
          k.db.selectFrom('report').select(['id', 'case_id']).where('reporter', '=', 'dad').execute();
        const audited = () =>
          k.db.selectFrom('audit_line').select('number').where('subject', '=', `report:${report}`).execute();
        const [row, ...more] = await reports();
        assert.deepEqual([row?.id, typeof row?.case_id, more.length], [report, 'string', 0]);
        assert.equal((await audited()).length, 1);
        const joined = () =>
          k.db
            .selectFrom('case_event')
            .select('id')
            .where('case_id', '=', row?.case_id ?? '')
            .execute();
        const before = (await joined()).length;
        const again = await Promise.all([1, 2, 3, 4].map(() => kith.families.report('rae', { ...said, id: 'own id' })));
        assert.equal(new Set(again.map((one) => one.report)).size, 1);
        assert.equal((await reports()).length, 2, 'another id is another report');
        assert.ok((await joined()).length <= before + 1);
        const other = await kith.families.report('rae', { ...said, id: 'own id too' });
        assert.notEqual(other.report, again[0]?.report);
      } finally {
        await line.end();
      }
    });

    it('answers by name, in ids that need escaping too', async () => {
      const child = 'kid / ?a=b#é';
      await k.tellAccount(child, '13to15');
      const { guardianship } = await kith.families.invite({ invitedBy: 'guardian', guardian: 'dad', child });
      const { terms } = await kith.families.invitation(guardianship.id, { account: child });
      const made = await kith.families.answer(guardianship.id, { account: child, answer: 'accept', terms });
      assert.equal(made.state, 'active');
      assert.equal((await kith.families.page(child, 'dad')).child.account, child);
    });
  });
}
