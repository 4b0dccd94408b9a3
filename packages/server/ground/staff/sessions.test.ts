import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases, type TestRecords, testRecords } from '../testing/records.ts';
import {
  addPerson,
  beginSession,
  CSRF_HEADER,
  SESSION_IDLE_MAX_MS,
  SESSION_MAX_MS,
  SESSIONS_A_PERSON_MAX,
  StaffDoor,
} from './index.ts';

for (const kind of databases) {
  describe(`a session, on ${kind}`, () => {
    let records: TestRecords;
    let now = 1_790_000_000_000;
    let made = 0;
    const door = (publicUrl: string | null = null) =>
      new StaffDoor({ db: records.kysely, publicUrl, clock: () => now });
    const person = () =>
      addPerson(records.kysely, { pseudonym: `Heron ${++made}`, roles: ['moderator', 'senior'] }, now);
    const visit = (secret: string, headers: Record<string, string> = {}, method = 'GET') => ({
      method,
      headers: { cookie: `a=b; kith-session=${secret}`, ...headers },
    });

    before(async () => {
      records = await testRecords(kind, 'sessions');
    });
    after(() => records.close());

    it('is 256 random bits of which only a hash is kept', async () => {
      const { id } = await person();
      const { secret, csrf } = await beginSession(records.kysely, id, now);
      assert.match(secret, /^[A-Za-z0-9_-]{43}$/);
      const kept = JSON.stringify(await records.kysely.selectFrom('staff_session').selectAll().execute());
      assert.ok(!kept.includes(secret) && !kept.includes(csrf));
    });

    it('says who asks, by pseudonym, with their roles', async () => {
      const { id, pseudonym } = await person();
      const { id: session, secret, csrf } = await beginSession(records.kysely, id, now);
      const found = await door().whoIs(visit(secret));
      const expiresAt = now + SESSION_MAX_MS;
      assert.deepEqual(found, {
        ...{ id, pseudonym, roles: ['moderator', 'senior'], session, csrf, signedInAt: now, expiresAt },
        language: null,
      });
    });

    it('is nobody without a cookie, with another, and with its hash', async () => {
      const { id } = await person();
      const { secret } = await beginSession(records.kysely, id, now);
      const { hash } = await records.kysely
        .selectFrom('staff_session')
        .select('hash')
        .where('staff', '=', id)
        .executeTakeFirstOrThrow();
      const other = secret.slice(0, -1) + (secret.endsWith('A') ? 'E' : 'A');
      for (const sent of [other, hash, '', `${secret}A`, `${secret}%00`]) {
        assert.equal(await door().whoIs(visit(sent)), null, sent);
      }
      assert.equal(await door().whoIs({ method: 'GET', headers: {} }), null);
    });

    it('goes on while somebody is there, and ends when nobody is', async () => {
      const { id } = await person();
      const { secret } = await beginSession(records.kysely, id, now);
      for (let i = 0; i < 3; i++) {
        now += SESSION_IDLE_MAX_MS - 1;
        assert.notEqual(await door().whoIs(visit(secret)), null);
      }
      now += SESSION_IDLE_MAX_MS;
      assert.equal(await door().whoIs(visit(secret)), null);
    });

    it('is not kept alive by a page that looks for news by itself', async () => {
      const { id } = await person();
      const { secret } = await beginSession(records.kysely, id, now);
      for (let i = 0; i < 3; i++) {
        now += SESSION_IDLE_MAX_MS / 4;
        assert.notEqual(await door().whoIs(visit(secret, { 'x-kith-background': '1' })), null);
      }
      now += SESSION_IDLE_MAX_MS / 4;
      assert.equal(await door().whoIs(visit(secret)), null);
    });

    it('ends after its time, whatever is done', async () => {
      const { id } = await person();
      const { secret } = await beginSession(records.kysely, id, now);
      const end = now + SESSION_MAX_MS;
      while (now < end - SESSION_IDLE_MAX_MS / 2) {
        now += SESSION_IDLE_MAX_MS / 2;
        if (now < end) assert.notEqual(await door().whoIs(visit(secret)), null);
      }
      now = end;
      assert.equal(await door().whoIs(visit(secret)), null);
    });

    it('of somebody who was disabled, or has no role left, is nobody at once', async () => {
      for (const becomes of ['disabled', 'without a role']) {
        const { id } = await person();
        const { secret } = await beginSession(records.kysely, id, now);
        assert.notEqual(await door().whoIs(visit(secret)), null);
        if (becomes === 'disabled') {
          await records.kysely.updateTable('staff').set({ disabled_at: now }).where('id', '=', id).execute();
        } else await records.kysely.deleteFrom('staff_role').where('staff', '=', id).execute();
        assert.equal(await door().whoIs(visit(secret)), null, becomes);
      }
    });

    it('is one of a few of its person: the oldest ends when another begins', async () => {
      const { id } = await person();
      const secrets: string[] = [];
      for (let i = 0; i <= SESSIONS_A_PERSON_MAX; i++) {
        now += 1;
        secrets.push((await beginSession(records.kysely, id, now)).secret);
      }
      const there = await Promise.all(secrets.map(async (secret) => (await door().whoIs(visit(secret))) !== null));
      assert.deepEqual(there, [false, ...secrets.slice(1).map(() => true)]);
    });

    it('writes only with its own token, and from its own page', async () => {
      const { id } = await person();
      const { secret, csrf } = await beginSession(records.kysely, id, now);
      const another = await beginSession(records.kysely, id, now);
      const own = (headers: Record<string, string>, method = 'POST', at = door()) =>
        at.isOwn(visit(secret, { host: 'localhost:4100', ...headers }, method), { csrf });
      assert.ok(own({}, 'GET'));
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) assert.ok(!own({}, method), method);
      assert.ok(own({ [CSRF_HEADER]: csrf }));
      assert.ok(own({ [CSRF_HEADER]: csrf, origin: 'http://localhost:4100' }));
      assert.ok(!own({ [CSRF_HEADER]: another.csrf }));
      for (const origin of ['null', 'https://evil.example', 'http://localhost:4101', 'https://localhost:4100', '']) {
        assert.ok(!own({ [CSRF_HEADER]: csrf, origin }), origin);
      }
      const https = door('https://kith.example.com');
      assert.ok(own({ [CSRF_HEADER]: csrf, origin: 'https://kith.example.com' }, 'POST', https));
      assert.ok(!own({ [CSRF_HEADER]: csrf, origin: 'http://kith.example.com' }, 'POST', https));
    });
  });
}

describe("a session's cookie", () => {
  const unused = { clock: () => 0 };
  it('is the host’s own over https, and never readable by scripts or sent by other sites', async () => {
    const records = await testRecords('SQLite', 'cookies');
    try {
      const door = (publicUrl: string | null) => new StaffDoor({ db: records.kysely, publicUrl, ...unused });
      const https = door('https://kith.example.com').setCookie('abc');
      assert.equal(https, '__Host-kith-session=abc; Path=/; HttpOnly; Secure; SameSite=Strict');
      assert.equal(door(null).setCookie('abc'), 'kith-session=abc; Path=/; HttpOnly; SameSite=Strict');
      assert.match(
        door('https://kith.example.com').clearCookie(),
        /^__Host-kith-session=; Max-Age=0; Path=\/; .*Secure/,
      );
    } finally {
      await records.close();
    }
  });
});
