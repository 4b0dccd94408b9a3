/** Two cases of one person become one: their referrals and evidence go along, and nothing is reported twice by it; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ReferralPage, ReferralView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { type Office, office } from './testing/office.ts';

/** Times that a race is run: who wins is chance. */
const ROUNDS = 8;

for (const kind of databases) {
  describe(`cases with referrals that are merged (${kind})`, () => {
    let at: Office;
    let ann: Staff;
    let ben: Staff;
    before(async () => {
      at = await office(kind);
      [ann, ben] = [await at.person('senior'), await at.person('senior')];
    });
    after(() => at[Symbol.asyncDispose]());

    const check = async (referral: ReferralView) => at.step(ann, await at.complete(ann, referral), 'check');
    const approve = async (referral: ReferralView) => at.step(ben, await check(referral), 'approve');
    const file = async (referral: ReferralView, reference: string) =>
      at.step(ben, await approve(referral), 'reference', { reference, receivedAt: new Date(at.now()).toISOString() });
    const mergeInto = async (id: string, into: string, expected = 200) => {
      const { version } = await at.db
        .selectFrom('cases')
        .select('version')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const body = { version, into, note: 'the same person' };
      return at.ask<{ error?: { code: string } }>(ben, 'POST', `/v1/cases/${id}/merge`, body, expected);
    };
    const media = (about: string, name: string) =>
      at.put(about, { kind: 'media', bytes: Buffer.from(name), about: name });
    const refused = async (about: string, more: object) => {
      const answer = await ann.send(`/v1/cases/${about}/referrals`, { kind: 'nca', ...more });
      return [answer.status, (await answer.json()).error.code];
    };
    const holdersOf = async (referral: string) =>
      new Set(
        (await at.db.selectFrom('referral_claim').select('case_id').where('referral', '=', referral).execute()).map(
          ({ case_id }) => case_id,
        ),
      );

    it("a draft goes along: it is the case's that stays, takes evidence of both, and is filed", async () => {
      const [gone, stays] = [await at.caseOf('gone'), await at.caseOf('stays')];
      const own = await media(gone, 'own');
      const draft = await at.draft(ann, gone);
      const other = await media(stays, 'of the other');
      await mergeInto(gone, stays);
      const { referrals } = await at.ask<ReferralPage>(ann, 'GET', `/v1/referrals?case=${stays}`);
      assert.deepEqual(
        referrals.map(({ id, case: about, account }) => [id, about, account]),
        [[draft.id, stays, 'gone']],
      );
      assert.deepEqual(await refused(stays, {}), [409, 'reported_elsewhere']);
      assert.deepEqual(await holdersOf(draft.id), new Set([stays]));
      const filed = await file({ ...draft, evidence: [own, other] }, 'M-1');
      assert.deepEqual([filed.state, filed.case, filed.evidence], ['received', stays, [own, other]]);
      const later = await media(stays, 'later');
      const adding = await at.draft(ann, stays, { supplements: filed.id });
      assert.deepEqual(adding.evidence, [later]);
    });

    it('a case that has one takes in another, and goes into a third', async () => {
      const [one, two, three] = [await at.caseOf('one'), await at.caseOf('two'), await at.caseOf('three')];
      const draft = await at.draft(ann, one);
      await mergeInto(two, one);
      await mergeInto(one, three);
      assert.equal((await at.ask(ann, 'GET', `/v1/referrals/${draft.id}`)).case, three);
      assert.deepEqual(await refused(three, {}), [409, 'reported_elsewhere']);
      await file(draft, 'M-2');
    });

    it('of two that are both reported neither goes away while one has not left, and afterwards they are one', async () => {
      const [one, two] = [await at.caseOf('first'), await at.caseOf('second')];
      const [mine, yours] = [await at.draft(ann, one), await at.draft(ann, two)];
      for (const [id, into] of [
        [one, two],
        [two, one],
      ] as const) {
        assert.equal((await mergeInto(id, into, 409)).error?.code, 'case_reported');
      }
      const filed = await file(mine, 'M-3');
      assert.equal((await mergeInto(one, two, 409)).error?.code, 'case_reported');
      await file(yours, 'M-4');
      await mergeInto(one, two);
      assert.deepEqual(await refused(two, {}), [409, 'reported_elsewhere']);
      const added = await at.draft(ann, two, { supplements: filed.id });
      assert.deepEqual([added.supplements, added.case], [filed.id, two]);
    });

    it('one that ended unsent holds up nothing', async () => {
      const [one, two] = [await at.caseOf('unsent'), await at.caseOf('other')];
      await at.step(ben, await at.draft(ann, one), 'not-reported', { reason: 'the other one says it all' });
      const draft = await at.draft(ann, two);
      await mergeInto(one, two);
      assert.deepEqual(await holdersOf(draft.id), new Set([two]));
    });

    it('what went with one is known by what it is, under whichever case it comes again', async () => {
      const [gone, stays] = [await at.caseOf('went'), await at.caseOf('again')];
      await media(gone, 'the same');
      await file(await at.draft(ann, gone), 'M-5');
      const again = await at.put(stays, { kind: 'media', bytes: Buffer.from('the same'), about: 'renamed' });
      const fresh = await media(stays, 'fresh');
      await mergeInto(gone, stays);
      const beside = await at.draft(ann, stays, { kind: 'ncmec', besides: 'they ask for it' });
      assert.deepEqual(beside.evidence, [fresh]);
      assert.ok(beside.taken.includes(again));
    });

    it("of a merge and a draft at one moment the referral is the one's that stays, or there is none", async () => {
      for (let i = 0; i < ROUNDS; i++) {
        const [one, two] = [await at.caseOf(`a${i}`), await at.caseOf(`b${i}`)];
        const [drafted, merged] = await Promise.allSettled([at.draft(ann, one), mergeInto(one, two)]);
        // who drafts a case that was merged meanwhile is told so; who merges one that changed, to look again
        if (drafted.status === 'rejected') assert.match(String(drafted.reason), /case_over/);
        if (merged.status === 'rejected') assert.match(String(merged.reason), /case_changed/);
        if (drafted.status === 'rejected') continue;
        const stays = merged.status === 'fulfilled' ? two : one;
        assert.deepEqual(await holdersOf(drafted.value.id), new Set([stays]), `round ${i}`);
        assert.deepEqual(await refused(stays, {}), [409, 'reported_elsewhere']);
      }
    });

    it('of a merge and an approval at one moment what it takes is taken where the case stays', async () => {
      for (let i = 0; i < ROUNDS; i++) {
        const [one, two] = [await at.caseOf(`c${i}`), await at.caseOf(`d${i}`)];
        await media(one, `medium ${i}`);
        const checked = await check(await at.draft(ann, one));
        await Promise.all([at.step(ben, checked, 'approve'), mergeInto(one, two)]);
        assert.deepEqual(await holdersOf(checked.id), new Set([two]), `round ${i}`);
      }
    });
  });
}
