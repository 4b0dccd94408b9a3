import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authenticator } from '../ground/testing/authenticator.ts';
import { databases } from '../ground/testing/records.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';

const codeOf = async (response: Response): Promise<string> => (await response.json()).error.code;

for (const kind of databases) {
  describe(`/v1/people, on ${kind}`, () => {
    let kith: Running;
    let origin: string;
    let administrator: Staff;
    before(async () => {
      kith = await runKithOn(kind, 'people');
      origin = `http://localhost:${new URL(kith.url).port}`;
      administrator = await signIn({ ...kith, url: origin }, ['administrator'], 'Ada');
    });
    after(() => kith.end());

    /** As the page does it, from its own origin unless told otherwise. */
    const ask = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, ...headers },
        body: JSON.stringify(body),
      });

    const invited = async (asked: unknown) => (await administrator.send('/v1/people/invitations', asked)).json();
    const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const sessionOf = async (cookie: string) => (await fetch(`${origin}/v1/session`, { headers: { cookie } })).json();

    async function join(link: string, pseudonym: string | null) {
      const device = new Authenticator(origin);
      const who = { invitation: new URL(link).hash.slice(1), pseudonym };
      const { challenge } = await (await ask('/v1/join/options', who)).json();
      const response = await ask('/v1/join', { ...who, language: 'cy', passkey: device.create(challenge) });
      return { device, response, cookie: cookieOf(response) };
    }

    it('an administrator invites somebody, who joins, and is listed by pseudonym', async () => {
      const { link, roles, expiresAt } = await invited({ roles: ['moderator'] });
      assert.match(link, new RegExp(`^${origin}/invite#[A-Za-z0-9_-]{43}$`));
      assert.deepEqual(roles, ['moderator']);
      assert.ok(Date.parse(expiresAt) > Date.now());
      const look = await ask('/v1/join/invitation', { invitation: new URL(link).hash.slice(1) });
      assert.deepEqual(await look.json(), { roles: ['moderator'], isNew: true });

      const { cookie } = await join(link, 'Heron');
      const { pseudonym, language } = await sessionOf(cookie);
      assert.deepEqual([pseudonym, language], ['Heron', 'cy']);
      const { people, invitations } = await (await administrator.get('/v1/people')).json();
      assert.ok(people.some((p: { pseudonym: string }) => p.pseudonym === 'Heron'));
      assert.deepEqual(invitations, []);
    });

    it('a sign-in begins a new session, and ends the one that the browser had', async () => {
      const { device, cookie } = await join((await invited({ roles: ['moderator'] })).link, 'Kite');
      const { challenge } = await (await ask('/v1/sign-in/options', {})).json();
      const response = await ask('/v1/sign-in', { passkey: device.get(challenge) }, { cookie });
      assert.equal(response.status, 200);
      const fresh = cookieOf(response);
      assert.notEqual(fresh, cookie);
      assert.match(response.headers.get('set-cookie') ?? '', /; Path=\/; HttpOnly; SameSite=Strict$/);
      assert.equal((await sessionOf(fresh)).pseudonym, 'Kite');
      assert.equal((await sessionOf(cookie)).error.code, 'sign_in');
    });

    it('a page elsewhere can neither sign anybody in nor follow a link', async () => {
      const { link } = await invited({ roles: ['moderator'] });
      for (const path of ['/v1/sign-in/options', '/v1/join/invitation']) {
        const body = path.endsWith('invitation') ? { invitation: new URL(link).hash.slice(1) } : {};
        for (const elsewhere of ['https://evil.example', 'null', `${origin}0`]) {
          const response = await ask(path, body, { origin: elsewhere });
          assert.deepEqual([response.status, await codeOf(response)], [403, 'not_own'], elsewhere);
        }
      }
      const another = await fetch(`${kith.url}/v1/sign-in/options`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
      });
      assert.equal(await codeOf(another), 'not_possible');
    });

    it('says which field is at fault, and never that a passkey is or is not known', async () => {
      const { link } = await invited({ roles: ['moderator'] });
      const invitation = new URL(link).hash.slice(1);
      const bad = await ask('/v1/join/options', { invitation, pseudonym: '<i>' });
      assert.deepEqual([bad.status, (await bad.json()).error.field], [400, 'pseudonym']);
      const taken = await ask('/v1/join/options', { invitation, pseudonym: 'HERON' });
      assert.deepEqual([taken.status, await codeOf(taken)], [409, 'pseudonym_taken']);
      const gone = await ask('/v1/join/invitation', { invitation: 'x' });
      assert.deepEqual([gone.status, await codeOf(gone)], [410, 'invitation_void']);
      const { challenge } = await (await ask('/v1/sign-in/options', {})).json();
      const unknown = await ask('/v1/sign-in', { passkey: new Authenticator(origin).get(challenge) });
      assert.deepEqual([unknown.status, await codeOf(unknown)], [403, 'passkey_refused']);
      assert.equal((await ask('/v1/sign-in', { passkey: { id: 'x' } })).status, 400);
    });

    it('whose roles change, or who is disabled, is signed out at once; nobody does it to themselves', async () => {
      const other = await signIn({ ...kith, url: origin }, ['moderator']);
      const roles = await administrator.send(`/v1/people/${other.id}/roles`, { roles: ['auditor'] }, 'PUT');
      assert.equal(roles.status, 204);
      assert.equal((await other.get('/v1/session')).status, 401);
      const third = await signIn({ ...kith, url: origin }, ['moderator']);
      assert.equal((await administrator.send(`/v1/people/${third.id}/disable`)).status, 204);
      assert.equal((await third.get('/v1/session')).status, 401);
      assert.equal((await administrator.send(`/v1/people/${third.id}/enable`)).status, 204);

      for (const [path, body, method] of [
        [`/v1/people/${administrator.id}/roles`, { roles: ['lead'] }, 'PUT'],
        [`/v1/people/${administrator.id}/disable`, undefined, 'POST'],
      ] as const) {
        const response = await administrator.send(path, body, method);
        assert.deepEqual([response.status, await codeOf(response)], [409, 'not_possible'], path);
      }
      assert.equal((await administrator.send('/v1/people/sta_nobody/disable')).status, 404);
    });

    it('ends all sessions of a person on every device, when they ask for it', async () => {
      const { device, cookie } = await join((await invited({ roles: ['moderator'] })).link, 'Wren');
      const { challenge } = await (await ask('/v1/sign-in/options', {})).json();
      const second = cookieOf(await ask('/v1/sign-in', { passkey: device.get(challenge) }));
      const { csrf } = await sessionOf(second);
      const response = await fetch(`${origin}/v1/session/everywhere`, {
        ...{ method: 'DELETE', headers: { cookie: second, 'x-kith-csrf': csrf } },
      });
      assert.equal(response.status, 204);
      for (const one of [cookie, second]) assert.equal((await sessionOf(one)).error.code, 'sign_in');
    });

    it('an invitation that is withdrawn is void', async () => {
      const { id, link } = await invited({ roles: ['lead'] });
      assert.equal((await administrator.send(`/v1/people/invitations/${id}`, undefined, 'DELETE')).status, 204);
      assert.equal((await ask('/v1/join/invitation', { invitation: new URL(link).hash.slice(1) })).status, 410);
    });

    it('logs no link, no cookie and no token', async () => {
      const { link } = await invited({ roles: ['moderator'] });
      const { cookie, response } = await join(link, 'Dipper');
      const { csrf } = await response.json();
      const logged = kith.logged();
      for (const secret of [new URL(link).hash.slice(1), cookie.split('=')[1] ?? '', csrf, administrator.csrf]) {
        assert.ok(secret.length >= 43 && !logged.includes(secret));
      }
      assert.ok(!logged.includes(kith.firstAdministrator?.split('#')[1] ?? ''));
    });
  });
}
