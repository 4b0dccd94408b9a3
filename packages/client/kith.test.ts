import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BATCH_BYTES_MAX, Kith, KithError, type KithOptions, type NewEvent } from './index.ts';
import {
  type BadServer,
  badServer,
  cutShort,
  decision,
  eventsOf,
  json,
  kith,
  reset,
  silence,
} from './testing/server.ts';

const KEY = 'kith_test_secret';

/** A client that doesn't really wait, and the waits that it would have made. */
function client(server: BadServer, options: Partial<KithOptions> = {}) {
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  return { kith: new Kith({ url: server.url, key: KEY, random: () => 1, wait, ...options }), waits };
}

const message = (actor = 'ada', text = 'hello'): NewEvent => ({
  type: 'message.sent',
  data: { actor, other: 'bo', message: 'm1', text },
});

const code = (expected: string) => (error: unknown) => {
  assert.ok(error instanceof KithError, String(error));
  assert.equal(error.code, expected);
  assert.ok(!JSON.stringify([error.message, error.problem, error.stack]).includes(KEY), 'the key must not be told');
  return true;
};

test('one event gives its receipt with the decision', async () => {
  await using server = await badServer(kith);
  const receipt = await client(server).kith.tell({ ...message(), id: 'e1', time: '2026-11-23T10:00:00Z' });
  assert.deepEqual(receipt, { status: 'accepted', id: 'e1', decision });
  assert.equal(server.seen[0]?.method, 'POST');
  assert.equal(server.seen[0]?.path, '/v1/events');
  assert.equal(server.seen[0]?.authorization, `Bearer ${KEY}`);
});

test('an event that says no id and no time gets both, and keeps them on every try', async () => {
  await using server = await badServer(json(503, {}), reset, cutShort, kith);
  const { kith: it, waits } = client(server);
  const receipt = await it.tell(message());
  assert.equal(server.seen.length, 4);
  assert.equal(new Set(server.seen.map((s) => s.body)).size, 1);
  const [event] = eventsOf(server.seen[0] ?? assert.fail());
  assert.equal(receipt.id, event?.id);
  assert.match(event?.id ?? '', /^[0-9a-f-]{36}$/);
  assert.ok(Date.parse(event?.time ?? '') > 0);
  assert.deepEqual(waits, [200, 400, 800]);
});

test('a problem that names its field is said without naming it twice', async () => {
  const error = { code: 'missing_field', message: 'data.other is missing', field: 'data.other' };
  await using server = await badServer(json(400, { error }));
  await assert.rejects(client(server).kith.tell(message()), { message: 'data.other is missing' });
});

test('a refused event throws with the problem and its field', async () => {
  await using server = await badServer(kith);
  await assert.rejects(client(server).kith.tell(message('bad')), (error) => {
    code('invalid')(error);
    assert.equal((error as KithError).problem?.field, 'data.other');
    assert.equal((error as KithError).message, 'data.other: no such thing');
    return true;
  });
  assert.equal(server.seen.length, 1);
});

test('many events give one receipt each in order, and a refused one does not stop the others', async () => {
  await using server = await badServer(kith);
  const receipts = await client(server).kith.tell([message('ada'), message('bad'), message('cy')]);
  assert.deepEqual(
    receipts.map((r) => r.status),
    ['accepted', 'rejected', 'accepted'],
  );
});

test('no events ask nothing of Kith', async () => {
  await using server = await badServer(kith);
  assert.deepEqual(await client(server).kith.tell([]), []);
  assert.equal(server.seen.length, 0);
});

test('more than 1,000 events are sent in several requests, one after the other, in order', async () => {
  await using server = await badServer(kith);
  const events = Array.from({ length: 2001 }, (_, i) => ({ ...message(), id: `e${i}` }));
  const receipts = await client(server).kith.tell(events);
  assert.deepEqual(
    receipts.map((r) => r.id),
    events.map((e) => e.id),
  );
  assert.deepEqual(
    server.seen.map((s) => eventsOf(s).length),
    [1000, 1000, 1],
  );
});

test('a request never has more bytes than the limit', async () => {
  await using server = await badServer(kith);
  // three bytes a character in UTF-8
  const events = Array.from({ length: 50 }, () => message('ada', '€'.repeat(20_000)));
  assert.equal((await client(server).kith.tell(events)).length, 50);
  assert.ok(server.seen.length > 1);
  for (const { body } of server.seen) assert.ok(Buffer.byteLength(body) <= BATCH_BYTES_MAX);
});

