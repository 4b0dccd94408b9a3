/**
 * Bodies that are nearly right, over several connections to a real server on either store: none may be answered with a 5xx
 * other than 503, and none may change anything. Those that are right by luck may change something, and get no 5xx either.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { question, receipt, receipts } from '@kith/contract';
import { compilePolicy } from '@kith/engine';
import { Client } from 'undici';
import { type DatabaseKind, databases, migratedDatabase } from '../ground/testing/records.ts';
import { digestOf, openPostgresStore, openResidentStore, type StoreDuties } from '../knowledge/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { createMessageReader, loadShippedReader } from '../signals/index.ts';
import { runKith } from '../testing/kith.ts';
import { Refused, readTold } from './read.ts';
import { Mutator, randomFrom } from './testing/mutate.ts';

const reader = loadShippedReader();
const texts = createMessageReader(() => reader, null);

/** How many each store gets. Most are refused before the store is asked: PostgreSQL's are others, after the first ones. */
const BODIES: Readonly<Record<DatabaseKind, number>> = { SQLite: 100_000, PostgreSQL: 25_000 };
const SEEDS: Readonly<Record<DatabaseKind, number>> = { SQLite: 20_261_123, PostgreSQL: 20_261_127 };
const CONNECTIONS = 8;
/** Of those that are right by luck so many are sent. */
const LUCKY_MAX = 2_000;

const fixtures = new URL('../../../conformance/events/', import.meta.url);
const decoder = new TextDecoder('utf-8', { fatal: true });

type Kind = 'one' | 'array' | 'lines' | 'question';
interface Sent {
  kind: Kind;
  body: Buffer;
}
const targets: Record<Kind, { path: string; type: string }> = {
  one: { path: '/v1/events', type: 'application/json' },
  array: { path: '/v1/events', type: 'application/json' },
  lines: { path: '/v1/events', type: 'application/x-ndjson' },
  question: { path: '/v1/decisions', type: 'application/json' },
};

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

/** Whether anything in a body is right, by the contract alone: then it says nothing about bad input. */
function hasGood(kind: Kind, body: Buffer): boolean {
  const isGood = (value: unknown) => !(readTold(value, Date.now(), texts) instanceof Refused);
  if (kind === 'question') return question.safeParse(parsed(body)).success;
  if (kind === 'lines') return splitLines(body).some((line) => isGood(parsed(line)));
  const value = parsed(body);
  return Array.isArray(value) ? value.some(isGood) : isGood(value);
}

function splitLines(body: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from <= body.length; ) {
    const end = body.indexOf(0x0a, from);
    lines.push(body.subarray(from, end < 0 ? body.length : end));
    if (end < 0) break;
    from = end + 1;
  }
  return lines;
}

/** Valid bodies to start from. */
async function bodies(): Promise<[Kind, Buffer][]> {
  const names = (await readdir(fixtures)).filter((name) => name.startsWith('valid_'));
  const events = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(new URL(name, fixtures), 'utf8'))),
  );
  const questions = [
    { question: 'event', event: events[0] },
    { question: 'suggest', viewer: 'a', candidates: ['b', 'c'] },
    { question: 'connections', viewer: 'a', owner: 'b', candidates: ['c'] },
    { question: 'location', viewer: 'a', candidates: ['b'] },
  ];
  return [
    ...events.map((event): [Kind, Buffer] => ['one', Buffer.from(JSON.stringify(event))]),
    // arrays and lines of one event: one good event among several would not be bad input
    ...events.map((event): [Kind, Buffer] => ['array', Buffer.from(JSON.stringify([event]))]),
    ...events.map((event): [Kind, Buffer] => ['lines', Buffer.from(`${JSON.stringify(event)}\n`)]),
    ...questions.flatMap((q) =>
      Array.from({ length: 10 }, (): [Kind, Buffer] => ['question', Buffer.from(JSON.stringify(q))]),
    ),
  ];
}

const duties: StoreDuties = {
  policy: () => compilePolicy(loadShippedPolicy()),
  outbox: () => [],
  failed: (error) => assert.fail(error),
  struggling: (_, cause) => assert.fail(String(cause)),
};

