import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listAudit } from '../audit/index.ts';
import { Authenticator, type Wrong } from '../testing/authenticator.ts';
import { databases, type TestRecords, testRecords } from '../testing/records.ts';
import {
  addPerson,
  changeRoles,
  disablePerson,
  enablePerson,
  INVITATION_MAX_MS,
  invite,
  inviteFirst,
  listInvitations,
  listPeople,
  Passkeys,
  StaffDoor,
  withdrawInvitation,
} from './index.ts';
import { CHALLENGE_MAX_MS } from './limits.ts';

const ORIGIN = 'https://kith.example.com';

for (const kind of databases) {
  describe(`joining and signing in, on ${kind}`, () => {
    let records: TestRecords;
    let now = 1_790_000_000_000;
    let passkeys: Passkeys;
    let made = 0;

    before(async () => {
      records = await testRecords(kind, 'passkeys');
      passkeys = new Passkeys({ db: records.kysely, clock: () => now });
    });
    after(() => records.close());

    const link = async (roles: Parameters<typeof invite>[1]) =>
      (await invite(records.kysely, roles, 'operator', now)).secret;

    async function join(secret: string, pseudonym: string | null = `Heron ${++made}`, wrong: Wrong = {}) {
      const device = new Authenticator(ORIGIN);
      const joining = { secret, pseudonym, language: null };
      const { challenge } = await passkeys.joinOptions(joining, ORIGIN);
      return { device, begun: await passkeys.join(joining, device.create(challenge, wrong), ORIGIN) };
    }

    async function signIn(device: Authenticator, wrong: Wrong = {}) {
      const { challenge } = await passkeys.signInOptions(ORIGIN);
      return passkeys.signIn(device.get(challenge, wrong), ORIGIN);
    }

    const whoIs = (secret: string) =>
      new StaffDoor({ db: records.kysely, publicUrl: ORIGIN, clock: () => now }).whoIs({
        method: 'GET',
        headers: { cookie: `__Host-kith-session=${secret}` },
      });

    it('the first administrator joins by a link that is made anew at each start, until somebody has', async () => {
      const first = (await inviteFirst(records.kysely, now)) ?? assert.fail();
      now += 365 * INVITATION_MAX_MS;
      const second = (await inviteFirst(records.kysely, now)) ?? assert.fail();
      await assert.rejects(join(first), { code: 'invitation_void' });
      const other = await link({ roles: ['moderator'] });
      const { begun } = await join(second, 'Ada');
      assert.deepEqual((await whoIs(begun.secret))?.roles, ['administrator']);
      assert.equal(await inviteFirst(records.kysely, now), null);
      await assert.rejects(join(second), { code: 'invitation_void' });
      await join(other);
    });

    it('the first administrator’s link is void as soon as there is anybody', async () => {
      const fresh = await testRecords(kind, 'first');
      try {
        const secret = (await inviteFirst(fresh.kysely, now)) ?? assert.fail();
        const there = new Passkeys({ db: fresh.kysely, clock: () => now });
        assert.deepEqual((await there.invitation(secret)).roles, ['administrator']);
        await addPerson(fresh.kysely, { pseudonym: 'Ada', roles: ['moderator'] }, now);
        await assert.rejects(there.invitation(secret), { code: 'invitation_void' });
      } finally {
        await fresh.close();
      }
    });

    it('somebody joins with the roles of their link, and signs in with the passkey that they made', async () => {
      const { device, begun } = await join(await link({ roles: ['senior', 'moderator', 'senior'] }));
      const again = await signIn(device);
      assert.equal(again.staff, begun.staff);
      assert.notEqual(again.secret, begun.secret);
      assert.deepEqual((await whoIs(again.secret))?.roles, ['moderator', 'senior']);
      const { lines } = await listAudit(records.kysely, { by: `staff:${begun.staff}` });
      assert.deepEqual(
        lines.map(({ action }) => action),
        ['session.began', 'session.began', 'person.joined'],
      );
    });

    it('keeps no secret: not the link’s, not the session’s', async () => {
      const secret = await link({ roles: ['moderator'] });
      const { begun } = await join(secret);
      const tables = ['staff', 'staff_session', 'staff_invitation', 'staff_credential', 'audit_line'] as const;
      const rows = await Promise.all(tables.map((table) => records.kysely.selectFrom(table).selectAll().execute()));
      const kept = JSON.stringify(rows);
      assert.ok(kept.includes(begun.staff));
      for (const never of [secret, begun.secret, begun.csrf]) assert.ok(!kept.includes(never));
    });

    it('a link works once, also where two follow it at the same time', async () => {
      const secret = await link({ roles: ['moderator'] });
      const tries = await Promise.allSettled([join(secret), join(secret), join(secret)]);
      assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
      for (const one of tries) if (one.status === 'rejected') assert.equal(one.reason.code, 'invitation_void');
    });

    it('a link is void after a day, and when it is withdrawn', async () => {
      const old = await link({ roles: ['moderator'] });
      now += INVITATION_MAX_MS;
      await assert.rejects(join(old), { code: 'invitation_void' });
      const { secret, id } = await invite(records.kysely, { roles: ['moderator'] }, 'operator', now);
      assert.deepEqual(
        (await listInvitations(records.kysely, now)).map((one) => one.id),
        [id],
      );
      await withdrawInvitation(records.kysely, id, 'operator', now);
      await assert.rejects(join(secret), { code: 'invitation_void' });
      await assert.rejects(withdrawInvitation(records.kysely, id, 'operator', now), { code: 'not_known' });
      for (const bad of ['', 'x', `${secret}A`]) await assert.rejects(join(bad), { code: 'invitation_void' });
    });

    it('a link for somebody who is there adds a passkey, and the old one goes on working', async () => {
      const { device, begun } = await join(await link({ roles: ['moderator'] }));
      const more = await join(await link({ person: begun.staff }), null);
      assert.equal(more.begun.staff, begun.staff);
      assert.equal((await signIn(more.device)).staff, begun.staff);
      assert.equal((await signIn(device)).staff, begun.staff);
      await disablePerson(records.kysely, { person: begun.staff, by: 'operator', now_ms: now });
      const late = await link({ person: begun.staff });
      await assert.rejects(join(late, null), { code: 'invitation_void' });
    });

    it('a pseudonym is nobody else’s, whatever its case, and can’t be markup or look like another', async () => {
      await join(await link({ roles: ['moderator'] }), 'Éowyn');
      const secret = await link({ roles: ['moderator'] });
      await assert.rejects(join(secret, 'éowyn'), { code: 'pseudonym_taken' });
      for (const bad of ['', ' ', '<b>', 'a\u202eb', 'a\u200bb', '-a', 'x'.repeat(41), 'a\nb']) {
        await assert.rejects(join(secret, bad), { code: 'pseudonym' }, JSON.stringify(bad));
      }
      await join(secret, "  Ann   O'Hara-2. ");
      assert.ok((await listPeople(records.kysely)).some(({ pseudonym }) => pseudonym === "Ann O'Hara-2."));
    });

    it('what was signed elsewhere, without a finger, or for another name lets nobody in', async () => {
      const wrongs: Wrong[] = [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { unverified: true }];
      const secret = await link({ roles: ['moderator'] });
      for (const wrong of wrongs) await assert.rejects(join(secret, 'Nobody', wrong), { code: 'passkey_refused' });
      const { device } = await join(secret);
      for (const wrong of [...wrongs, { counter: 1 }]) {
        await assert.rejects(signIn(device, wrong), { code: 'passkey_refused' }, JSON.stringify(wrong));
      }
      await assert.rejects(signIn(new Authenticator(ORIGIN)), { code: 'passkey_refused' });
      await signIn(device);
    });

    it('an answer counts once, in time, and for what it was asked', async () => {
      const secret = await link({ roles: ['moderator'] });
      const { device } = await join(secret);
      const { challenge } = await passkeys.signInOptions(ORIGIN);
      // with no counter a device could answer twice
      const answer = device.get(challenge, { counter: 0 });
      await records.kysely.updateTable('staff_credential').set({ counter: 0 }).where('id', '=', device.id).execute();
      const twice = await Promise.allSettled([passkeys.signIn(answer, ORIGIN), passkeys.signIn(answer, ORIGIN)]);
      assert.deepEqual(twice.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      await assert.rejects(passkeys.signIn(answer, ORIGIN), { code: 'passkey_refused' });

      const old = await passkeys.signInOptions(ORIGIN);
      now += CHALLENGE_MAX_MS;
      await assert.rejects(passkeys.signIn(device.get(old.challenge), ORIGIN), { code: 'passkey_refused' });

      const joining = { secret: await link({ roles: ['moderator'] }), pseudonym: 'Other', language: null };
      const forJoining = await passkeys.joinOptions(joining, ORIGIN);
      await assert.rejects(passkeys.signIn(device.get(forJoining.challenge), ORIGIN), { code: 'passkey_refused' });
      const forSignIn = await passkeys.signInOptions(ORIGIN);
      const fresh = new Authenticator(ORIGIN).create(forSignIn.challenge);
      await assert.rejects(passkeys.join(joining, fresh, ORIGIN), { code: 'passkey_refused' });
      for (const bad of ['', 'AAAA', Buffer.alloc(56).toString('base64url')]) {
        await assert.rejects(passkeys.signIn(device.get(bad), ORIGIN), { code: 'passkey_refused' }, bad);
      }
    });

    it('a challenge of one process counts at another on the same database', async () => {
      const { device } = await join(await link({ roles: ['moderator'] }));
      const other = new Passkeys({ db: records.kysely, clock: () => now });
      const { challenge } = await other.signInOptions(ORIGIN);
      await passkeys.signIn(device.get(challenge), ORIGIN);
    });

    it('whose rights change is signed out everywhere, and comes back with the new ones', async () => {
      const { device, begun } = await join(await link({ roles: ['moderator'] }));
      const change = { person: begun.staff, by: 'operator', now_ms: now } as const;
      await changeRoles(records.kysely, change, ['lead']);
      assert.equal(await whoIs(begun.secret), null);
      const again = await signIn(device);
      assert.deepEqual((await whoIs(again.secret))?.roles, ['lead']);

      await disablePerson(records.kysely, change);
      assert.equal(await whoIs(again.secret), null);
      await assert.rejects(signIn(device), { code: 'passkey_refused' });
      await enablePerson(records.kysely, change);
      assert.notEqual(await whoIs((await signIn(device)).secret), null);
      await changeRoles(records.kysely, change, []);
      await assert.rejects(signIn(device), { code: 'passkey_refused' });
    });

    it('nobody changes their own rights, and there is always an administrator, whoever is faster', async () => {
      const { kysely } = records;
      for (const { id, roles } of await listPeople(kysely)) {
        if (!roles.includes('administrator')) continue;
        // those of the tests before: the one who stays last is this test's to lose
        await changeRoles(kysely, { person: id, by: 'operator', now_ms: now }, ['auditor']).catch(() => {});
      }
      const [kept = assert.fail()] = (await listPeople(kysely)).filter(({ roles }) => roles.includes('administrator'));
      const { begun } = await join(await link({ roles: ['administrator'] }));
      const [a, b] = [kept.id, begun.staff];
      await assert.rejects(changeRoles(kysely, { person: a, by: `staff:${a}`, now_ms: now }, ['lead']), {
        code: 'own_roles',
      });
      const each = await Promise.allSettled([
        disablePerson(kysely, { person: a, by: `staff:${b}`, now_ms: now }),
        changeRoles(kysely, { person: b, by: `staff:${a}`, now_ms: now }, ['auditor']),
      ]);
      assert.deepEqual(each.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const left = (await listPeople(kysely)).filter((p) => p.roles.includes('administrator') && p.disabledAt === null);
      assert.equal(left.length, 1);
      await assert.rejects(disablePerson(kysely, { person: 'sta_none', by: 'operator', now_ms: now }), {
        code: 'not_known',
      });
    });
  });
}
