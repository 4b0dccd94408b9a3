/** What becomes of a case's evidence and referrals is in the case's own history, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaseEvent, CaseView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { office } from './testing/office.ts';

const MINUTE_MS = 60_000;

for (const kind of databases) {
  describe(`the history of a case (${kind})`, () => {
    it('has every step of its referrals and every hand of its evidence, by whom, pieces that come together as one line', async () => {
      await using at = await office(kind);
      const [ann, ben] = [await at.person('moderator'), await at.person('senior')];
      const about = await at.caseOf('max');
      const lines = async (of: CaseEvent['kind']) => {
        const { history } = await at.ask<CaseView>(ann, 'GET', `/v1/cases/${about}`);
        return history.filter((line) => line.kind === of);
      };
      const first = await at.put(about, { kind: 'media', bytes: Buffer.from('1') });
      for (const text of ['2', '3']) await at.put(about, { kind: 'media', bytes: Buffer.from(text) });
      const together = (await lines('evidence')).map(({ by, detail: { what, pieces } }) => ({ by, what, pieces }));
      assert.equal(
        together.reduce((sum, { pieces }) => sum + Number(pieces), 0),
        3,
      );
      // where a minute ended between two of them they are two lines
      assert.ok(together.length <= 2 && together.every(({ by, what }) => by === null && what === 'taken'));

      assert.equal((await ann.send(`/v1/evidence/${first}/open`, { reason: 'to see it' })).status, 200);
      for (const [what, reason] of [
        ['hold', 'the police asked'],
        ['release-evidence', 'they have it'],
      ]) {
        assert.equal((await ben.send(`/v1/cases/${about}/${what}`, { reason })).status, 204);
      }
      const drafted = await at.draft(ann, about);
      const waits = await at.step(ben, await at.step(ann, await at.complete(ann, drafted), 'check'), 'approve');
      at.later(10 * MINUTE_MS);
      const receivedAt = new Date(at.now() - MINUTE_MS).toISOString();
      const filed = await at.step(ben, waits, 'reference', { reference: 'NCA-1', receivedAt });

      const names = [ann.pseudonym, ben.pseudonym];
      assert.deepEqual(
        (await lines('referral')).map(({ by, detail: { what, referral, authority } }) => [
          by,
          what,
          referral,
          authority,
        ]),
        [
          ...(['drafted', 'edited', 'checked'] as const).map((what) => [names[0], what, filed.id, 'nca']),
          ...(['approved', 'reference_noted', 'received'] as const).map((what) => [names[1], what, filed.id, 'nca']),
        ],
      );
      const hands = (await lines('evidence')).slice(together.length).map(({ by, detail: { what } }) => [by, what]);
      assert.deepEqual(hands.slice(0, 3), [
        [names[0], 'opened'],
        [names[1], 'held'],
        [names[1], 'released'],
      ]);
      assert.ok(hands.slice(3).every(([by, what]) => by === null && what === 'taken'));

      // a job of its own asks
      const asked = await until('preservation asked', async () => {
        const found = await lines('preservation');
        return found.length > 0 && found;
      });
      assert.deepEqual(
        asked.map(({ by, detail: { what, why } }) => [by, what, why]),
        [[names[0], 'asked', 'referral']],
      );
    });
  });
}
