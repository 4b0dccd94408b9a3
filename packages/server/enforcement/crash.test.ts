import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from '@kith/contract';
import { verifyAudit } from '../ground/audit/index.ts';
import { readConfig } from '../ground/config/index.ts';
import { databases, migratedDatabase } from '../ground/testing/records.ts';
import { platform, SECRET, status } from '../outbox/testing/platform.ts';
import { openRecords } from '../stores.ts';
import { type Served, serve } from '../testing/cli.ts';
import { passTime, ruleAll, tell } from './testing/rule-all.ts';

const CASES = 5;
const KILLS = 6;
/** Longer than any lease: what a killed process held is free again. */
const DOWN_MS = 61_000;
const PATIENCE_MS = 60_000;

for (const kind of databases) {
  describe(`killed between any two steps, on ${kind}`, () => {
    it('nothing that was ruled is lost, and each thing is asked for under one id', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kith-killed-'));
      const database = kind === 'PostgreSQL' ? await migratedDatabase('killed') : null;
      const got = new Map<string, Webhook>();
      await using there = await platform((response, one, request) => {
        const told: Webhook = JSON.parse(one.body);
        if (told.type === 'enforcement.requested') got.set(told.data.enforcement, told);
        status(204)(response, one, request);
      });
      const webhooks = join(folder, 'webhooks.yaml');
      await writeFile(webhooks, JSON.stringify([{ name: 'p', url: there.url, secret: SECRET, allowPrivate: true }]));
      const args = ['--webhooks', webhooks, ...(database === null ? [] : ['--database-url', database.url])];
      const flags = { folder, ...(database !== null && { databaseUrl: database.url }) };
      const { config } = readConfig({ flags });
      let kith = await serve(folder, args);
      await ruleAll(kith, config, CASES);
      const down = async () => {
        kith.child.kill('SIGKILL');
        await kith.ended;
        const { records, close } = await openRecords(config);
        await passTime(records, DOWN_MS);
        await close();
      };
      for (let i = 0; i < KILLS; i++) {
        await down();
        kith = await serve(folder, args);
        await sleep(i * 120);
      }
      await down();
      kith = await serve(folder, args);
      const confirmed = new Set<string>();
      const { records, close } = await openRecords(config);
      const open = () =>
        records.selectFrom('enforcement').select(['id', 'kind', 'state']).where('state', '<>', 'applied').execute();
      for (const end = Date.now() + PATIENCE_MS; (await open()).length > 0 && Date.now() < end; await sleep(100)) {
        for (const [id, told] of got) {
          if (!confirmed.has(id) && (await confirm(kith, told))) confirmed.add(id);
        }
      }
      assert.deepEqual(await open(), []);
      const closed = () => records.selectFrom('cases').select('id').where('state', '=', 'closed').execute();
      for (const end = Date.now() + PATIENCE_MS; (await closed()).length < CASES && Date.now() < end; await sleep(100));
      assert.equal((await closed()).length, CASES);
      // for each case a removal and a disabling, under one id each
      assert.equal(got.size, CASES * 2);
      const statements = await records.selectFrom('statement').select(['state']).execute();
      assert.deepEqual(
        statements.map(({ state }) => state),
        Array.from({ length: CASES }, () => 'sent'),
      );
      const links = await records.selectFrom('statement_link').select('statement').execute();
      assert.deepEqual([links.length, new Set(links.map(({ statement }) => statement)).size], [CASES, CASES]);
      assert.deepEqual((await verifyAudit(records)).faults, []);
      await close();
      kith.child.kill('SIGKILL');
      await kith.ended;
      await database?.drop();
      await rm(folder, { recursive: true });
    });
  });
}

async function confirm(kith: Served, told: Webhook): Promise<boolean> {
  if (told.type !== 'enforcement.requested') return false;
  const { enforcement, account: actor, kind } = told.data;
  return tell(kith, { id: `done-${enforcement}`, type: 'enforcement.applied', data: { actor, enforcement, kind } });
}
