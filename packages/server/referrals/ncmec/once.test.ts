/**
 * What must hold above all: every report is filed exactly once, none twice, none lost, though one call in five goes wrong and the
 * processes that send are killed at any moment. The courier, its database and the vault are the real ones; NCMEC is the conformance
 * server, whose own log says what happened. `npm run test:filing` runs it with 10,000 referrals and 200 kills.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Vault } from '../../evidence/index.ts';
import { verifyAudit } from '../../ground/audit/index.ts';
import { readConfig } from '../../ground/config/index.ts';
import { KeyFolder } from '../../ground/sealing/index.ts';
import { type DatabaseKind, migratedDatabase } from '../../ground/testing/records.ts';
import { openRecords } from '../../stores.ts';
import { randomOf } from './conformance-server/faults.ts';
import { readLog, whatHappened } from './conformance-server/log.ts';
import { ConformanceServer } from './conformance-server/server.ts';
import { approved } from './testing/approved.ts';
import { USER } from './testing/at-ncmec.ts';
import { Senders } from './testing/senders.ts';

const SEED = 20_261_126;
/** Of the calls. */
const FAULTS = 0.2;
/** The client gives up, and the server ends the silence, milliseconds. */
const [TIMEOUT_MS, SILENT_MS] = [500, 700];
/** After the last kill: two hours for the largest, on a machine that has other things to do. */
const PATIENCE_MS = 7_200_000;
/** Where nothing has come to its end for so long, the time leaps on, milliseconds. */
const IDLE_MS = 2_000;
const LEAP_MS = 60_000;

interface Size {
  referrals: number;
  kills: number;
}
const whole = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const SIZES: Record<DatabaseKind, Size> = {
  SQLite: { referrals: whole('FILINGS', 150), kills: whole('FILING_KILLS', 8) },
  PostgreSQL: { referrals: whole('FILINGS_POSTGRES', 40), kills: whole('FILING_KILLS_POSTGRES', 3) },
};

async function fileAll(t: TestContext, kind: DatabaseKind, { referrals, kills }: Size): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-once-'));
  const database = kind === 'PostgreSQL' ? await migratedDatabase('once') : null;
  const at = (name: string) => join(folder, name);
  await writeFile(at('clock'), '0');
  let ahead_ms = 0;
  const clock = () => Date.now() + ahead_ms;
  await using server = await ConformanceServer.start({
    ...{ port: 0, users: [USER], log: at('requests.jsonl'), clock, silent_ms: SILENT_MS },
    faults: { share: FAULTS, seed: SEED },
  });
  const said = { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' };
  await writeFile(
    at('referrals.yaml'),
    JSON.stringify({
      provider: { uk: false, name: 'Example Ltd', platform: 'Example' },
      reporter: said,
      ncmec: {
        ...{ instead: server.url, username: USER.username, password: { variable: 'NCMEC_PASSWORD' } },
        ...{ connections: 32, callsAMinute: 60_000, timeout_s: TIMEOUT_MS / 1_000 },
      },
    }),
  );
  const files = {
    databaseUrl: database?.url ?? null,
    referrals: at('referrals.yaml'),
    keys: at('keys'),
    clock: at('clock'),
  };
  await writeFile(at('sender.json'), JSON.stringify(files));
  const { config } = readConfig({ flags: { folder, ...(database !== null && { databaseUrl: database.url }) } });
  const { records, close } = await openRecords(config);
  const keys = await KeyFolder.open({ folder: at('keys'), master: null, masterFile: null });
  const vault = new Vault({ db: records, folder: keys, storage: null, clock });
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1_000).toFixed(0);
  const all = await approved(records, vault, referrals, clock());
  t.diagnostic(`${all.length} approved after ${seconds()} s`);

  const random = randomOf(SEED);
  const env = { NCMEC_PASSWORD: USER.password };
  const senders = new Senders({ folder, clock: at('clock'), env, count: 2, random });
  const received = async (): Promise<number> => {
    const { count } = await records
      .selectFrom('referral')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('state', '=', 'received')
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  try {
    while (senders.killed < kills) {
      await senders.killOne();
      ahead_ms = senders.ahead_ms;
      if (senders.killed % 20 === 0)
        t.diagnostic(`${senders.killed} killed, ${await received()} received, ${seconds()} s`);
    }
    const end = performance.now() + PATIENCE_MS;
    let last = { count: -1, at: 0 };
    while (last.count < referrals && performance.now() < end) {
      await sleep(200);
      const count = await received();
      if (count > last.count) last = { count, at: performance.now() };
      // those that are left wait: waiting takes no time
      if (performance.now() - last.at > IDLE_MS) {
        ahead_ms = senders.leap(LEAP_MS);
        last = { count, at: performance.now() };
      }
    }
  } finally {
    await senders.end();
  }

  const lines = readLog(at('requests.jsonl'));
  const told = whatHappened(lines);
  const rows = await records.selectFrom('referral').select(['id', 'account', 'state', 'reference']).execute();
  const byAccount = new Map(rows.map((row) => [row.account, row]));
  const sum = { retracted: 0, orphans: 0 };
  for (const { account, files: sent } of all) {
    const happened = told.get(account);
    const row = byAccount.get(account);
    assert.ok(happened !== undefined && row !== undefined, account);
    assert.deepEqual(happened.finished, [row.reference], `${account} is filed once, and known by that number`);
    assert.equal(row.state, 'received');
    assert.deepEqual([happened.files, happened.allDescribed], [sent, true], `${account} has each file once`);
    sum.retracted += happened.retracted.length;
    sum.orphans += happened.orphans.length;
  }
  assert.equal(told.size, referrals, 'nothing else was reported');
  assert.equal(lines.filter(({ code }) => code === 5001).length, 0, 'none expired');
  const wrong = lines.filter(({ fault }) => fault !== null).length;
  assert.ok(wrong / lines.length > FAULTS / 2 && senders.killed === kills);
  assert.deepEqual((await verifyAudit(records)).faults, []);
  t.diagnostic(
    `${referrals} filed once in ${seconds()} s: ${lines.length} calls, ${wrong} went wrong, ${kills} kills; ` +
      `${sum.retracted} taken back, ${sum.orphans} left to expire`,
  );
  await close();
  await database?.drop();
  await rm(folder, { recursive: true });
}

describe('every report is filed exactly once', () => {
  for (const [kind, size] of [
    ['SQLite', SIZES.SQLite],
    ['PostgreSQL', SIZES.PostgreSQL],
  ] as const) {
    it(`though a call in five goes wrong and the senders are killed: ${size.referrals} on ${kind}`, (t) =>
      fileAll(t, kind, size));
  }
});
