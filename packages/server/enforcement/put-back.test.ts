import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RulingView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { blankEnforcement } from './follow.ts';
import { world } from './testing/world.ts';

const UNDO_MS = 10_000;

for (const kind of databases) {
  describe(`content that was removed before anybody had looked, on ${kind}`, () => {
    it('comes back where people find nothing wrong', async () => {
      await using w = await world(kind);
      const about = await w.reported('suspect');
      const removed = {
        ...blankEnforcement({ ruling: null, case_id: about, account: 'suspect' }, 'known', w.now(), w.now()),
        ...{ id: 'enf_early', kind: 'remove_content', content: '["pic"]', source: 'automatic', state: 'applied' },
        ...{ due_at: null, applied_at: w.now(), applied_by: 'platform' },
      };
      await w.db.insertInto('enforcement').values(removed).execute();
      const moderator = await w.person('moderator');
      const version = await w.hold(about, moderator);
      const body = { policy: 'contact-with-children', reason: 'a holiday', measures: ['no_violation'], version };
      await w.post<{ ruling: RulingView }>(moderator, `/v1/cases/${about}/rulings`, body);
      w.later(UNDO_MS);
      const asked = await w.until('asked', async () => w.got('enforcement.requested')[0]);
      assert.ok(asked.type === 'enforcement.requested');
      assert.deepEqual([asked.data.kind, asked.data.content], ['restore_content', ['pic']]);
    });
  });
}
