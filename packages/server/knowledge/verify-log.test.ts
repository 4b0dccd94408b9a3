import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CompiledPolicy, compilePolicy } from '@kith/engine';
import Database from 'better-sqlite3';
import pg from 'pg';
import { loadShippedPolicy } from '../policy/index.ts';
import { copyStore } from './copy.ts';
import type { KnowledgeRow, KnowledgeStore } from './store.ts';
import { type Home, type Kind, newHome } from './testing/homes.ts';
import { commitAll, plainDuties, testPolicy } from './testing/plain.ts';
import { sampleStream } from './testing/streams.ts';
import { verifyLog } from './verify-log.ts';

const stream = sampleStream(5, 900, 14);
const shipped = async (version: string): Promise<CompiledPolicy | null> =>
  version === testPolicy.version ? testPolicy : null;
/** The same version, with no table: everything is allowed. */
const lax = loadShippedPolicy();
const otherRules = compilePolicy({ ...lax, tables: { ...lax.tables, 'message.sent': [] } });

/** Takes the first block from the log, as housekeeping does when it is over age. */
async function loseBeginning({ kind, address }: Home): Promise<void> {
  const oldest = 'DELETE FROM log WHERE number = (SELECT min(number) FROM log)';
  if (kind === 'resident') {
    const db = new Database(join(address, 'kith.db'));
    db.exec(oldest);
    db.close();
    return;
  }
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query(oldest);
  await client.end();
}

/** What it knows, but for some rows. */
const without = (store: KnowledgeStore, lost: (row: KnowledgeRow) => boolean) => ({
  log: () => store.log(),
  status: () => store.status(),
  records: store.records,
  async *rows() {
    for await (const rows of store.rows()) yield rows.filter((row) => !lost(row));
  },
});

async function withStore(kind: Kind, work: (store: KnowledgeStore, home: Home) => Promise<void>): Promise<void> {
  const home = await newHome(kind);
  const store = await home.open(plainDuties());
  try {
    await commitAll(store, stream, 64);
    await work(store, home);
  } finally {
    await store.close();
    await home.leave();
  }
}

for (const kind of ['resident', 'postgres'] as const) {
  test(`${kind}: a whole log is compared in every decision and in all that is known`, () =>
    withStore(kind, async (store) => {
      const verified = await verifyLog(store, shipped);
      assert.equal(verified.whole, true);
      assert.equal(verified.compared, verified.events);
      assert.equal(verified.replayed?.digest, verified.known.digest);
      assert.equal(verified.same, true);
    }));

  test(`${kind}: other rules, and a row that is lost, are differences`, () =>
    withStore(kind, async (store) => {
      const decided = await verifyLog(store, async () => otherRules);
      assert.ok(decided.differing > 0 && decided.differingAt.length > 0);
      assert.equal(decided.same, false);
      let rows = 0;
      const lost = await verifyLog(
        without(store, (row) => row.row === 'contact' && ++rows === 1),
        shipped,
      );
      assert.deepEqual([lost.differing, lost.same], [0, false]);
    }));

  test(`${kind}: rules that nobody kept are named, and what follows them is not compared`, () =>
    withStore(kind, async (store) => {
      const verified = await verifyLog(store, async () => null);
      assert.deepEqual(verified.unknownPolicies, [testPolicy.version]);
      assert.deepEqual([verified.compared, verified.replayed, verified.same], [0, null, true]);
      assert.ok((verified.lastWord?.contacts ?? 0) > 0);
    }));

  test(`${kind}: of a log without its beginning, what it says by itself is looked for in what is known`, async () => {
    const home = await newHome(kind);
    let store = await home.open(plainDuties());
    await commitAll(store, stream, 64);
    await store.close();
    await loseBeginning(home);
    store = await home.open(plainDuties());
    const verified = await verifyLog(store, shipped);
    assert.deepEqual([verified.whole, verified.compared, verified.differing], [false, 0, 0]);
    assert.ok(verified.lastWord !== null && verified.lastWord.accounts > 0 && verified.lastWord.contacts > 0);
    assert.equal(verified.same, true);

    const noContacts = await verifyLog(
      without(store, (row) => row.row === 'contact'),
      shipped,
    );
    assert.equal(noContacts.lastWord?.contactsDiffering, verified.lastWord.contacts);
    assert.equal(noContacts.same, false);
    const noAccounts = await verifyLog(
      without(store, (row) => row.row === 'account'),
      shipped,
    );
    assert.equal(noAccounts.lastWord?.accountsDiffering, verified.lastWord.accounts);

    // a copy's log begins at its first place, and yet not where the knowledge does
    const copyHome = await newHome(kind);
    const copy = await copyHome.open(plainDuties());
    await copyStore(store, copy);
    const copied = await verifyLog(copy, shipped);
    assert.deepEqual([copied.whole, copied.same], [false, true]);
    await store.close();
    await copy.close();
    await home.leave();
    await copyHome.leave();
  });
}

test('resident: events that are missing from the midst of a log are a difference', async () => {
  const home = await newHome('resident');
  let store = await home.open(plainDuties());
  await commitAll(store, stream, 64);
  await store.close();
  const db = new Database(join(home.address, 'kith.db'));
  db.exec('DELETE FROM log WHERE number = 3');
  db.close();
  store = await home.open(plainDuties());
  const { skipped, same } = await verifyLog(store, shipped);
  assert.ok(skipped > 0);
  assert.equal(same, false);
  await store.close();
  await home.leave();
});
