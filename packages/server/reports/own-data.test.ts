/** What somebody wrote in their own reports is theirs to have; nobody else's is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountData } from '@kith/contract';
import { world } from '../enforcement/testing/world.ts';
import { databases } from '../ground/testing/records.ts';

for (const kind of databases) {
  describe(`what somebody gets of their own reports, on ${kind}`, () => {
    it('is the words that they wrote, and not those of whoever reported them', async () => {
      await using w = await world(kind);
      const file = (actor: string, other: string, text?: string) =>
        w.kith.post('/v1/events', {
          ...{ id: `r-${actor}`, type: 'report.filed' },
          data: { actor, other, category: 'unkind', ...(text !== undefined && { text }) },
        });
      await file('kim', 'max', 'he asked where I live');
      await file('max', 'kim', 'she is lying');
      await file('sam', 'max');
      const dataOf = async (account: string) =>
        accountData.parse(await (await w.kith.get(`/v1/accounts/${account}/data`)).json());
      assert.deepEqual(
        (await dataOf('kim')).reports.map(({ about, text }) => [about, text]),
        [['max', 'he asked where I live']],
      );
      assert.ok(!JSON.stringify(await dataOf('max')).includes('where I live'));
      assert.deepEqual(
        (await dataOf('sam')).reports.map(({ text }) => text),
        [null],
      );
      await w.db.updateTable('report').set({ sealed: null, key: null }).where('reporter', '=', 'kim').execute();
      assert.equal((await dataOf('kim')).reports[0]?.text, null);
      assert.ok(!w.kith.logged().includes('where I live'));
    });
  });
}
