/** What people do to cases, in both databases. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { casePolicy } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { databases, type TestRecords, testRecords } from '../ground/testing/records.ts';
import { CaseDoor, joinByReport } from './index.ts';
import { merge } from './merge.ts';
import { countsOf, lease, pageOf, takeNext } from './queue.ts';
import { kindsOf, NOW, openCase, readCase } from './testing/cases.ts';

const settings = casePolicy.parse({});
const MINUTE_MS = 60_000;
const LEASE_MS = settings.leaseMinutes * MINUTE_MS;
const refused = (code: string) => (error: unknown) => error instanceof ProblemError && error.problem.code === code;
const taking = (by: string, now_ms = NOW) => ({
  ...{ by, now_ms, second: true, severityMax: 3, leaseEnds_ms: now_ms + LEASE_MS },
});

for (const kind of databases) {
  describe(`cases (${kind})`, () => {
    let records: TestRecords;
    let db: Kysely<Records>;
    const door = new CaseDoor(() => settings);
    const moment = (id: string, by: string, version: number | null = null, now_ms = NOW) => ({
      ...{ case: id, by, version, now_ms },
    });
    const take = (id: string, by: string, now_ms = NOW) =>
      lease(db, moment(id, by, null, now_ms), now_ms + LEASE_MS, true);
    const act = (id: string, by: string, what: Parameters<CaseDoor['act']>[2], version: number | null = null) =>
      db.transaction().execute((trx) => door.act(trx, moment(id, by, version), what));

    before(async () => {
      records = await testRecords(kind, 'cases');
      db = records.kysely;
    });
    after(() => records.close());
    afterEach(() => db.deleteFrom('cases').execute());

    it('go from one hand to the next, with a line of history each', async () => {
      await openCase(db, 'a');
      const taken = await take('a', 'ana');
      await assert.rejects(take('a', 'ben'), refused('case_held'));
      await assert.rejects(act('a', 'ana', { act: 'rule', second: true }, taken.version + 1), refused('case_changed'));
      await act('a', 'ana', { act: 'rule', second: true }, taken.version);
      await assert.rejects(take('a', 'ana'), refused('first_look'));
      await take('a', 'ben');
      const decided = await act('a', 'ben', { act: 'confirm' });
      assert.deepEqual([decided.state, decided.decided_at, decided.first_by], ['decided', NOW, 'ana']);
      await db.transaction().execute((trx) => door.close(trx, 'a', NOW + 1));
      await db.transaction().execute((trx) => door.close(trx, 'a', NOW + 2));
      const closed = await readCase(db, 'a');
      assert.deepEqual([closed.state, closed.closed_at], ['closed', NOW + 1]);
      assert.deepEqual(await kindsOf(db, 'a'), ['leased', 'proposed', 'leased', 'confirmed', 'closed']);
    });

    it('are free again when a lease has ended; to go on holding one changes nothing that others see', async () => {
      await openCase(db, 'b');
      const first = await take('b', 'ana');
      const renewed = await take('b', 'ana', NOW + MINUTE_MS);
      assert.equal(renewed.version, first.version);
      assert.equal(renewed.leased_until, NOW + MINUTE_MS + LEASE_MS);
      const later = NOW + MINUTE_MS + LEASE_MS;
      assert.equal((await take('b', 'ben', later)).leased_by, 'ben');
      assert.deepEqual(await kindsOf(db, 'b'), ['leased', 'leased']);
    });

    it('that wait again take in what was opened about the account meanwhile', async () => {
      await openCase(db, 'c', { account: 'max' });
      await take('c', 'ana');
      await act('c', 'ana', { act: 'rule', second: false });
      await openCase(db, 'd', { account: 'max' });
      const back = await act('c', 'ana', { act: 'undo' });
      assert.deepEqual([back.state, back.leased_by, back.decided_at], ['open', 'ana', null]);
      const other = await readCase(db, 'd');
      assert.deepEqual([other.state, other.merged_into], ['closed', 'c']);
      assert.deepEqual(await kindsOf(db, 'd'), ['merged']);
      const again = await act('c', 'ana', { act: 'rule', second: false });
      await db.transaction().execute((trx) => door.reopen(trx, moment('c', 'sue', again.version, NOW + 5), 'see why'));
      const reopened = await readCase(db, 'c');
      assert.deepEqual([reopened.state, reopened.reopened, reopened.waits_since], ['open', 1, NOW + 5]);
    });

    it('of one person become one: the other has both accounts, and both reports', async () => {
      await openCase(db, 'e');
      await openCase(db, 'f');
      await db.transaction().execute(async (trx) => {
        const joined = await joinByReport(trx, { id: 'rep_1', account: 'account-e', category: 'other' }, NOW);
        assert.equal(joined, 'e');
        const opened = await joinByReport(trx, { id: 'rep_2', account: 'nobody-yet', category: 'other' }, NOW);
        assert.notEqual(opened, 'e');
      });
      const version = (await readCase(db, 'e')).version;
      await assert.rejects(merge(db, moment('e', 'ana', version), 'e', 'same'), refused('invalid_field'));
      await assert.rejects(merge(db, moment('e', 'ana', version), 'none', 'same'), refused('not_known'));
      assert.equal((await readCase(db, 'e')).state, 'open', 'nothing of it is there where it could not be done');
      await take('f', 'ben');
      await assert.rejects(merge(db, moment('e', 'ana', version), 'f', 'same'), refused('case_held'));
      await merge(db, moment('e', 'ben', version), 'f', 'the same person');
      assert.deepEqual((await readCase(db, 'e')).merged_into, 'f');
      assert.equal((await readCase(db, 'f')).weigh_at, 0);
      assert.deepEqual(await kindsOf(db, 'e'), ['report_joined', 'merged']);
      assert.ok((await kindsOf(db, 'f')).includes('took_in'));
    });

    it('are taken by fifty at once, and nobody has the one that another has', async () => {
      for (let i = 0; i < 40; i++) await openCase(db, `q${i}`, { rank: i, severity: 1 + (i % 3) });
      const all = await Promise.all(Array.from({ length: 50 }, (_, i) => takeNext(db, taking(`person-${i}`))));
      const taken = all.flatMap((row) => row?.id ?? []);
      assert.equal(taken.length, 40);
      assert.equal(new Set(taken).size, 40);
      const held = await db.selectFrom('cases').selectAll().where('leased_by', 'is not', null).execute();
      assert.deepEqual(
        held.map(({ id, leased_by }) => [leased_by, id]).sort(),
        all.flatMap((row) => (row === null ? [] : [[row.leased_by, row.id]])).sort(),
      );
      assert.equal(await takeNext(db, taking('late')), null);
      // leases end by themselves; the most pressing comes first, or the most pressing that is not too hard
      const later = NOW + LEASE_MS;
      assert.equal((await takeNext(db, taking('late', later)))?.id, 'q39');
      assert.equal((await takeNext(db, { ...taking('late', later), severityMax: 1 }))?.id, 'q36');
    });

    it('are not hoarded', async () => {
      for (let i = 0; i < 11; i++) await openCase(db, `h${i}`);
      for (let i = 0; i < 10; i++) await takeNext(db, taking('ana'));
      await assert.rejects(takeNext(db, taking('ana')), refused('too_many_held'));
      assert.notEqual(await takeNext(db, taking('ben')), null);
    });

    it('wait for a second look by somebody else who may give it', async () => {
      await openCase(db, 's', { rank: 1 });
      await takeNext(db, taking('ana'));
      await act('s', 'ana', { act: 'rule', second: true });
      assert.equal(await takeNext(db, taking('ana')), null);
      assert.equal(await takeNext(db, { ...taking('ben'), second: false }), null);
      assert.deepEqual(
        (await pageOf(db, { state: 'second_review', limit: 5 }, NOW)).rows.map(({ id }) => id),
        ['s'],
      );
      assert.equal((await takeNext(db, taking('ben')))?.id, 's');
      assert.deepEqual((await pageOf(db, { state: 'second_review', limit: 5 }, NOW)).rows, []);
      assert.deepEqual(
        (await pageOf(db, { state: 'leased', limit: 5 }, NOW)).rows.map(({ id }) => id),
        ['s'],
      );
    });

    it('are listed page by page, each once, the most pressing first', async () => {
      for (let i = 0; i < 25; i++)
        await openCase(db, `p${i}`, { rank: i % 7, queue: i % 2 === 0 ? 'risk' : 'reports' });
      const seen: { id: string; rank: number }[] = [];
      for (let after: string | undefined; ; ) {
        const { rows, next } = await pageOf(db, { limit: 4, after }, NOW);
        seen.push(...rows);
        if (next === null) break;
        after = next;
      }
      assert.equal(new Set(seen.map(({ id }) => id)).size, 25);
      const order = seen.map(({ rank }) => rank);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => b - a),
      );
      assert.equal((await pageOf(db, { queue: 'reports', limit: 50 }, NOW)).rows.length, 12);
      assert.deepEqual(await countsOf(db), { risk: 13, reports: 12 });
      await assert.rejects(pageOf(db, { limit: 4, after: 'x' }, NOW), refused('invalid_field'));
    });
  });
}
