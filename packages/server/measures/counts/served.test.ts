/** Counts of a Kith that serves, on both databases: told over HTTP, counted by its own jobs, killed in the midst of it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { EventInput, QuestionInput } from '@kith/contract';
import type { Kysely } from 'kysely';
import { readConfig } from '../../ground/config/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { type DatabaseKind, databases, migratedDatabase } from '../../ground/testing/records.ts';
import { until } from '../../ground/testing/until.ts';
import { openLog, openRecords } from '../../stores.ts';
import { kith, serve } from '../../testing/cli.ts';
import { runKithOn } from '../../testing/kith.ts';
import { DAY_MS } from './days.ts';
import { finishDays } from './finish.ts';
import { type CountName, readCounts } from './index.ts';
import { verifyCounts } from './verify.ts';

type Counted = Record<string, number>;

async function countsOf(db: Kysely<Records>, ...names: CountName[]): Promise<Counted> {
  const rows = await readCounts(db, { ...(names.length > 0 && { names }), fromDay: 0, toDay: 99_999 });
  const all: Counted = {};
  // a test may begin before midnight
  for (const { name, key, n } of rows) all[`${name} ${key}`.trim()] = (all[`${name} ${key}`.trim()] ?? 0) + n;
  return all;
}

const age = (band: 'adult' | '13to15', method: 'declared' | 'verified') => ({ band, method, confidence: 1 });
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

/** A child that weakens a setting, strangers who write, a block, a report. */
const EVENTS: readonly EventInput[] = [
  { id: '1', type: 'account.created', data: { actor: 'lena', age: age('13to15', 'declared') } },
  { id: '2', type: 'account.created', data: { actor: 'mia', age: age('13to15', 'verified') } },
  { id: '3', type: 'account.created', data: { actor: 'max', age: age('adult', 'declared') } },
  { id: '4', type: 'message.sent', data: { actor: 'max', other: 'lena', message: 'm1' } },
  { id: '5', type: 'settings.changed', data: { actor: 'lena', settings: { showLocation: true, beSuggested: true } } },
  { id: '6', type: 'notice.shown', data: { actor: 'lena', notice: 'weaker_setting' } },
  { id: '7', type: 'notice.answered', data: { actor: 'lena', notice: 'weaker_setting', choice: 'accept' } },
  { id: '8', type: 'account.blocked', data: { actor: 'lena', other: 'max' } },
  { id: '9', type: 'message.sent', data: { actor: 'max', other: 'lena', message: 'm2' } },
  { id: '10', type: 'connection.requested', data: { actor: 'mia', other: 'lena' } },
  {
    id: '11',
    type: 'conversation.created',
    data: { actor: 'max', conversation: 'g', kind: 'group', members: ['mia'] },
  },
  { id: '12', type: 'report.filed', data: { actor: 'mia', other: 'max', category: 'a/b', optOut: true } },
  { id: '13', type: 'media.uploaded', data: { actor: 'max', media: 'f', hashes: { md5: MD5 } } },
];

const QUESTIONS: readonly QuestionInput[] = [
  { question: 'suggest', viewer: 'mia', candidates: ['max', 'lena'] },
  { question: 'suggest', viewer: 'max', candidates: ['mia', 'lena'] },
  { question: 'connections', viewer: 'max', owner: 'mia', candidates: ['lena'] },
  { question: 'location', viewer: 'max', candidates: ['mia', 'lena'] },
];

