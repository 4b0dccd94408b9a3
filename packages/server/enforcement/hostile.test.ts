/** What comes from outside while people rule: accounts that are deleted meanwhile, and names that mislead or are too long. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaseView, RulingView } from '@kith/contract';
import { verifyAudit } from '../ground/audit/index.ts';
import { databases } from '../ground/testing/records.ts';
import { world } from './testing/world.ts';

const UNDO_MS = 10_000;
const said = { policy: 'contact-with-children', reason: 'seen' };
/** Turned round, with zero-width characters, markup, and what a spreadsheet would run. */
const HOSTILE = '=1+1|\u202egpj.\u200b<img src=x onerror=alert(1)>"\'';

for (const kind of databases) {
  describe(`ruling on what changes or misleads, on ${kind}`, () => {
    it('an account that was deleted between the two looks is to be disabled all the same, stays deleted, and its case closes', async () => {
      await using w = await world(kind);
      const [first, second] = [await w.person('moderator'), await w.person('senior')];
      await w.kith.post('/v1/events', { id: 'c', type: 'account.created', data: { actor: 'rogue' } });
      const about = await w.reported('rogue');
      const version = await w.hold(about, first);
      const body = { ...said, measures: ['disable'], version };
      const { ruling } = await w.post<{ ruling: RulingView }>(first, `/v1/cases/${about}/rulings`, body);
      await w.kith.post('/v1/events', { id: 'd', type: 'account.deleted', data: { actor: 'rogue' } });
      await w.post(second, `/v1/rulings/${ruling.id}/confirm`, { version: await w.hold(about, second) });
      w.later(UNDO_MS);
      await w.until('closed', async () => {
        const row = await w.db.selectFrom('cases').select('state').where('id', '=', about).executeTakeFirst();
        return row?.state === 'closed';
      });
      assert.equal(w.got('enforcement.requested').length, 1);
      // gone is gone, and it is barred beyond that: knowledge/identifiers.test.ts
      const { status } = await (await w.kith.get('/v1/accounts/rogue')).json();
      assert.equal(status, 'deleted');
    });

    it('names that mislead go through a case to the platform as they are, and those that are too long are refused', async () => {
      await using w = await world(kind);
      const by = await w.person('moderator');
      const about = await w.reported(HOSTILE);
      const view: CaseView = await (await by.get(`/v1/cases/${about}`)).json();
      assert.equal(view.account, HOSTILE);
      const body = { ...said, measures: ['warn'], version: await w.hold(about, by) };
      await w.post(by, `/v1/cases/${about}/rulings`, body);
      w.later(UNDO_MS);
      const asked = await w.until('asked', async () => w.got('enforcement.requested')[0]);
      assert.ok(asked.type === 'enforcement.requested' && asked.data.account === HOSTILE);
      const data = { actor: 'reporter', other: 'x'.repeat(1_000_000), category: 'unkind' };
      const { error } = await (await w.kith.post('/v1/events', { id: 'long', type: 'report.filed', data })).json();
      assert.deepEqual([error.code, error.field], ['invalid_field', 'data.other']);
      assert.ok(!w.kith.logged().includes('xxxxxxxxxx'));
      const { faults } = await verifyAudit(w.db);
      assert.deepEqual(faults, []);
    });
  });
}