test('an event larger than any request is refused before anything is sent', async () => {
  await using server = await badServer(kith);
  const events = [message(), message('ada', 'x'.repeat(BATCH_BYTES_MAX))];
  await assert.rejects(client(server).kith.tell(events), code('event_too_large'));
  assert.equal(server.seen.length, 0);
});

test('a failure in a later request says which events were answered', async () => {
  await using server = await badServer(kith, json(403, { error: { code: 'scope', message: 'this key may not tell' } }));
  const events = Array.from({ length: 1500 }, (_, i) => ({ ...message(), id: `e${i}` }));
  await assert.rejects(client(server).kith.tell(events), (error) => {
    code('scope')(error);
    assert.equal((error as KithError).status, 403);
    assert.equal((error as KithError).receipts.length, 1000);
    return true;
  });
});

for (const status of [408, 429, 500, 502, 503, 504]) {
  test(`${status} is tried again`, async () => {
    await using server = await badServer(json(status, {}), kith);
    await client(server).kith.tell(message());
    assert.equal(server.seen.length, 2);
  });
}

for (const status of [400, 401, 403, 404, 409, 413, 415, 422]) {
  test(`${status} is not tried again`, async () => {
    await using server = await badServer(json(status, { error: { code: 'some_code', message: 'because' } }));
    await assert.rejects(client(server).kith.tell(message()), code('some_code'));
    assert.equal(server.seen.length, 1);
  });
}

test('an error page of a proxy is an error with a stable code', async () => {
  const page =
    (status: number) =>
    (_: unknown, response: import('node:http').ServerResponse): void => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Oops</h1>');
    };
  await using server = await badServer(page(502), page(200), page(418));
  const { kith: it } = client(server, { retries: 0 });
  await assert.rejects(it.tell(message()), code('unavailable'));
  await assert.rejects(it.tell(message()), code('bad_answer'));
  await assert.rejects(it.tell(message()), code('refused'));
});

test('it gives up after the stated number of tries', async () => {
  await using server = await badServer(json(503, { error: { code: 'overloaded', message: 'come back later' } }));
  const { kith: it, waits } = client(server, { retries: 3 });
  await assert.rejects(it.tell(message()), code('overloaded'));
  assert.equal(server.seen.length, 4);
  assert.deepEqual(waits, [200, 400, 800]);
});

test('the wait between tries has full jitter', async () => {
  await using server = await badServer(json(503, {}));
  const randoms = [0, 0.5, 0.25];
  const { kith: it, waits } = client(server, { retries: 3, random: () => randoms.shift() ?? assert.fail() });
  await assert.rejects(it.tell(message()), code('unavailable'));
  assert.deepEqual(waits, [0, 200, 200]);
});

test('Retry-After is waited for, in seconds or as a date', async () => {
  const date = new Date(Date.now() + 40_000).toUTCString();
  await using server = await badServer(
    json(429, {}, { 'retry-after': '7' }),
    json(503, {}, { 'retry-after': date }),
    kith,
  );
  const { kith: it, waits } = client(server);
  await it.tell(message());
  assert.equal(waits[0], 7000);
  assert.ok((waits[1] ?? 0) > 7000 && (waits[1] ?? 0) <= 40_000, `waited ${waits[1]}`);
});

test('a Retry-After that is too long is the caller’s to decide about', async () => {
  await using server = await badServer(json(503, {}, { 'retry-after': '3600' }), kith);
  await assert.rejects(client(server).kith.tell(message()), code('unavailable'));
  assert.equal(server.seen.length, 1);
});

test('a server that does not answer is given up after the timeout', async () => {
  await using server = await badServer(silence);
  // tries are counted here: the server may be too slow to see one before it is given up
  let tries = 0;
  const counted: typeof fetch = (...call) => {
    tries++;
    return fetch(...call);
  };
  const { kith } = client(server, { timeout_ms: 30, retries: 1, fetch: counted });
  await assert.rejects(kith.tell(message()), code('timeout'));
  assert.equal(tries, 2);
});

test('an address where nobody listens is unreachable', async () => {
  const server = await badServer(kith);
  await server[Symbol.asyncDispose]();
  await assert.rejects(client(server, { retries: 1 }).kith.tell(message()), code('unreachable'));
});

