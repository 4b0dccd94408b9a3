import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openPostgresRecords, openSqliteRecords } from '../ground/database/index.ts';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { listPolicyVersions, loadShippedPolicy, policiesOfVersion, recordPolicy } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-policies-'));
after(() => rmSync(folder, { recursive: true }));

const shipped = loadShippedPolicy();
const milder = { ...shipped, declinedHoldsDays: shipped.declinedHoldsDays - 1 };

for (const kind of ['SQLite', 'PostgreSQL']) {
  test(`${kind}: a policy is kept once with when it began; other rules under its version are named`, async () => {
    const database = kind === 'SQLite' ? null : await freshDatabase('policies');
    const opened =
      database === null ? await openSqliteRecords(join(folder, 'kith.db')) : await openPostgresRecords(database.url);
    const db = opened.kysely;
    // many processes start at once
    const first = await Promise.all([1000, 1000, 1000].map((now) => recordPolicy(db, shipped, now)));
    assert.deepEqual(first, [[], [], []]);
    assert.deepEqual(await recordPolicy(db, { ...milder, version: 'mine' }, 2000), []);
    const others = await recordPolicy(db, milder, 3000);
    assert.deepEqual(
      others.map((o) => o.firstUsedAt_ms),
      [1000],
    );
    assert.deepEqual(
      (await listPolicyVersions(db)).map((v) => [v.version, v.firstUsedAt_ms]),
      [
        [shipped.version, 3000],
        ['mine', 2000],
        [shipped.version, 1000],
      ],
    );
    assert.deepEqual(await policiesOfVersion(db, shipped.version), [milder, shipped]);
    assert.deepEqual(await policiesOfVersion(db, 'nobodys'), []);
    const foreign = { version: 'foreign', digest: 'x', text: '{"later":true}', first_used_at: 1 };
    await db.insertInto('policy_version').values(foreign).execute();
    assert.deepEqual(await policiesOfVersion(db, 'foreign'), [null]);
    await opened.close();
    await database?.drop();
  });
}