/** What is known and how many events were counted, where no Kith runs. */
async function known(folder: string, url: string | null) {
  const store = await (url === null ? openResidentStore({ folder, duties }) : openPostgresStore({ url, duties }));
  const digest = await digestOf(store.rows());
  const { events } = await store.status();
  await store.close();
  return { ...digest, events };
}

/** Sends a body, which must not fail. */
async function tell(client: Client, key: string, { kind, body }: Sent) {
  const { path, type } = targets[kind];
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  const response = await client.request({ method: 'POST', path, headers, body });
  const status = response.statusCode;
  const text = await response.body.text();
  const said = `${status} to ${kind} ${JSON.stringify(body.toString().slice(0, 300))}: ${text.slice(0, 300)}`;
  assert.ok(status < 500 || status === 503, said);
  return { kind, status, text, said };
}

/** What an answer says is wrong, by line; null for a line that was taken. */
function problemsIn({ kind, status, text }: Pick<Awaited<ReturnType<typeof tell>>, 'kind' | 'status' | 'text'>) {
  if (status !== 200) return [JSON.parse(text).error];
  const lines = text.split('\n').filter((line) => line !== '');
  const all =
    kind === 'lines' ? lines.map((line) => receipt.parse(JSON.parse(line))) : receipts.parse(JSON.parse(text)).results;
  return all.map((line) => (line.status === 'rejected' ? line.error : null));
}

for (const database of databases) {
  const wanted = BODIES[database];
  test(`${wanted} mutated bodies: no 5xx but 503, nothing changed, every problem named (${database})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-bad-input-'));
    const postgres = database === 'PostgreSQL' ? await migratedDatabase('bad-input') : null;
    const where = { folder, ...(postgres !== null && { databaseUrl: postgres.url, keepKeys: join(folder, 'keys') }) };
    const right = await bodies();
    const first = await runKith(where);
    for (const [kind, body] of right) {
      if (kind === 'one') assert.equal((await first.post('/v1/events', body.toString())).status, 200);
    }
    await first.end();
    const before = await known(folder, postgres?.url ?? null);
    assert.ok(before.events > 0 && before.accounts > 0);

    const kith = await runKith(where);
    const codes = new Map<string, number>();
    const count = (code: string) => codes.set(code, (codes.get(code) ?? 0) + 1);
    const mutator = new Mutator(randomFrom(SEEDS[database]));
    const lucky: Sent[] = [];
    let sent = 0;

    /** A body in which nothing is right. */
    function next(): Sent {
      for (;;) {
        const [kind, valid] = mutator.oneOf(right);
        const body = mutator.mutate(valid);
        if (!hasGood(kind, body)) return { kind, body };
        if (lucky.length < LUCKY_MAX) lucky.push({ kind, body });
      }
    }

    async function connection(): Promise<void> {
      const client = new Client(kith.url);
      while (sent++ < wanted) {
        const answer = await tell(client, kith.key, next());
        const { said } = answer;
        for (const problem of problemsIn(answer)) {
          assert.ok(problem !== null, said);
          assert.ok(typeof problem.code === 'string' && typeof problem.message === 'string', said);
          count(problem.code);
        }
      }
      await client.close();
    }

    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    await kith.end();
    assert.deepEqual(await known(folder, postgres?.url ?? null), before);
    assert.doesNotMatch(kith.logged(), /"level":"(error|fatal)"/);
    // it was not all refused for the same reason
    assert.ok([...codes.values()].filter((n) => n > wanted / 200).length >= 5, JSON.stringify([...codes]));

    assert.ok(lucky.length > 100, `${lucky.length} were right`);
    const last = await runKith(where);
    const client = new Client(last.url);
    for (const body of lucky) await tell(client, last.key, body);
    await client.close();
    await last.end();
    assert.doesNotMatch(last.logged(), /"level":"(error|fatal)"/);
    await rm(folder, { recursive: true });
    await postgres?.drop();
  });
}
