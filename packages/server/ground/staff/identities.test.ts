import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listAudit } from '../audit/index.ts';
import { databases, type TestRecords, testRecords } from '../testing/records.ts';
import { disablePerson, invite, listPeople, signInByIdentity } from './index.ts';

const ISSUER = 'https://login.example.com';

for (const kind of databases) {
  describe(`somebody whom their organisation vouches for, on ${kind}`, () => {
    let records: TestRecords;
    let now = 1_790_000_000_000;
    const signIn = (subject: string, ...roles: Parameters<typeof signInByIdentity>[1]['roles']) =>
      signInByIdentity(records.kysely, { issuer: ISSUER, subject, roles }, ++now);
    const sessionsOf = (staff: string) =>
      records.kysely.selectFrom('staff_session').select('id').where('staff', '=', staff).execute();

    before(async () => {
      records = await testRecords(kind, 'identities');
    });
    after(() => records.close());

    it('is added at the first sign-in, and the same person at the next', async () => {
      const first = await signIn('a', 'moderator', 'senior', 'moderator');
      assert.equal((await signIn('a', 'senior', 'moderator')).staff, first.staff);
      assert.notEqual((await signIn('b', 'moderator')).staff, first.staff);
      assert.equal((await sessionsOf(first.staff)).length, 2);
    });

    it('has the roles of the last sign-in, and older sessions end with the older roles', async () => {
      const { staff } = await signIn('c', 'moderator');
      await signIn('c', 'auditor');
      const person = (await listPeople(records.kysely)).find(({ id }) => id === staff);
      assert.deepEqual(person?.roles, ['auditor']);
      assert.equal((await sessionsOf(staff)).length, 1);
      const { lines } = await listAudit(records.kysely, { subject: `staff:${staff}` });
      assert.deepEqual(
        lines.map(({ action }) => action),
        ['person.roles_changed', 'person.joined'],
      );
    });

    it('is nobody without a role, nor when they were disabled here', async () => {
      const count = (await listPeople(records.kysely)).length;
      await assert.rejects(signIn('nobody'), { code: 'not_known' });
      assert.equal((await listPeople(records.kysely)).length, count);
      const { staff } = await signIn('d', 'moderator');
      await assert.rejects(signIn('d'), { code: 'not_known' });
      await disablePerson(records.kysely, { person: staff, by: 'operator', now_ms: now });
      await assert.rejects(signIn('d', 'moderator'), { code: 'not_known' });
    });

    it('who has no role there any more is signed out everywhere', async () => {
      const { staff } = await signIn('f', 'senior');
      await assert.rejects(signIn('f'), { code: 'not_known' });
      assert.deepEqual(await sessionsOf(staff), []);
      assert.deepEqual((await listPeople(records.kysely)).find(({ id }) => id === staff)?.roles, []);
      assert.equal((await signIn('f', 'senior')).staff, staff);
    });

    it('can not be given a passkey, which would outlive what their organisation says', async () => {
      const { staff } = await signIn('e', 'moderator');
      await assert.rejects(invite(records.kysely, { person: staff }, 'operator', now), { code: 'from_provider' });
    });
  });
}
