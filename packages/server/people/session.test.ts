import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases } from '../ground/testing/records.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { signIn } from '../testing/sign-in.ts';

for (const kind of databases) {
  describe(`/v1/session, on ${kind}`, () => {
    let kith: Running;
    before(async () => {
      kith = await runKithOn(kind, 'session');
    });
    after(() => kith.end());

    it('says who is signed in, what they may do, and what writing requests need', async () => {
      const { id, pseudonym, csrf, get } = await signIn(kith, ['administrator', 'auditor']);
      const response = await get('/v1/session');
      assert.equal(response.status, 200);
      const { expiresAt, freshUntil, actions, ...who } = await response.json();
      assert.deepEqual(who, { id, pseudonym, csrf, language: null, roles: ['administrator', 'auditor'] });
      assert.ok(actions.includes('people.manage') && actions.includes('audit.read'));
      assert.ok(!actions.includes('evidence.see'));
      assert.ok(Date.parse(expiresAt) > Date.parse(freshUntil) && Date.parse(freshUntil) > Date.now());
    });

    it('keeps in which language somebody reads', async () => {
      const { get, send } = await signIn(kith, ['moderator']);
      for (const language of ['cy', null]) {
        assert.equal((await send('/v1/session/language', { language }, 'PUT')).status, 204);
        assert.equal((await (await get('/v1/session')).json()).language, language);
      }
      assert.equal((await send('/v1/session/language', { language: 'x' }, 'PUT')).status, 400);
    });

    it('says sign_in where nobody is, and tells no cookie', async () => {
      const response = await fetch(`${kith.url}/v1/session`);
      assert.equal(response.status, 401);
      assert.equal((await response.json()).error.code, 'sign_in');
      assert.equal(response.headers.get('set-cookie'), null);
    });

    it('signs out: the cookie is taken back, and is nobody from then on', async () => {
      const { send, get } = await signIn(kith, ['moderator']);
      const response = await send('/v1/session', undefined, 'DELETE');
      assert.equal(response.status, 204);
      assert.match(response.headers.get('set-cookie') ?? '', /^kith-session=; Max-Age=0/);
      assert.equal((await get('/v1/session')).status, 401);
    });

    it('can not be ended by a page elsewhere, nor without its own token', async () => {
      const { cookie, csrf, get } = await signIn(kith, ['moderator']);
      const headers: Record<string, string>[] = [
        { cookie },
        { cookie, 'x-kith-csrf': 'x' },
        { cookie, 'x-kith-csrf': csrf, origin: 'https://evil.example' },
      ];
      for (const sent of headers) {
        const response = await fetch(`${kith.url}/v1/session`, { method: 'DELETE', headers: sent });
        assert.equal(response.status, 403);
        assert.equal((await response.json()).error.code, 'not_own');
      }
      assert.equal((await get('/v1/session')).status, 200);
    });
  });
}
