import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { StaffRole } from '@kith/contract';
import { listAudit } from '../ground/audit/index.ts';
import { FRESH_MAX_MS, signInByIdentity } from '../ground/staff/index.ts';
import { Authenticator } from '../ground/testing/authenticator.ts';
import { databases, migratedDatabase } from '../ground/testing/records.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';

const codeOf = async (response: Response): Promise<string> => (await response.json()).error.code;

for (const kind of databases) {
  describe(`what somebody changes about themselves, on ${kind}`, () => {
    let kith: Running;
    let origin: string;
    let records: Awaited<ReturnType<typeof openRecords>>;
    let ahead = 0;
    const now = () => Date.now() + ahead;
    let drop = async () => {};
    before(async () => {
      const database = kind === 'PostgreSQL' ? await migratedDatabase('own') : null;
      if (database !== null) drop = () => database.drop();
      kith = await runKith(database === null ? {} : { databaseUrl: database.url }, now);
      records = await openRecords(kith.config);
      origin = `http://localhost:${new URL(kith.url).port}`;
    });
    after(async () => {
      await records.close();
      await kith.end();
      await drop();
    });

    const somebody = (...roles: StaffRole[]) => signIn({ ...kith, url: origin }, roles, undefined, now());
    const passkeysOf = async (me: Staff) => (await (await me.get('/v1/session/passkeys')).json()).passkeys;
    const actionsBy = async ({ id }: Staff) =>
      (await listAudit(records.records, { by: `staff:${id}` })).lines.map(({ action }) => action);

    const optionsFor = async (me: Staff): Promise<{ challenge: string; excludeCredentials: { id: string }[] }> =>
      (await (await me.send('/v1/session/passkeys/options')).json()).options;
    async function enrol(me: Staff, device = new Authenticator(origin)): Promise<Authenticator> {
      const { challenge } = await optionsFor(me);
      assert.equal((await me.send('/v1/session/passkeys', { passkey: device.create(challenge) })).status, 204);
      return device;
    }
    async function enters(device: Authenticator): Promise<number> {
      const headers = { 'content-type': 'application/json', origin };
      const ask = (path: string, body: unknown) =>
        fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
      const { challenge } = await (await ask('/v1/sign-in/options', {})).json();
      return (await ask('/v1/sign-in', { passkey: device.get(challenge) })).status;
    }

    it('a second passkey, which signs in as well as the first, until one is removed', async () => {
      const me = await somebody('moderator');
      const desk = await enrol(me);
      const { excludeCredentials } = await optionsFor(me);
      assert.deepEqual(
        excludeCredentials.map(({ id }) => id),
        [desk.id],
      );
      const phone = await enrol(me);
      assert.deepEqual([await enters(desk), await enters(phone)], [200, 200]);
      assert.equal((await passkeysOf(me)).length, 2);
      assert.equal((await me.send(`/v1/session/passkeys/${desk.id}`, undefined, 'DELETE')).status, 204);
      assert.deepEqual([await enters(desk), await enters(phone)], [403, 200]);
      const last = await me.send(`/v1/session/passkeys/${phone.id}`, undefined, 'DELETE');
      assert.deepEqual([last.status, await codeOf(last)], [409, 'not_possible']);
      assert.equal(await enters(phone), 200);
      const actions = await actionsBy(me);
      assert.deepEqual(
        ['person.passkey_added', 'person.passkey_removed'].map((a) => actions.filter((one) => one === a).length),
        [2, 1],
      );
    });

    it('removing one ends all their other sessions, and not this one', async () => {
      const me = await somebody('moderator');
      const lost = await enrol(me);
      await enrol(me);
      assert.equal(await enters(lost), 200);
      const sessions = () =>
        records.records.selectFrom('staff_session').select('id').where('staff', '=', me.id).execute();
      assert.equal((await sessions()).length, 2);
      await me.send(`/v1/session/passkeys/${lost.id}`, undefined, 'DELETE');
      assert.deepEqual(await sessions(), [{ id: me.session }]);
      assert.equal((await me.get('/v1/session')).status, 200);
    });

    it('of two who remove one each at the same time, one is left with a way in', async () => {
      const me = await somebody('moderator');
      const devices = [await enrol(me), await enrol(me)];
      const answers = await Promise.all(
        devices.map(({ id }) => me.send(`/v1/session/passkeys/${id}`, undefined, 'DELETE')),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409]);
      assert.equal((await passkeysOf(me)).length, 1);
    });

    it('is nobody else’s: neither their passkeys, nor what was made for them or for a sign-in', async () => {
      const [me, other] = [await somebody('moderator'), await somebody('moderator')];
      const device = await enrol(other);
      await enrol(other);
      const removed = await me.send(`/v1/session/passkeys/${device.id}`, undefined, 'DELETE');
      assert.equal(await codeOf(removed), 'not_known');
      const { challenge } = await optionsFor(other);
      const stolen = new Authenticator(origin).create(challenge);
      assert.equal(await codeOf(await me.send('/v1/session/passkeys', { passkey: stolen })), 'passkey_refused');
      const { challenge: mine } = await optionsFor(me);
      const passkey = new Authenticator(origin).create(mine);
      const twice = await Promise.all([1, 2].map(() => me.send('/v1/session/passkeys', { passkey })));
      assert.deepEqual(twice.map(({ status }) => status).sort(), [204, 403]);
      // that of another person, told as one's own
      const { challenge: third } = await optionsFor(me);
      assert.equal((await me.send('/v1/session/passkeys', { passkey: device.create(third) })).status, 403);
    });

    it('passkeys have a limit', async () => {
      const me = await somebody('moderator');
      for (let i = 0; i < 10; i++) await enrol(me);
      assert.equal(await codeOf(await me.send('/v1/session/passkeys/options')), 'not_possible');
    });

    it('there is none for whom their organisation vouches', async () => {
      const identity = { issuer: 'https://id.example', subject: `s-${kind}`, roles: ['moderator' as const] };
      const { staff } = await signInByIdentity(records.records, identity, now());
      const me = await somebody('moderator');
      await records.records.updateTable('staff_session').set({ staff }).where('id', '=', me.session).execute();
      const { fromProvider } = await (await me.get('/v1/session/passkeys')).json();
      assert.equal(fromProvider, true);
      assert.equal(await codeOf(await me.send('/v1/session/passkeys/options')), 'not_possible');
    });

    it('their pseudonym, which nobody else may have, in whatever case', async () => {
      const [me, other] = [await somebody('moderator'), await somebody('moderator')];
      const rename = (by: Staff, pseudonym: string) => by.send('/v1/session/pseudonym', { pseudonym }, 'PUT');
      const name = `Otter ${kind}`;
      assert.deepEqual(await (await rename(me, `  ${name} `)).json(), { pseudonym: name });
      assert.equal((await (await me.get('/v1/session')).json()).pseudonym, name);
      assert.equal(await codeOf(await rename(other, name.toUpperCase())), 'pseudonym_taken');
      // one's own in another case
      assert.equal((await rename(me, name.toUpperCase())).status, 200);
      for (const bad of ['', '\u202eevil', '<b>', 'x'.repeat(41)]) {
        assert.equal(await codeOf(await rename(me, bad)), 'invalid_field');
      }
      const both = await Promise.all([rename(me, `Stoat ${kind}`), rename(other, `stoat ${kind}`)]);
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
      const [line] = (
        await listAudit(records.records, { action: 'person.renamed', subject: `staff:${me.id}` })
      ).lines.slice(-1);
      assert.deepEqual(JSON.parse(line?.detail ?? ''), { from: me.pseudonym, to: name });
    });

    it('needs a fresh sign-in', async () => {
      const me = await somebody('administrator');
      const device = await enrol(me);
      await enrol(me);
      ahead += FRESH_MAX_MS;
      const stale = [
        me.send('/v1/session/passkeys/options'),
        me.send('/v1/session/passkeys', { passkey: new Authenticator(origin).create('x') }),
        me.send(`/v1/session/passkeys/${device.id}`, undefined, 'DELETE'),
        me.send('/v1/session/pseudonym', { pseudonym: 'Weasel' }, 'PUT'),
        me.send('/v1/keys', { name: 'chat', scopes: ['events:write'] }),
      ];
      for (const answer of await Promise.all(stale)) {
        assert.deepEqual([answer.status, await codeOf(answer)], [403, 'not_fresh']);
      }
      assert.equal((await passkeysOf(me)).length, 2);
    });
  });

  describe(`keys of the API, on ${kind}`, () => {
    let kith: Running;
    let drop = async () => {};
    before(async () => {
      const database = kind === 'PostgreSQL' ? await migratedDatabase('keys') : null;
      if (database !== null) drop = () => database.drop();
      kith = await runKith(database === null ? {} : { databaseUrl: database.url });
    });
    after(async () => {
      await kith.end();
      await drop();
    });

    it('are made, listed and revoked by the administrator, and shown once', async () => {
      const administrator = await signIn(kith, ['administrator']);
      const asked = { name: 'the chat', scopes: ['knowledge:read', 'events:write'] };
      const answer = await administrator.send('/v1/keys', asked);
      assert.equal(answer.status, 201);
      const { key, ...made } = await answer.json();
      const account = () =>
        fetch(`${kith.url}/v1/accounts/nobody`, { headers: { authorization: `Bearer ${key}` } }).then((a) => a.status);
      assert.equal(await account(), 404);
      const listed = await (await administrator.get('/v1/keys')).text();
      assert.ok(!listed.includes(key));
      const { keys, scopes } = JSON.parse(listed);
      assert.deepEqual(
        keys.find(({ id }: { id: string }) => id === made.id),
        made,
      );
      assert.ok(!scopes.includes('data:manage'));
      for (let i = 0; i < 2; i++) {
        assert.equal((await administrator.send(`/v1/keys/${made.id}`, undefined, 'DELETE')).status, 204);
      }
      assert.equal((await administrator.send('/v1/keys/none', undefined, 'DELETE')).status, 404);
      const auditor = await signIn(kith, ['auditor']);
      const { lines } = await (await auditor.get(`/v1/audit?subject=key:${made.id}`)).json();
      assert.deepEqual(
        lines.map(({ action, by }: { action: string; by: string }) => [action, by.includes(administrator.id)]),
        [
          ['key.revoked', true],
          ['key.created', true],
        ],
      );
      const seen = await (await auditor.get('/v1/keys')).json();
      assert.notEqual(seen.keys.find(({ id }: { id: string }) => id === made.id).revokedAt, null);
      assert.equal((await auditor.send('/v1/keys', asked)).status, 404);
    });

    it('that give out what people wrote are made at the command line only: the administrator sees no evidence', async () => {
      const administrator = await signIn(kith, ['administrator']);
      const answer = await administrator.send('/v1/keys', { name: 'x', scopes: ['events:write', 'data:manage'] });
      assert.deepEqual([answer.status, await codeOf(answer)], [409, 'not_allowed']);
      for (const bad of [
        { name: ' ', scopes: ['events:write'] },
        { name: 'x\u202e', scopes: ['events:write'] },
        { name: 'x', scopes: [] },
        { name: 'x', scopes: ['everything'] },
      ]) {
        assert.equal((await administrator.send('/v1/keys', bad)).status, 400);
      }
    });
  });
}
