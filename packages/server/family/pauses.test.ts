/** What becomes of a guardianship when something is done about the guardian's account; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { childPage, familyPage } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { PAUSE_MAX_MS } from './pauses.ts';
import { type FamiliesKith, familiesKith } from './testing/families.ts';

for (const kind of databases) {
  describe(`a guardian whose account is suspended or disabled (${kind})`, () => {
    let k: FamiliesKith;
    before(async () => {
      k = await familiesKith(kind);
      await k.people();
    });
    after(() => k.end());

    const apply = (actor: string, kind: string) => k.tellAs('enforcement.applied', { actor, kind });
    const bar = (actor: string) =>
      k.tellOwn({
        ...{ id: `kith:bar:${actor}`, type: 'enforcement.requested', at: k.now() },
        data: { actor, kind: 'disable', turnedTo: [] },
      });
    const newsOf = (to: string) =>
      k.webhooks.flatMap((sent) =>
        sent.type === 'notice.requested' && sent.data.notice.to === to ? (sent.data.notice.news ?? []) : [],
      );
    /** told, and deciding knows */
    const hears = async (to: string, news: string, times = 1): Promise<void> => {
      await until(news, () => newsOf(to).filter((one) => one === news).length === times);
      for (;;) {
        const untold = k.db.selectFrom('guardianship').select('id').where('child', '=', to);
        if ((await untold.where('tell_at', 'is not', null).executeTakeFirst()) === undefined) return;
        await setTimeout(20);
      }
    };
    const look = (guardian: string, child: string) => k.call('GET', `/v1/families/${child}?as=${guardian}`);
    const own = async (child: string) => childPage.parse((await k.call('GET', `/v1/families/${child}/own`)).json);
    const guarded = async (child: string, ...guardians: string[]) => {
      await k.tellAccount(child, '13to15');
      for (const guardian of guardians) {
        await k.tellAccount(guardian, 'adult');
        await k.guard(guardian, child);
      }
    };

    it('sees nothing for so long, and the child is told; when they are back it goes on, and nothing of before is seen', async () => {
      await guarded('ann', 'ann-mum');
      assert.equal((await look('ann-mum', 'ann')).status, 200);
      await apply('ann-mum', 'suspend');
      assert.equal((await look('ann-mum', 'ann')).code, 'not_known');
      await hears('ann', 'paused');
      const { page, guardianships } = await own('ann');
      assert.deepEqual([page.guardians, guardianships.map(({ paused }) => paused)], [[], [true]]);
      assert.equal(await k.waitsForGuardian('ann'), false, 'a weaker setting waits for nobody who can not answer');
      k.later(2 * 86_400_000);
      await apply('ann-mum', 'restore');
      await hears('ann', 'resumed');
      const { json } = await look('ann-mum', 'ann');
      assert.equal(familyPage.parse(json).notedSince, new Date(k.now()).toISOString().slice(0, 10));
      assert.deepEqual(
        (await own('ann')).guardianships.map(({ paused }) => paused),
        [false],
      );
      assert.deepEqual(
        newsOf('ann-mum').filter((one) => one !== 'began_for_guardian'),
        [],
      );
    });

    it('leaves a setting that waits to the other guardian, who is asked as before', async () => {
      await guarded('bea', 'bea-mum', 'bea-dad');
      await apply('bea-mum', 'suspend');
      await hears('bea', 'paused');
      assert.equal(await k.waitsForGuardian('bea'), true);
      const answer = { settings: { showLocation: true }, answer: 'approve' };
      const path = '/v1/families/bea/settings';
      assert.equal((await k.call('POST', path, { as: 'bea-mum', ...answer })).code, 'not_known');
      assert.equal((await k.call('POST', path, { as: 'bea-dad', ...answer })).status, 200);
    });

    it('is no guardian any more from the moment on that they are shut down for the safety of children', async () => {
      await guarded('cat', 'cat-mum');
      await bar('cat-mum');
      assert.equal((await look('cat-mum', 'cat')).code, 'not_known');
      await hears('cat', 'ended');
      await apply('cat-mum', 'restore');
      assert.equal((await look('cat-mum', 'cat')).code, 'not_known');
      const [over] = await k.listOf('cat');
      assert.deepEqual([over?.state, over?.endedBy], ['ended', 'platform']);
    });

    it('can be left by the child meanwhile, and is left for good when the pause is long', async () => {
      await guarded('dan', 'dan-mum', 'dan-dad');
      await apply('dan-mum', 'suspend');
      await hears('dan', 'paused');
      const [paused] = (await own('dan')).guardianships.filter((one) => one.paused);
      assert.equal(
        (await k.call('POST', `/v1/guardianships/${paused?.guardianship}/end`, { by: 'child' })).status,
        200,
      );
      await apply('dan-dad', 'disable');
      await hears('dan', 'paused', 2);
      k.later(PAUSE_MAX_MS);
      await apply('dan-dad', 'suspend');
      await hears('dan', 'ended', 2);
    });
  });
}
