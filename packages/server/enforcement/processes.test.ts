/** Two processes on one PostgreSQL, both with couriers and jobs: what one does, the other doesn't do again. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from '@kith/contract';
import { verifyAudit } from '../ground/audit/index.ts';
import { readConfig } from '../ground/config/index.ts';
import { migratedDatabase } from '../ground/testing/records.ts';
import { platform, SECRET } from '../outbox/testing/platform.ts';
import { openRecords } from '../stores.ts';
import { serve } from '../testing/cli.ts';
import { passTime, ruleAll, tell } from './testing/rule-all.ts';

const CASES = 25;
/** Longer than what is ruled can be undone. */
const PASSED_MS = 20_000;
const PATIENCE_MS = 60_000;
/** The platform takes its time, so that what one process sends is under way while the other looks. */
const ANSWER_MS = 40;
/** What would be done twice would be done by then: both look twice a second. */
const QUIET_MS = 3_000;

it('two processes with jobs and couriers send each statement, and ask for each enforcement, once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-two-'));
  const database = await migratedDatabase('two_processes');
  await using there = await platform((response, one) => {
    const told: Webhook = JSON.parse(one.body);
    setTimeout(() => {
      response.writeHead(204).end();
      if (told.type !== 'enforcement.requested') return;
      const { enforcement, account: actor, kind } = told.data;
      const id = `done-${enforcement}`;
      void tell(kiths[0], { id, type: 'enforcement.applied', data: { actor, enforcement, kind } });
    }, ANSWER_MS);
  });
  const webhooks = join(folder, 'webhooks.yaml');
  await writeFile(webhooks, JSON.stringify([{ name: 'p', url: there.url, secret: SECRET, allowPrivate: true }]));
  const args = ['--webhooks', webhooks, '--database-url', database.url];
  const started = () => serve(folder, args);
  const kiths = [await started(), await started()] as const;
  const { config } = readConfig({ flags: { folder, databaseUrl: database.url } });
  const { records, close } = await openRecords(config);
  try {
    await ruleAll(kiths[1], config, CASES);
    await passTime(records, PASSED_MS);
    const closed = () => records.selectFrom('cases').select('id').where('state', '=', 'closed').execute();
    for (const end = Date.now() + PATIENCE_MS; (await closed()).length < CASES && Date.now() < end; await sleep(100));
    assert.equal((await closed()).length, CASES);
    await sleep(QUIET_MS);
    const got = there.got.map(({ body }): Webhook => JSON.parse(body));
    const once = (names: readonly string[], expected: number) => {
      assert.equal(names.length, expected);
      assert.equal(new Set(names).size, expected);
    };
    once(
      got.flatMap((one) => (one.type === 'statement.requested' ? [one.data.statement] : [])),
      CASES,
    );
    once(
      got.flatMap((one) => (one.type === 'enforcement.requested' ? [one.data.enforcement] : [])),
      CASES * 2,
    );
    once(
      got.flatMap((one) => (one.type === 'preservation.requested' ? [one.data.preservation] : [])),
      CASES,
    );
    const links = await records.selectFrom('statement_link').select('statement').execute();
    once(
      links.map(({ statement }) => statement),
      CASES,
    );
    assert.deepEqual((await verifyAudit(records)).faults, []);
    const applied = await records
      .selectFrom('audit_line')
      .select('subject')
      .where('action', '=', 'enforcement.applied')
      .execute();
    once(
      applied.map(({ subject }) => subject),
      CASES * 2,
    );
    for (const { stderr } of kiths) assert.ok(!/could not be/.test(stderr()), stderr());
  } finally {
    await close();
    for (const { child, ended } of kiths) {
      child.kill('SIGTERM');
      await ended;
    }
    await database.drop();
    await rm(folder, { recursive: true });
  }
});
