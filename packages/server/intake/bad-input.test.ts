/**
 * 100,000 bodies that are nearly right, over several connections to a real server: none may be answered with a 5xx other
 * than 503, and none may change anything.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { question, receipt, receipts } from '@kith/contract';
import { compilePolicy } from '@kith/engine';
import { Client } from 'undici';
import { digestOf, openResidentStore } from '../knowledge/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { createMessageReader, loadShippedReader } from '../signals/index.ts';
import { runKith } from '../testing/kith.ts';
import { Refused, readTold } from './read.ts';
import { Mutator, randomFrom } from './testing/mutate.ts';

const reader = loadShippedReader();
const texts = createMessageReader(() => reader, null);

const SEED = 20_261_123;
const BODIES = 100_000;
const CONNECTIONS = 8;

const fixtures = new URL('../../../conformance/events/', import.meta.url);
const decoder = new TextDecoder('utf-8', { fatal: true });

type Kind = 'one' | 'array' | 'lines' | 'question';
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

/** What is known and how many events were counted, of a folder that no Kith runs on. */
async function known(folder: string) {
  const unexpected = (error: Error) => assert.fail(error);
  const duties = { policy: () => compilePolicy(loadShippedPolicy()), outbox: () => [], failed: unexpected };
  const store = await openResidentStore({
    folder,
    duties: { ...duties, struggling: (_, e) => assert.fail(String(e)) },
  });
  const digest = await digestOf(store.rows());
  const { events } = await store.status();
  await store.close();
  return { ...digest, events };
}

test(`${BODIES} mutated bodies: no 5xx but 503, nothing changed, every problem named`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-bad-input-'));
  const right = await bodies();
  const first = await runKith({ folder });
  for (const [kind, body] of right) {
    if (kind === 'one') assert.equal((await first.post('/v1/events', body.toString())).status, 200);
  }
  await first.end();
  const before = await known(folder);
  assert.ok(before.events > 0 && before.accounts > 0);

  const kith = await runKith({ folder });
  const statuses = new Map<number, number>();
  const codes = new Map<string, number>();
  const count = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1);
  const mutator = new Mutator(randomFrom(SEED));
  let sent = 0;

  /** A body in which nothing is right. */
  function next(): { kind: Kind; body: Buffer } {
    for (;;) {
      const [kind, valid] = mutator.oneOf(right);
      const body = mutator.mutate(valid);
      if (!hasGood(kind, body)) return { kind, body };
    }
  }

  async function connection(): Promise<void> {
    const client = new Client(kith.url);
    while (sent++ < BODIES) {
      const { kind, body } = next();
      const { path, type } = targets[kind];
      const headers = { authorization: `Bearer ${kith.key}`, 'content-type': type };
      const response = await client.request({ method: 'POST', path, headers, body });
      const text = await response.body.text();
      const said = `${response.statusCode} to ${kind} ${JSON.stringify(body.toString().slice(0, 300))}: ${text.slice(0, 300)}`;
      count(statuses, response.statusCode);
      assert.ok(response.statusCode < 500 || response.statusCode === 503, said);
      if (response.statusCode === 200) {
        const lines =
          kind === 'lines'
            ? text
                .split('\n')
                .filter((line) => line !== '')
                .map((line) => receipt.parse(JSON.parse(line)))
            : receipts.parse(JSON.parse(text)).results;
        for (const line of lines) {
          assert.ok(line.status === 'rejected', said);
          count(codes, line.error.code);
        }
      } else {
        const { code, message } = JSON.parse(text).error;
        assert.ok(typeof code === 'string' && typeof message === 'string', said);
        count(codes, code);
      }
    }
    await client.close();
  }

  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  await kith.end();
  assert.deepEqual(await known(folder), before);
  assert.doesNotMatch(kith.logged(), /"level":"(error|fatal)"/);
  // it was not all refused for the same reason
  assert.ok([...codes.values()].filter((n) => n > BODIES / 200).length >= 5, JSON.stringify([...codes]));
  await rm(folder, { recursive: true });
});
