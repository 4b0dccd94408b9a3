import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendAudit, verifyAudit } from '../ground/audit/index.ts';
import { copyStore, type StoreCopyProgress } from './copy.ts';
import { digestOf, digestOfWorkingSet } from './digest.ts';
import type { KnowledgeStore } from './store.ts';
import { type Home, type Kind, newHome } from './testing/homes.ts';
import { collect, commitAll, plainDuties, plainly } from './testing/plain.ts';
import { sampleStream } from './testing/streams.ts';

const tables = [
  'notice_note',
  'api_key',
  'audit_head',
  'audit_line',
  'cases',
  'case_event',
  'case_evidence',
  'case_keeping',
  'enforcement',
  'fact',
  'family_change',
  'family_day',
  'family_friend',
  'family_group',
  'family_kept_away',
  'family_warning',
  'held_event',
  'kept_key',
  'kept_deleted',
  'kept_pack',
  'known_medium',
  'outbox',
  'policy_version',
  'report',
  'score_day',
  'signal',
] as const;
const everyRow = async (store: KnowledgeStore, table: (typeof tables)[number]) =>
  (await store.records.kysely.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort();

const stream = sampleStream(77, 1200, 16);
const half = stream.length / 2;

async function withTwo(
  from: Kind,
  to: Kind,
  work: (from: KnowledgeStore, to: KnowledgeStore) => Promise<void>,
): Promise<void> {
  const homes: Home[] = [];
  const stores: KnowledgeStore[] = [];
  try {
    for (const kind of [from, to]) {
      const home = await newHome(kind);
      homes.push(home);
      stores.push(await home.open(plainDuties()));
    }
    const [one, two] = stores;
    assert.ok(one !== undefined && two !== undefined);
    await work(one, two);
  } finally {
    for (const store of stores) await store.close();
    for (const home of homes) await home.leave();
  }
}

for (const [from, to] of [
  ['resident', 'postgres'],
  ['postgres', 'resident'],
  ['postgres', 'postgres'],
  ['resident', 'resident'],
] as const) {
  test(`from ${from} to ${to}: knowledge, log and records arrive, and the copy goes on as the original would`, () =>
    withTwo(from, to, async (one, two) => {
      await commitAll(one, stream.slice(0, half), 64);
      const key = { id: 'k1', name: 'sandbox', scopes: 'events:write', hash: 'ab', created_at: 1, revoked_at: null };
      await one.records.kysely.insertInto('api_key').values(key).execute();
      await one.records.kysely.insertInto('fact').values({ name: 'policy', value: 'kith-1' }).execute();
      await one.records.kysely.transaction().execute(async (trx) => {
        for (const subject of ['key:k1', 'case:c1']) {
          await appendAudit(trx, { at_ms: 7, by: 'operator', action: 'kept.held', subject });
        }
      });
      const opened = {
        level: 'high',
        score: 5.5,
        why: '[]',
        event: 'e1',
        closed_at: null,
        features: '{"children1d":3}',
      };
      const about = { id: 'c1', account: 'a1', queue: 'risk', opened_at: 3, updated_at: 4, waits_since: 3, rank: 0 };
      await one.records.kysely
        .insertInto('cases')
        .values({ ...about, ...opened })
        .execute();
      const score = { age_band: 'adult', language: 'en', country: 'GB', score: 5.5, share: 1, shadow: 0 };
      const days = Array.from({ length: 1200 }, (_, day) => ({ day: day >> 1, model: `m${day & 1}`, account: 'a1' }));
      for (const day of days)
        await one.records.kysely
          .insertInto('score_day')
          .values({ ...day, ...score })
          .execute();
      const decided = { version: 'kith-1', digest: 'cd', text: '{}', first_used_at: 5 };
      await one.records.kysely.insertInto('policy_version').values(decided).execute();
      const pack = { day: 20_000, first_at: 7, last_at: 9, messages: 1, form: 2, heads: '[]', sealed: null };
      await one.records.kysely.insertInto('kept_pack').values([pack, pack]).execute();
      const progress: StoreCopyProgress[] = [];
      const copied = await copyStore(one, two, (p) => progress.push(p));

      const expected = plainly(stream.slice(0, half));
      assert.equal(copied.digest, digestOfWorkingSet(expected.set).digest);
      assert.deepEqual(await digestOf(two.rows()), digestOfWorkingSet(expected.set));
      assert.deepEqual(
        (await collect(two.log())).map(({ told, decision }) => ({ told, decision })),
        (await collect(one.log())).map(({ told, decision }) => ({ told, decision })),
      );
      assert.equal(copied.events, expected.decisions.size);
      let records = 0;
      for (const table of tables) {
        const rows = await everyRow(one, table);
        assert.deepEqual(await everyRow(two, table), rows, table);
        records += rows.length;
      }
      assert.equal(copied.records, records);
      const tail = await two.records.kysely.selectFrom('kept_tail').selectAll().orderBy('pack').execute();
      assert.deepEqual(tail, [
        { pack: 1, day: 20_000, marks: null },
        { pack: 2, day: 20_000, marks: null },
      ]);
      // what of the stream matched known material left lines, too
      const audited = await verifyAudit(one.records.kysely);
      assert.ok(audited.lines >= 2);
      const { lines, faults } = await verifyAudit(two.records.kysely);
      assert.deepEqual({ lines, faults }, { lines: audited.lines, faults: [] });
      assert.deepEqual([...new Set(progress.map((p) => p.step))].sort(), ['knowledge', 'log', 'records', 'verifying']);

      const again = await two.commit(stream.slice(half - 20, half));
      assert.deepEqual(new Set(again.map((c) => c.status)), new Set(['duplicate']));
      await commitAll(two, stream.slice(half));
      assert.deepEqual(await digestOf(two.rows()), digestOfWorkingSet(plainly(stream).set));
    }));
}

test('a target that has anything in it is refused, and left as it is', () =>
  withTwo('resident', 'postgres', async (one, two) => {
    await commitAll(one, stream.slice(0, 50));
    await commitAll(two, stream.slice(0, 3));
    await assert.rejects(copyStore(one, two), { code: 'target_not_empty' });
    await assert.rejects(copyStore(two, one), { code: 'target_not_empty' });
    assert.deepEqual(await digestOf(two.rows()), digestOfWorkingSet(plainly(stream.slice(0, 3)).set));
  }));

test('a target with nothing but a key is refused', () =>
  withTwo('resident', 'resident', async (one, two) => {
    const key = { id: 'k1', name: 'sandbox', scopes: '', hash: 'ab', created_at: 1, revoked_at: null };
    await two.records.kysely.insertInto('api_key').values(key).execute();
    await assert.rejects(copyStore(one, two), { code: 'target_not_empty' });
  }));
