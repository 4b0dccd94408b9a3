import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { policy } from '@kith/contract';
import { type Running, runKith } from '../testing/kith.ts';
import { signIn } from '../testing/sign-in.ts';

describe('the policy over HTTP', () => {
  let kith: Running;
  before(async () => {
    kith = await runKith();
  });
  after(() => kith.end());

  it('is shown whole to everybody who works under it, with those that decided before', async () => {
    const { get } = await signIn(kith, ['moderator']);
    const shown = await (await get('/v1/policy')).json();
    assert.ok(policy.safeParse(JSON.parse(shown.text)).success);
    assert.equal(shown.versions[0].version, shown.version);
    const before = await (await get(`/v1/policy/${shown.versions[0].digest}`)).json();
    assert.equal(before.text, shown.text);
  });

  it('says where no such policy has decided, and what a digest is', async () => {
    const { get } = await signIn(kith, ['moderator']);
    assert.equal((await get(`/v1/policy/${'0'.repeat(64)}`)).status, 404);
    assert.equal((await get('/v1/policy/x')).status, 400);
  });
});
