/** What follows when an authority has a referral, on both stores: nothing damaged holds it up, and custody says what is so. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CustodyLine, ReferralView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { type Office, office } from './testing/office.ts';

for (const kind of databases) {
  describe(`a referral that an authority has (${kind})`, () => {
    let at: Office;
    let ann: Staff;
    let ben: Staff;
    before(async () => {
      at = await office(kind);
      [ann, ben] = [await at.person('senior'), await at.person('senior')];
    });
    after(() => at[Symbol.asyncDispose]());

    const media = (about: string, name: string) =>
      at.put(about, { kind: 'media', bytes: Buffer.from(name), about: name });
    const save = (item: string) => ann.send(`/v1/evidence/${item}/open`, { reason: 'for the portal', unseen: true });
    const approve = async (about: string): Promise<ReferralView> =>
      at.step(ben, await at.step(ann, await at.complete(ann, await at.draft(ann, about)), 'check'), 'approve');
    const file = (waits: ReferralView) => {
      const noted = { reference: 'N-1', receivedAt: new Date(at.now()).toISOString(), receipt: 'we have it' };
      return at.step(ben, waits, 'reference', noted);
    };
    const custody = async (item: string): Promise<CustodyLine['what'][]> =>
      ((await at.vault.item(item))?.custody ?? []).map(({ what }) => what);

    it('says of a file that it was sent only where somebody saved it to be handed on', async () => {
      const about = await at.caseOf('saved');
      const [saved, left] = [await media(about, 'one'), await media(about, 'two')];
      const waits = await approve(about);
      await save(saved);
      const filed = await file(waits);
      assert.deepEqual(filed.unmarked, [{ evidence: left, why: 'not_saved' }]);
      assert.ok((await custody(saved)).includes('sent'));
      assert.ok(!(await custody(left)).includes('sent'));
    });

    it('is received although a piece of its evidence is damaged, which it names, and keeps its receipt', async () => {
      const about = await at.caseOf('damaged');
      const [sound, damaged] = [await media(about, 'three'), await media(about, 'four')];
      const waits = await approve(about);
      for (const item of [sound, damaged]) await save(item);
      const { sealed } = await at.db
        .selectFrom('evidence_item')
        .select('sealed')
        .where('id', '=', damaged)
        .executeTakeFirstOrThrow();
      const altered = Buffer.from(sealed ?? []);
      altered[20] = (altered[20] ?? 0) ^ 1;
      await at.db.updateTable('evidence_item').set({ sealed: altered }).where('id', '=', damaged).execute();
      const filed = await file(waits);
      assert.equal(filed.state, 'received');
      assert.deepEqual(filed.unmarked, [{ evidence: damaged, why: 'damaged' }]);
      assert.ok((await custody(sound)).includes('sent'));
      assert.equal((await at.vault.use(filed.receipt ?? '', 'test')).bytes.toString(), 'we have it');
    });

    it('is received where what was approved can not be read any more: there is no copy then', async () => {
      const waits = await approve(await at.caseOf('content'));
      await at.db
        .updateTable('referral')
        .set({ content: Buffer.from('altered, and long enough to be sealed').toString('base64') })
        .where('id', '=', waits.id)
        .execute();
      const filed = await file(waits);
      assert.deepEqual([filed.state, filed.copy], ['received', null]);
      assert.notEqual(filed.receipt, null);
    });
  });
}
