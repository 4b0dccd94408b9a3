/** Two people at the same moment: nothing is reported twice, by one route or by two, on both stores. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ReferralView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { underKeys } from './destroy.ts';
import { type Authority, authority } from './testing/authority.ts';
import { fileOfReferrals } from './testing/elsewhere-file.ts';
import { FOREIGN } from './testing/foreign-kind.ts';
import { type Office, office } from './testing/office.ts';

/** Times that each race is run: who wins is chance. */
const ROUNDS = 8;

for (const kind of databases) {
  describe(`two people at one moment (${kind})`, () => {
    let at: Office;
    let there: Authority;
    let folder: string;
    let people: [Staff, Staff, Staff];
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-races-'));
      there = await authority();
      process.env.ELSEWHERE_URL = there.url;
      at = await office(kind, { referrals: await fileOfReferrals(folder) });
      people = [await at.person('senior'), await at.person('senior'), await at.person('senior')];
    });
    after(async () => {
      await at[Symbol.asyncDispose]();
      await there[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });

    /** What each of two was answered: status and code, in no order. */
    async function both(...asks: [Promise<Response>, Promise<Response>]): Promise<string[]> {
      const answers = await Promise.all(asks);
      const said = answers.map(async (answer) => {
        const { error } = await answer.json();
        return error === undefined ? String(answer.status) : `${answer.status} ${error.code}`;
      });
      return (await Promise.all(said)).sort();
    }
    const send = (by: Staff, { id, version }: ReferralView, step: string, more: object = {}) =>
      by.send(`/v1/referrals/${id}/${step}`, { version, ...more });

    it('draft one referral of a case, whichever authorities they choose', async () => {
      const [ann, ben] = people;
      for (let i = 0; i < ROUNDS; i++) {
        const about = await at.caseOf(`draft-${i}`);
        const draft = (by: Staff, of: string) => by.send(`/v1/cases/${about}/referrals`, { kind: of });
        const kinds = i % 2 === 0 ? ['nca', FOREIGN] : ['nca', 'nca'];
        const said = await both(draft(ann, kinds[0] ?? ''), draft(ben, kinds[1] ?? ''));
        assert.deepEqual(said, ['200', '409 reported_elsewhere']);
      }
    });

    it('check and approve, change and check, approve twice: one of them, and who checked never approves', async () => {
      const [ann, ben, cat] = people;
      for (let i = 0; i < ROUNDS; i++) {
        const drafted = await at.draft(ann, await at.caseOf(`approve-${i}`), { kind: FOREIGN });
        const [one, two] = await both(
          send(ann, drafted, 'check', { withoutContent: true }),
          send(ben, drafted, 'check', { withoutContent: true }),
        );
        assert.equal(one, '200');
        assert.match(two ?? '', /^409 referral_(changed|state)$/);
        const checked = await at.ask(ann, 'GET', `/v1/referrals/${drafted.id}`);
        const said = await both(send(ann, checked, 'approve'), send(ben, checked, 'approve'));
        // whoever checked is refused, if by nothing else since the other was first
        assert.ok(said.includes('200'), String(said));
        assert.match(said[1] ?? '', /^409 (checked_it|referral_changed|referral_state)$/);
        const approved = await at.ask(cat, 'GET', `/v1/referrals/${drafted.id}`);
        assert.notEqual(approved.checkedBy, approved.approvedBy);
      }
    });

    it('note a reference number twice: it was filed once', async () => {
      const [ann, ben, cat] = people;
      const about = await at.caseOf('noted');
      const checked = await at.step(ann, await at.complete(ann, await at.draft(ann, about)), 'check');
      const waits = await at.step(ben, checked, 'approve');
      const noted = { reference: 'NCA-1', receivedAt: new Date(at.now()).toISOString() };
      const said = await both(send(ben, waits, 'reference', noted), send(cat, waits, 'reference', noted));
      assert.equal(said[0], '200');
      assert.match(said[1] ?? '', /^409 referral_(changed|state)$/);
    });

    it('file beside each other only what is not the same, and say why', async () => {
      const [ann, ben] = people;
      const about = await at.caseOf('beside');
      const first = await at.put(about, { kind: 'media', bytes: Buffer.from('one'), about: 'med-1' });
      const nca = await at.draft(ann, about);
      assert.deepEqual(nca.evidence, [first]);
      const beside = { kind: FOREIGN, besides: 'what is theirs alone' };
      const other = await at.draft(ann, about, beside);
      assert.equal(other.besides, 'what is theirs alone');
      const checkedNca = await at.step(ann, await at.complete(ann, nca), 'check');
      const checkedOther = await at.step(ann, other, 'check');
      const said = await both(send(ben, checkedNca, 'approve'), send(ben, checkedOther, 'approve'));
      assert.deepEqual(said, ['200', '409 reported_elsewhere'], 'the same content goes by one route');
    });

    it('can have one covered by the other, which is the first of its case from then on', async () => {
      const [ann, ben] = people;
      const about = await at.caseOf('covering');
      await at.put(about, { kind: 'media', bytes: Buffer.from('one'), about: 'med-1' });
      const nca = await at.draft(ann, about);
      const other = await at.draft(ann, about, { kind: FOREIGN, besides: 'it goes there' });
      const why = { by: other.id, reference: null, reason: 'it went there' };
      const early = await ben.send(`/v1/referrals/${nca.id}/covered`, { version: nca.version, ...why });
      assert.deepEqual([early.status, (await early.json()).error.field], [400, 'by'], 'nobody has approved it');
      await at.step(ben, await at.step(ann, other, 'check'), 'approve');
      const covered = await at.step(ben, nca, 'covered', why);
      assert.deepEqual(covered.covered, { by: other.id, reference: null });
      const again = await ann.send(`/v1/cases/${about}/referrals`, { kind: 'nca' });
      assert.deepEqual([again.status, (await again.json()).error.code], [409, 'reported_elsewhere']);
    });

    it('do not end one that covers another, which nobody would get then', async () => {
      const [ann, ben, cat] = people;
      const about = await at.caseOf('covers');
      await at.put(about, { kind: 'media', bytes: Buffer.from('one'), about: 'med-1' });
      const other = await at.draft(ann, about, { kind: FOREIGN });
      const nca = await at.complete(ann, await at.draft(ann, about, { besides: 'it goes there' }));
      const approved = await at.step(ben, await at.step(ann, nca, 'check'), 'approve');
      const covering = { by: nca.id, reference: null, reason: 'it went there' };
      const said = await both(
        send(ben, other, 'covered', covering),
        send(cat, approved, 'give-back', { reason: 'wait' }),
      );
      const back = await at.ask(ann, 'GET', `/v1/referrals/${nca.id}`);
      assert.equal(back.state, 'drafted');
      if (said.includes('400 invalid_field')) return; // it was given back first, and covers nothing
      assert.deepEqual(said, ['200', '200']);
      const elsewhere = { by: null, reference: 'ABC', reason: 'somebody has it' };
      for (const [step, more] of [
        ['not-reported', { reason: 'no need' }],
        ['covered', elsewhere],
      ] as const) {
        const answer = await send(ben, back, step, more);
        assert.deepEqual([answer.status, (await answer.json()).error.code], [409, 'not_possible'], step);
      }
    });

    it('lose what it said when its time is over, and keep its number', async () => {
      const [ann, ben] = people;
      const about = await at.caseOf('over');
      const checked = await at.step(ann, await at.complete(ann, await at.draft(ann, about)), 'check');
      const noted = { reference: 'NCA-9', receivedAt: new Date(at.now()).toISOString() };
      const filed = await at.step(ben, await at.step(ben, checked, 'approve'), 'reference', noted);
      const left = await at.draft(ann, await at.caseOf('over-too'));
      await at.step(ben, left, 'not-reported', { reason: 'nothing in it' });
      assert.equal(await underKeys(at.db).destroy(about, 'test', at.now()), 1);
      assert.equal(await underKeys(at.db).destroy(left.case, 'test', at.now()), 1);
      assert.equal(await underKeys(at.db).destroy(about, 'test', at.now()), 0, 'once');
      const gone = await at.ask(ann, 'GET', `/v1/referrals/${filed.id}`);
      assert.deepEqual([gone.state, gone.reference], ['destroyed', 'NCA-9']);
      assert.equal((await ann.send(`/v1/referrals/${filed.id}/open`, {})).status, 409);
      const stays = await at.ask(ann, 'GET', `/v1/referrals/${left.id}`);
      assert.deepEqual([stays.state, stays.steps.at(-1)?.note], ['not_reported', null]);
    });
  });
}
