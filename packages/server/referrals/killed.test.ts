/** The sender is killed between any two steps, and calls are lost: each referral is filed exactly once. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyAudit } from '../ground/audit/index.ts';
import { readConfig } from '../ground/config/index.ts';
import { databases, migratedDatabase } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { serve } from '../testing/cli.ts';
import { authority } from './testing/authority.ts';
import { approved, fileOfReferrals } from './testing/elsewhere-file.ts';
import { deskAt } from './testing/office.ts';

/** Referrals that are sent while processes are killed. */
const MANY = 12;
const KILLS = 4;
/** Longer than any lease: what a killed process held is free again. */
const DOWN_MS = 121_000;

for (const kind of databases) {
  it(`killed between any two steps, each is filed exactly once (${kind})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-killed-'));
    const database = kind === 'PostgreSQL' ? await migratedDatabase('referrals_killed') : null;
    await using there = await authority();
    process.env.ELSEWHERE_URL = there.url;
    let calls = 0;
    // every fifth call is lost, in turn before and after it was heard
    there.breaks = () => (++calls % 5 === 0 ? (calls % 2 === 0 ? 'before' : 'after') : null);
    const keepKeys = join(folder, 'keys');
    const referrals = await fileOfReferrals(folder);
    const args = [
      '--referrals',
      referrals,
      ...(database === null ? [] : ['--database-url', database.url, '--keep-keys', keepKeys]),
    ];
    const flags = { folder, referrals, ...(database !== null && { databaseUrl: database.url, keepKeys }) };
    const { config } = readConfig({ flags });
    let kith = await serve(folder, args);
    const at = await deskAt({ url: kith.url, config });
    const [ann, ben] = [await at.person('moderator'), await at.person('senior')];
    for (let i = 0; i < MANY; i++) await approved(at, ann, ben, `many-${i}`);
    for (let i = 0; i < KILLS; i++) {
      await sleep(i * 40);
      kith.child.kill('SIGKILL');
      await kith.ended;
      await at.db
        .updateTable('referral_filing')
        .set(({ eb }) => ({ due_at: eb('due_at', '-', DOWN_MS) }))
        .where('due_at', 'is not', null)
        .execute();
      await at.db
        .updateTable('referral')
        .set(({ eb }) => ({ updated_at: eb('updated_at', '-', DOWN_MS) }))
        .where('state', '=', 'sent')
        .execute();
      kith = await serve(folder, args);
    }
    const open = () => at.db.selectFrom('referral').select('id').where('state', '<>', 'received').execute();
    await until('all received', async () => (await open()).length === 0);
    const filed = there.filed.map((report) => there.opened.get(report));
    assert.equal(filed.length, MANY, 'each filed once');
    assert.equal(new Set(filed).size, MANY, 'and none twice under two numbers');
    assert.deepEqual((await verifyAudit(at.db)).faults, []);
    kith.child.kill('SIGKILL');
    await kith.ended;
    await at[Symbol.asyncDispose]();
    await database?.drop();
    await rm(folder, { recursive: true });
  });
}