for (const database of databases) {
  describe(`a Kith on ${database}`, () => {
    it('counts what it is told and asked, and finishes days that its log and records agree with', async () => {
      const running = await runKithOn(database, 'served-counts');
      const { records: db, blocks, close } = await openLog(running.config);
      try {
        assert.equal((await running.post('/v1/events', EVENTS)).status, 200);
        for (const question of QUESTIONS) assert.equal((await running.post('/v1/decisions', question)).status, 200);
        const counted = await until('counted', async () => {
          const all = await countsOf(db);
          const decided = Object.entries(all).reduce((sum, [of, n]) => sum + (of.startsWith('decisions ') ? n : 0), 0);
          return decided >= EVENTS.length && 'questions_asked location/block' in all ? all : null;
        });
        const expected: Counted = {
          'ages_by_method declared/13to15': 1,
          'ages_by_method verified/13to15': 1,
          'ages_by_method declared/adult': 1,
          blocks: 1,
          'decided_F1.5a block': 1,
          'decided_J1 block': 1,
          'decided_PCU.J confirm': 1,
          'weakened_showLocation asked': 1,
          'weakened_showLocation weakened': 1,
          'weakened_beSuggested asked': 1,
          'weakened_beSuggested weakened': 1,
          'notices_weaker_setting asked': 1,
          'notices_weaker_setting shown': 1,
          'notices_weaker_setting answered:accept': 1,
          'notices_after_block asked': 1,
          'notices_group_invite asked': 1,
          // lena, who blocked max, is kept from him by that
          'questions_asked suggest/block': 4,
          'questions_asked connections/block': 1,
          'questions_asked location/block': 2,
          'decided_F1.1 block': 2,
          'decided_F1.2 block': 1,
          'decided_F1.4 block': 1,
          'decided_F1.6 block': 1,
        };
        const found = Object.fromEntries(Object.keys(expected).map((of) => [of, counted[of]]));
        assert.deepEqual(found, expected);
        await finishDays(db, Date.now() + 2 * DAY_MS);
        const handled = await countsOf(db, 'reports_received', 'reports_opted_out', 'cases_opened', 'cases_waiting');
        assert.equal(handled['reports_received a%2Fb/user'], 1);
        assert.equal(handled.reports_opted_out, 1);
        assert.equal(handled['cases_opened report_joined'], 1);
        assert.deepEqual((await verifyCounts({ db, blocks })).differences, []);
      } finally {
        await close();
        await running.end();
      }
    });

    it('counts each event once, however often it is killed in the midst of counting', async () => {
      const home = await newHome(database);
      try {
        for (let round = 0; round < 4; round++) {
          const served = await serve(home.folder, home.args);
          const headers = { authorization: `Bearer ${served.key}`, 'content-type': 'application/json' };
          const sent = Array.from({ length: 40 }, async (_, batch) => {
            const events = Array.from({ length: 25 }, (_, i) => {
              const id = `${round}-${batch}-${i}`;
              return { id, type: 'account.blocked', data: { actor: `a${batch}`, other: `b${i}` } };
            });
            const body = JSON.stringify(events);
            await fetch(`${served.url}/v1/events`, { method: 'POST', headers, body }).then((answer) => answer.text());
          });
          // some of it is answered, some counted, and some is under way
          await Promise.allSettled(sent.slice(0, 3 * (round + 1)));
          served.child.kill('SIGKILL');
          await Promise.allSettled(sent);
          await served.ended;
        }
        const last = await serve(home.folder, home.args);
        const { records: db, close } = await openRecords(home.config);
        const uncounted = async () => (await db.selectFrom('block_count').select('id').execute()).length;
        await until('counted', async () => (await uncounted()) === 0);
        await finishDays(db, Date.now() + 2 * DAY_MS);
        await close();
        last.child.kill('SIGTERM');
        assert.equal(await last.ended, 0);
        const verified = await kith(['measures', 'verify', '--json', '--folder', home.folder, ...home.args]);
        assert.equal(verified.code, 0, verified.stdout + verified.stderr);
        const { same, compared, differences } = JSON.parse(verified.stdout);
        assert.deepEqual([same, differences], [true, []]);
        assert.ok(compared > 2);
        const again = await openRecords(home.config);
        const { blocks = 0, ...others } = await countsOf(again.records, 'blocks', 'decisions');
        assert.ok(blocks > 300, JSON.stringify(blocks));
        assert.equal(
          Object.values(others).reduce((sum, n) => sum + n, 0),
          blocks,
        );
        await again.records
          .updateTable('daily_count')
          .set({ n: blocks + 1 })
          .where('name', '=', 'blocks')
          .execute();
        await again.close();
        const altered = await kith(['measures', 'verify', '--folder', home.folder, ...home.args]);
        assert.equal(altered.code, 1);
        assert.match(altered.stdout, new RegExp(`1 are NOT .*\\n.* blocks: counted ${blocks + 1}, found ${blocks}`));
      } finally {
        await home.leave();
      }
    });
  });
}

async function newHome(database: DatabaseKind) {
  const folder = await mkdtemp(join(tmpdir(), 'kith-counts-'));
  const made = database === 'PostgreSQL' ? await migratedDatabase('counts-killed') : null;
  const args = made === null ? [] : ['--database-url', made.url];
  const { config } = readConfig({ flags: { folder, ...(made !== null && { databaseUrl: made.url }) } });
  return {
    ...{ folder, args, config },
    async leave() {
      await made?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
