import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { receipts } from '@kith/contract';
import { compilePolicy } from '@kith/engine';
import { createApi } from './api.ts';
import type { HttpApp } from './ground/http/index.ts';
import { createKey, KeyRing, scopes } from './ground/keys/index.ts';
import { createLog } from './ground/log/index.ts';
import { StaffDoor } from './ground/staff/index.ts';
import { createTelemetry } from './ground/telemetry/index.ts';
import { Intake } from './intake/index.ts';
import { openResidentStore, type ResidentStore } from './knowledge/index.ts';
import { loadShippedPolicy } from './policy/index.ts';
import { createMessageReader, loadShippedReader } from './signals/index.ts';
import { loadShippedWords } from './words/index.ts';

/** Fewer than the requests of a round have together, so that some are refused. */
const QUEUED_MAX = 100;

let folder: string;
let store: ResidentStore;
let app: HttpApp;
let url: string;
let key: string;
const policy = compilePolicy(loadShippedPolicy());
const reader = loadShippedReader();
const texts = createMessageReader(() => reader, null);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-busy-'));
  const unexpected = (error: unknown) => assert.fail(String(error));
  store = await openResidentStore({
    folder,
    duties: { policy: () => policy, outbox: () => [], failed: unexpected, struggling: (_, e) => unexpected(e) },
  });
  const telemetry = createTelemetry({ clock: Date.now });
  const log = createLog({ level: 'silent' });
  const words = () => loadShippedWords();
  const intake = new Intake({ store, words, texts, telemetry, log, queuedEventsMax: QUEUED_MAX });
  key = (await createKey(store.records.kysely, { name: 'test', scopes }, Date.now())).key;
  const notReady = () => (intake.full ? 'full' : null);
  const keys = new KeyRing(store.records.kysely);
  app = await createApi({
    store,
    intake,
    keys,
    staff: new StaffDoor({ db: store.records.kysely, publicUrl: null, clock: Date.now }),
    telemetry,
    log,
    words,
    texts,
    notReady,
    policy: () => policy,
    reports: null,
    web: false,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
after(async () => {
  await app.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const post = (body: unknown, type = 'application/json') =>
  fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const batch = (name: string, size: number) =>
  Array.from({ length: size }, (_, i) => ({
    id: `${name}-${i}`,
    type: 'message.sent',
    data: { actor: `a${i}`, other: `${name}`, message: `m${i}` },
  }));

describe('a Kith that has as much to do as it can hold', () => {
  it('answers 503 with Retry-After, takes what is sent again, and loses and doubles nothing', async () => {
    const batches = Array.from({ length: 40 }, (_, i) => batch(`batch${i}`, 30));
    let refused = 0;
    let waiting = batches;
    while (waiting.length > 0) {
      const answers = await Promise.all(waiting.map((events) => post(events)));
      const again: typeof batches = [];
      for (const [i, answer] of answers.entries()) {
        const events = waiting[i] ?? [];
        if (answer.status === 503) {
          refused++;
          again.push(events);
          assert.equal(answer.headers.get('retry-after'), '1');
          assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'busy');
          continue;
        }
        const { results } = receipts.parse(await answer.json());
        // refused was refused whole: nothing of it was taken
        assert.deepEqual(
          results.map((r) => [r.id, r.status]),
          events.map((e) => [e.id, 'accepted']),
        );
      }
      waiting = again;
    }
    assert.ok(refused > 0, 'nothing was refused: the test shows nothing');
    assert.equal((await store.status()).events, 40 * 30);
  });

  it('never takes a batch that is larger than its queue, and says so each time', async () => {
    const before = (await store.status()).events;
    assert.equal((await post(batch('large', QUEUED_MAX + 1))).status, 503);
    assert.equal((await store.status()).events, before);
  });

  it('makes NDJSON wait instead, as that has begun to be answered', async () => {
    const before = (await store.status()).events;
    const streams = Array.from({ length: 6 }, (_, s) =>
      batch(`stream${s}`, 2000)
        .map((event) => JSON.stringify(event))
        .join('\n'),
    );
    const answers = await Promise.all(streams.map((body) => post(body, 'application/x-ndjson')));
    let taken = 0;
    for (const answer of answers) {
      if (answer.status === 503) continue;
      const lines = (await answer.text()).trim().split('\n');
      assert.equal(lines.length, 2000);
      assert.ok(lines.every((line) => line.startsWith('{"status":"accepted"')));
      taken += lines.length;
    }
    assert.ok(taken > 0);
    assert.equal((await store.status()).events, before + taken);
  });
});