test('a call can be aborted while it waits for an answer, and between tries', async () => {
  const aborter = new AbortController();
  await using server = await badServer(() => aborter.abort());
  await assert.rejects(client(server).kith.tell(message(), { signal: aborter.signal }), code('aborted'));
  assert.equal(server.seen.length, 1);

  const between = new AbortController();
  await using failing = await badServer(json(503, {}));
  const random = () => {
    between.abort();
    return 1;
  };
  const it = new Kith({ url: failing.url, key: KEY, random });
  await assert.rejects(it.tell(message(), { signal: between.signal }), code('aborted'));
  assert.equal(failing.seen.length, 1);
});

test('a redirect is refused, and the event goes nowhere else', async () => {
  await using elsewhere = await badServer(kith);
  await using server = await badServer(json(307, {}, { location: `${elsewhere.url}/v1/events` }));
  await assert.rejects(client(server).kith.tell(message()), code('redirected'));
  assert.equal(elsewhere.seen.length, 0);
});

test('an answer with too few, foreign or shuffled receipts is refused', async () => {
  const accepted = (id: string) => ({ status: 'accepted', id, decision });
  for (const results of [[accepted('e1')], [accepted('e2'), accepted('e1')], [accepted('x'), accepted('e2')], 'no']) {
    await using server = await badServer(json(200, { results }));
    const events = [
      { ...message(), id: 'e1' },
      { ...message(), id: 'e2' },
    ];
    await assert.rejects(client(server).kith.tell(events), code('bad_answer'));
  }
});

test('asking about an event gives the decision, about candidates an answer each', async () => {
  const answers = [{ account: 'bo', outcome: 'block', reason: { code: 'not_suggested', words: 'a child' } }];
  await using server = await badServer(json(200, { decision }), json(200, { answers, policy: 'p1' }));
  const { kith: it } = client(server);
  const would = await it.ask({ question: 'event', event: message() });
  assert.equal(would.decision.outcome, 'allow');
  const suggest = await it.ask({ question: 'suggest', viewer: 'ada', candidates: ['bo'] });
  assert.equal(suggest.answers[0]?.outcome, 'block');
  assert.deepEqual(
    server.seen.map((s) => `${s.method} ${s.path}`),
    ['POST /v1/decisions', 'POST /v1/decisions'],
  );
  assert.match(JSON.parse(server.seen[0]?.body ?? '').event.id, /^[0-9a-f-]{36}$/);
});

test('accounts and contacts are looked up by identifiers of any form', async () => {
  await using server = await badServer(json(200, { known: false }));
  const { kith: it } = client(server);
  await it.account('urn:a/b?c#d é');
  await it.contact('a/..', '%2F');
  assert.deepEqual(
    server.seen.map((s) => `${s.method} ${s.path}`),
    ['GET /v1/accounts/urn%3Aa%2Fb%3Fc%23d%20%C3%A9', 'GET /v1/contacts/a%2F../%252F'],
  );
  await assert.rejects(it.account('..'), code('bad_id'));
});

test('options that cannot work are refused at once', () => {
  const options = { url: 'https://kith.example', key: KEY };
  for (const bad of [
    { url: 'kith.example' },
    { url: 'ftp://kith.example' },
    { url: 'https://user:password@kith.example' },
    { key: '' },
    { key: 'with\nnewline' },
    { timeout_ms: 0 },
    { retries: -1 },
    { retries: 1.5 },
  ]) {
    assert.throws(() => new Kith({ ...options, ...bad }), code('bad_options'));
  }
});

test('an address with a path and a slash works', async () => {
  await using server = await badServer(kith);
  await new Kith({ url: `${server.url}/safety/`, key: KEY }).tell(message());
  assert.equal(server.seen[0]?.path, '/safety/v1/events');
});

test('a link to the report form is asked for as the platform names who reports whom, and anything else is no answer', async () => {
  const link = { url: 'https://kith.example.com/report/start/x', expires: '2026-11-26T10:00:00.000Z' };
  await using server = await badServer(json(503, {}), json(200, link), json(200, { link }));
  const { kith: it } = client(server);
  const asked = { reporter: 'ada', about: 'bo', message: 'm1', language: 'cy', child: true };
  assert.deepEqual(await it.reportLink(asked), link);
  assert.deepEqual(
    server.seen.map(({ method, path, body }) => [method, path, JSON.parse(body)]),
    Array.from({ length: 2 }, () => ['POST', '/v1/report-links', asked]),
  );
  await assert.rejects(it.reportLink(asked), code('bad_answer'));
});
