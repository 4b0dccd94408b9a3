/** Two processes on one PostgreSQL, both with couriers: what one sends, the other doesn't send again. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { verifyAudit } from '../ground/audit/index.ts';
import { readConfig } from '../ground/config/index.ts';
import { migratedDatabase } from '../ground/testing/records.ts';
import { until } from '../ground/testing/until.ts';
import { serve } from '../testing/cli.ts';
import { authority } from './testing/authority.ts';
import { approved, fileOfReferrals } from './testing/elsewhere-file.ts';
import { deskAt } from './testing/office.ts';

/** Referrals that are sent by two processes beside each other. */
const MANY = 24;

it('two processes send beside each other, and file each referral once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-two-'));
  const database = await migratedDatabase('referrals_two');
  await using there = await authority();
  process.env.ELSEWHERE_URL = there.url;
  const keepKeys = join(folder, 'keys');
  const referrals = await fileOfReferrals(folder);
  const args = ['--referrals', referrals, '--database-url', database.url, '--keep-keys', keepKeys];
  const kiths = [await serve(folder, args), await serve(folder, args)] as const;
  const { config } = readConfig({ flags: { folder, databaseUrl: database.url, keepKeys } });
  const at = await deskAt({ url: kiths[0].url, config });
  const [ann, ben] = [await at.person('moderator'), await at.person('senior')];
  for (let i = 0; i < MANY; i++) await approved(at, ann, ben, `two-${i}`);
  const open = () => at.db.selectFrom('referral').select('id').where('state', '<>', 'received').execute();
  await until('all received', async () => (await open()).length === 0);
  assert.equal(there.filed.length, MANY);
  assert.equal(there.opened.size, MANY, 'nobody began what somebody else had');
  assert.deepEqual((await verifyAudit(at.db)).faults, []);
  for (const { child, ended } of kiths) {
    child.kill('SIGTERM');
    await ended;
  }
  await at[Symbol.asyncDispose]();
  await database.drop();
  await rm(folder, { recursive: true });
});
