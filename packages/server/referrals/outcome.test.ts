/** What a referral may end by, on both stores: one that covers another is sent, and nothing is kept of what was refused. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ReferralView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';
import { type Office, office } from './testing/office.ts';

const MINUTE_MS = 60_000;

for (const kind of databases) {
  describe(`a referral that ends (${kind})`, () => {
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
    const refused = async (referral: ReferralView, name: string, more: object) => {
      const answer = await ben.send(`/v1/referrals/${referral.id}/${name}`, { version: referral.version, ...more });
      return `${answer.status} ${(await answer.json()).error.code}`;
    };
    const receipts = async (about: string) =>
      (await at.vault.list(about)).filter(({ kind: what }) => what === 'receipt').length;

    it('does not keep a receipt of what could not be noted: not approved yet, or changed since', async () => {
      const about = await at.caseOf('receipt');
      const draft = await at.draft(ann, about);
      const noted = { reference: 'N-1', receivedAt: new Date(at.now()).toISOString(), receipt: 'we have it' };
      assert.equal(await refused(draft, 'reference', noted), '409 referral_state');
      const approved = await approve(draft);
      const stale = { ...approved, version: approved.version - 1 };
      const now = { ...noted, receivedAt: new Date(at.now()).toISOString() };
      assert.equal(await refused(stale, 'reference', now), '409 referral_changed');
      assert.equal(await receipts(about), 0);
      await at.step(ben, approved, 'reference', now);
      assert.equal(await receipts(about), 1);
    });

    it('can be noted where the clock was set back since it was approved', async () => {
      const draft = await at.draft(ann, await at.caseOf('clock'));
      at.later(20 * MINUTE_MS);
      [ann, ben] = [await at.person('senior'), await at.person('senior')];
      const approved = await approve(draft);
      const receivedAt = new Date(at.now()).toISOString();
      at.later(-20 * MINUTE_MS);
      [ann, ben] = [await at.person('senior'), await at.person('senior')];
      const early = new Date(at.now()).toISOString();
      assert.equal(await refused(approved, 'reference', { reference: 'N-2', receivedAt: early }), '400 invalid_field');
      const approvedAt = approved.steps.at(-1)?.at ?? receivedAt;
      const noted = await at.step(ben, approved, 'reference', { reference: 'N-2', receivedAt: approvedAt });
      assert.equal(noted.state, 'received');
    });
  });
}
