/**
 * Fifty people judge at once while the processes that serve them are killed: no case is ruled on twice, none is lost, and
 * every ruling that was answered is there.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CasePage, CaseSummary, NextAnswer } from '@kith/contract';
import type { Kysely } from 'kysely';
import { readConfig } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { addPerson, beginSession, CSRF_HEADER, StaffDoor } from '../ground/staff/index.ts';
import { databases, migratedDatabase } from '../ground/testing/records.ts';
import { openRecords } from '../stores.ts';
import { type Served, serve } from '../testing/cli.ts';

const PEOPLE = 50;
const CASES = 100;
/** A process is killed when so many rulings were answered. */
const KILLED_AT = [15, 50];
const POLICY = 'contact-with-children';
/** Only a fault takes so long, milliseconds. */
const PATIENCE_MS = 240_000;

interface Server {
  /** where it is now: another port after each start */
  url: string;
  served: Served;
}

for (const kind of databases) {
  it(`no case is ruled on twice, and none is lost, by fifty people and kills (${kind})`, async () => {
    const home = await mkdtemp(join(tmpdir(), 'kith-judging-'));
    const database = kind === 'PostgreSQL' ? await migratedDatabase('judging_crash') : null;
    const args = database === null ? [] : ['--database-url', database.url];
    const start = async (i: number): Promise<Served> => serve(join(home, `kith-${i}`), args);
    const servers: Server[] = [];
    for (let i = 0; i < (database === null ? 1 : 2); i++) {
      const served = await start(i);
      servers.push({ url: served.url, served });
    }
    const { config } = readConfig({
      flags: { folder: join(home, 'kith-0'), ...(database !== null && { databaseUrl: database.url }) },
    });
    const { records: db, close } = await openRecords(config);
    try {
      await report(servers[0].url, servers[0].served.key);
      const people: Person[] = [];
      for (let i = 0; i < PEOPLE; i++) {
        people.push(await personAt(servers[i % servers.length], db, `person ${i}`));
      }
      const answered: string[] = [];
      let killing: Promise<void> = Promise.resolve();
      let kills = 0;
      const ruled = (id: string): void => {
        answered.push(id);
        if (answered.length !== KILLED_AT[kills]) return;
        kills++;
        killing = killing.then(() => killAndStart(servers[0], start));
      };
      const until = Date.now() + PATIENCE_MS;
      await Promise.all(people.map((who) => judge(who, ruled, until)));
      await killing;
      assert.equal(kills, KILLED_AT.length);

      const cases = await db.selectFrom('cases').selectAll().execute();
      assert.equal(cases.length, CASES);
      const rulings = await db.selectFrom('ruling').selectAll().execute();
      const of = new Map<string, string[]>();
      for (const { case_id, first_by } of rulings) of.set(case_id, [...(of.get(case_id) ?? []), first_by]);
      for (const row of cases) {
        assert.ok(row.state === 'decided' || row.state === 'closed', `${row.id} is ${row.state}`);
        assert.deepEqual(of.get(row.id), [row.first_by]);
      }
      const lines = await db
        .selectFrom('case_event')
        .select(['case_id', 'by_staff'])
        .where('kind', '=', 'ruled')
        .execute();
      assert.equal(new Set(lines.map(({ case_id }) => case_id)).size, lines.length);
      assert.equal(lines.length, CASES);
      const there = new Set(rulings.map(({ id }) => id));
      assert.deepEqual(
        answered.filter((id) => !there.has(id)),
        [],
      );
    } finally {
      await close();
      for (const { served } of servers) {
        served.child.kill('SIGKILL');
        await served.ended;
      }
      await database?.drop();
      await rm(home, { recursive: true, force: true });
    }
  });
}

interface Person {
  get(path: string): Promise<Response>;
  send(path: string, body: unknown): Promise<Response>;
}

/** Somebody who is signed in, and asks their server wherever it is now. */
async function personAt(server: Server, db: Kysely<Records>, pseudonym: string): Promise<Person> {
  const now_ms = Date.now();
  const { id } = await addPerson(db, { pseudonym, roles: ['moderator'] }, now_ms);
  const { secret, csrf } = await beginSession(db, id, now_ms);
  const { cookieName } = new StaffDoor({ db, publicUrl: null, clock: Date.now });
  const headers = { cookie: `${cookieName}=${secret}`, [CSRF_HEADER]: csrf, 'content-type': 'application/json' };
  return {
    get: (path) => fetch(server.url + path, { headers }),
    send: (path, body) => fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) }),
  };
}

async function killAndStart(server: Server, start: (i: number) => Promise<Served>): Promise<void> {
  server.served.child.kill('SIGKILL');
  await server.served.ended;
  server.served = await start(0);
  server.url = server.served.url;
}

async function report(url: string, key: string): Promise<void> {
  const events = Array.from({ length: CASES }, (_, i) => ({
    ...{ id: `r${i}`, type: 'report.filed' },
    data: { actor: `child-${i}`, other: `account-${i}`, category: 'unkind' },
  }));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  assert.equal(response.status, 200);
}

/** Takes case after case and rules; whoever got no answer looks what they hold, and goes on. */
async function judge(who: Person, ruled: (id: string) => void, until: number): Promise<void> {
  while (Date.now() < until) {
    try {
      const next = await answerOf<NextAnswer>(await who.send('/v1/cases/next', {}));
      if (next?.found === 'case') {
        await rule(who, next.case, ruled);
        continue;
      }
      const page = await answerOf<CasePage>(await who.get('/v1/cases?state=leased&limit=200'));
      if (page === null) continue;
      const mine = page.cases.filter((one) => one.mine);
      for (const one of mine) await rule(who, one, ruled);
      if (mine.length === 0 && page.cases.length === 0) return;
      await sleep(100);
    } catch (error) {
      // nobody answers: the server was killed
      if (!(error instanceof TypeError)) throw error;
      await sleep(50);
    }
  }
  throw new Error('the queue was not empty in time');
}

async function rule(who: Person, { id, version }: CaseSummary, ruled: (id: string) => void): Promise<void> {
  const body = { version, measures: ['no_violation'], policy: POLICY, reason: 'nothing was seen' };
  const answer = await answerOf<{ ruling: { id: string } }>(await who.send(`/v1/cases/${id}/rulings`, body));
  if (answer !== null) ruled(answer.ruling.id);
}

/** null where it was refused because of what happened meanwhile, or Kith could not now. */
async function answerOf<T>(response: Response): Promise<T | null> {
  const text = await response.text();
  if (response.status === 200 || response.status === 201) return JSON.parse(text);
  assert.ok([409, 429, 503].includes(response.status), `${response.status} ${text}`);
  return null;
}
