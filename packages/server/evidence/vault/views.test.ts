import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EVIDENCE_SHOWN_MAX } from '@kith/contract';
import { databases } from '../../ground/testing/records.ts';
import { VaultAtHand } from './testing/vault.ts';

/** More than a page holds, in groups that were taken in one moment. */
const PIECES = EVIDENCE_SHOWN_MAX + 250;
const IN_ONE_MOMENT = 7;

for (const kind of databases) {
  describe(`what a case has of evidence, on ${kind}`, () => {
    it('is listed whole, or page by page, each piece once, with what merged cases bring and what comes meanwhile', async () => {
      const v = await VaultAtHand.open(kind);
      await v.openCase('c2', 'max-2', { merged_into: 'c1' });
      await v.vault.put(v.given({ about: 'm0' }), 'key:k1');
      const row = await v.db.selectFrom('evidence_item').selectAll().executeTakeFirstOrThrow();
      // rows of one blob: a thousand that are put in one by one take long
      const more = Array.from({ length: PIECES - 1 }, (_, i) => ({
        ...{ ...row, id: `evi_${i}`, mark: `mark ${i}`, case_id: i % 5 === 0 ? 'c2' : 'c1' },
        taken_at: row.taken_at + 1 + Math.floor(i / IN_ONE_MOMENT),
      }));
      for (let from = 0; from < more.length; from += 200) {
        await v.db
          .insertInto('evidence_item')
          .values(more.slice(from, from + 200))
          .execute();
      }
      const all = (await v.vault.list('c1', { names: true })).map(({ id }) => id);
      assert.equal(all.length, PIECES);
      for (const limit of [EVIDENCE_SHOWN_MAX, 333, PIECES]) {
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await v.vault.page('c1', { limit, after });
          assert.ok(page.items.length <= limit);
          assert.equal(page.count, PIECES);
          seen.push(...page.items.map(({ id }) => id));
          after = page.next ?? undefined;
        } while (after !== undefined);
        assert.deepEqual(seen, all, `${limit} a page`);
      }

      const { next } = await v.vault.page('c1', { limit: EVIDENCE_SHOWN_MAX });
      const late = await v.vault.put(v.given({ about: 'the last', at_ms: v.now + PIECES }), 'key:k1');
      const rest = await v.vault.page('c1', { limit: EVIDENCE_SHOWN_MAX, after: next ?? '' });
      assert.deepEqual([rest.items.at(-1)?.id, rest.count, rest.next], [late, PIECES + 1, null]);
      for (const after of ['', 'x', '1', '1.', '1.a b']) {
        await assert.rejects(v.vault.page('c1', { limit: 1, after }), RangeError, after);
      }
      await v.end();
    });
  });
}
