/** What might lead to one thing being reported twice: refused, on both stores. Of cases that became one: merged.test.ts. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ReferralView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { type Office, office } from './testing/office.ts';

for (const kind of databases) {
  describe(`nothing is reported twice (${kind})`, () => {
    let at: Office;
    let ann: Staff;
    let ben: Staff;
    before(async () => {
      at = await office(kind);
      [ann, ben] = [await at.person('senior'), await at.person('senior')];
    });
    after(() => at[Symbol.asyncDispose]());

    const approve = async (referral: ReferralView) =>
      at.step(ben, await at.step(ann, await at.complete(ann, referral), 'check'), 'approve');
    const file = async (referral: ReferralView, reference: string) =>
      at.step(ben, await approve(referral), 'reference', { reference, receivedAt: new Date(at.now()).toISOString() });
    const media = (about: string, name: string) =>
      at.put(about, { kind: 'media', bytes: Buffer.from(name), about: name });

    it('what went with one is not in those that add to it, and is refused where somebody puts it there', async () => {
      const about = await at.caseOf('more');
      const first = await media(about, 'first');
      const filed = await file(await at.draft(ann, about), 'N-2');
      assert.deepEqual(filed.evidence, [first]);
      const second = await media(about, 'second');
      const adding = await at.draft(ann, about, { supplements: filed.id });
      assert.deepEqual(adding.evidence, [second]);
      const approved = await approve(adding);
      const again = await at.draft(ann, about, { supplements: filed.id });
      assert.deepEqual(again.evidence, [], 'it goes with the other that adds');
      const renamed = await at.put(about, { kind: 'media', bytes: Buffer.from('first'), about: 'renamed' });
      assert.notEqual(renamed, first);
      for (const sent of [first, second, renamed]) {
        const now = await at.ask(ann, 'GET', `/v1/referrals/${again.id}`);
        assert.deepEqual(new Set(now.taken), new Set([first, second, renamed]));
        const put = await at.complete(ann, { ...now, evidence: [sent] });
        assert.deepEqual(put.problems[0]?.path, 'evidence');
        const answer = await ann.send(`/v1/referrals/${again.id}/check`, { version: put.version });
        const { error } = await answer.json();
        assert.deepEqual([answer.status, error.code, error.field], [409, 'incomplete', 'evidence']);
      }
      await at.step(ben, approved, 'give-back', { reason: 'not yet' });
      const now = await at.ask(ann, 'GET', `/v1/referrals/${again.id}`);
      assert.equal((await approve({ ...now, evidence: [second] })).state, 'approved', 'it was given back');
    });

    it('of two that were checked with the same bytes, under two names, the second is not approved', async () => {
      const about = await at.caseOf('names');
      const filed = await file(await at.draft(ann, about), 'N-3');
      const [one, other] = [
        await at.draft(ann, about, { supplements: filed.id }),
        await at.draft(ann, about, { supplements: filed.id }),
      ];
      const bytes = Buffer.from('the same');
      const names = [];
      for (const name of ['a', 'b']) names.push(await at.put(about, { kind: 'media', bytes, about: name }));
      const checked = [];
      for (const [i, draft] of [one, other].entries()) {
        const put = await at.complete(ann, { ...draft, evidence: [names[i] ?? ''] });
        checked.push(await at.step(ann, put, 'check'));
      }
      const [first, second] = checked;
      await at.step(ben, first ?? assert.fail(), 'approve');
      const refused = await at.step(ben, second ?? assert.fail(), 'approve', {}, 409);
      assert.equal(JSON.parse(JSON.stringify(refused)).error.code, 'reported_elsewhere');
    });

    it('what went to one authority is not in what is drafted for another beside it', async () => {
      const about = await at.caseOf('beside');
      const first = await media(about, 'went');
      await file(await at.draft(ann, about), 'N-4');
      const second = await media(about, 'came later');
      const beside = await at.draft(ann, about, { kind: 'ncmec', besides: 'they ask for it' });
      assert.deepEqual([beside.evidence, beside.taken], [[second], [first]]);
    });
  });
}
