import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { receipt, receipts } from '@kith/contract';
import { type Running, runKith } from '../testing/kith.ts';

let kith: Running;
before(async () => {
  kith = await runKith();
});
after(() => kith.end());

let made = 0;
/** A valid event that nobody sent before. */
const message = (actor = 'ann', other = 'ben') => ({
  id: `e${++made}`,
  type: 'message.sent',
  data: { actor, other, message: `m${made}` },
});
const ndjson = { 'content-type': 'application/x-ndjson' };

/** Receipts of an array, in order, checked against the contract. */
async function tellAll(events: readonly unknown[], headers = {}) {
  const response = await kith.post('/v1/events', events, headers);
  assert.equal(response.status, 200);
  return receipts.parse(await response.json()).results;
}

async function tellLines(body: string) {
  const response = await kith.post('/v1/events', body, ndjson);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^application\/x-ndjson/);
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => receipt.parse(JSON.parse(line)));
}

async function problemOf(response: Response): Promise<{ status: number; code: string; field?: string }> {
  const { error } = (await response.json()) as { error: { code: string; message: string; field?: string } };
  assert.ok(error.message.length > 5);
  return { status: response.status, code: error.code, ...(error.field !== undefined && { field: error.field }) };
}

const count = async (): Promise<number> => {
  const metrics = await (await kith.get('/metrics')).text();
  return Number(/kith_receipts_total\{status="accepted"\} (\d+)/.exec(metrics)?.[1]);
};

describe('one event', () => {
  it('gets its decision, and again the same one', async () => {
    const event = message();
    const first = receipt.parse(await (await kith.post('/v1/events', event)).json());
    assert.ok(first.status === 'accepted' && first.id === event.id);
    assert.equal(first.decision.outcome, 'block');
    const second = receipt.parse(await (await kith.post('/v1/events', event)).json());
    assert.deepEqual(second, { ...first, status: 'duplicate' });
  });

  it('may come as CloudEvents do', async () => {
    const event = { specversion: '1.0', source: '/chat', datacontenttype: 'application/json', ...message() };
    const response = await kith.post('/v1/events', event, { 'content-type': 'application/cloudevents+json' });
    assert.equal(response.status, 200);
    const batch = await tellAll([event, message()], { 'content-type': 'application/cloudevents-batch+json' });
    assert.deepEqual(
      batch.map((r) => r.status),
      ['duplicate', 'accepted'],
    );
  });

  it('with a quotation mark in its id gets it back whole', async () => {
    for (const id of ['"', '\\', 'é"\\u0000', '😀', '</script>']) {
      const answer = receipt.parse(await (await kith.post('/v1/events', { ...message(), id })).json());
      assert.equal(answer.id, id);
    }
  });

  it('with a time from the future is refused at that field', async () => {
    const event = { ...message(), time: '2090-01-01T00:00:00Z' };
    assert.deepEqual(await problemOf(await kith.post('/v1/events', event)), {
      status: 400,
      code: 'invalid_field',
      field: 'time',
    });
  });
});

describe('every invalid fixture', () => {
  const folder = new URL('../../../conformance/events/', import.meta.url);
  const expected: Record<string, { code: string; field?: string }> = JSON.parse(
    readFileSync(new URL('invalid.expected.json', folder), 'utf8'),
  );
  const names = readdirSync(folder).filter((name) => name.startsWith('invalid_'));
  assert.ok(names.length > 60);

  for (const name of names) {
    const body = readFileSync(new URL(name, folder), 'utf8');
    it(`is refused with its field named: ${name}`, async () => {
      const before = await count();
      const wanted = expected[name];
      assert.ok(wanted !== undefined);
      // a list at the top is an array of events here
      if (!Array.isArray(JSON.parse(body))) {
        assert.deepEqual(await problemOf(await kith.post('/v1/events', body)), { status: 400, ...wanted });
      }
      const [first, second] = await tellAll([JSON.parse(body), message()]);
      assert.ok(first?.status === 'rejected');
      assert.deepEqual({ code: first.error.code, field: first.error.field }, { field: undefined, ...wanted });
      assert.equal(second?.status, 'accepted');
      assert.equal(await count(), before + 1);
    });
  }
});

describe('an array', () => {
  it('is answered in order, and its good lines count', async () => {
    const [a, b, c] = [message(), message(), message()];
    const answers = await tellAll([a, null, b, { id: 'x', type: 'message.sent' }, 5, [], a, c]);
    assert.deepEqual(
      answers.map((r) => [r.status, r.id]),
      [
        ['accepted', a.id],
        ['rejected', undefined],
        ['accepted', b.id],
        ['rejected', 'x'],
        ['rejected', undefined],
        ['rejected', undefined],
        ['duplicate', a.id],
        ['accepted', c.id],
      ],
    );
  });

  it('of none is answered with none, of 1,000 with 1,000, of more not at all', async () => {
    assert.deepEqual(await tellAll([]), []);
    const events = Array.from({ length: 1000 }, (_, i) => message(`a${i}`, `b${i}`));
    const answers = await tellAll(events);
    assert.deepEqual(
      answers.map((r) => r.id),
      events.map((e) => e.id),
    );
    const before = await count();
    const many = await kith.post('/v1/events', [...events.map(() => message()), message()]);
    assert.deepEqual(await problemOf(many), { status: 413, code: 'too_many_events' });
    assert.equal(await count(), before);
  });

  it('is decided in its order: who is blocked in one line is blocked in the next', async () => {
    const pair = { actor: 'order-a', other: 'order-b' };
    const adult = (actor: string) => ({
      id: `adult-${actor}`,
      type: 'account.created',
      data: { actor, age: { band: 'adult' } },
    });
    const answers = await tellAll([
      adult('order-a'),
      adult('order-b'),
      message('order-b', 'order-a'),
      { id: 'order-1', type: 'account.blocked', data: pair },
      message('order-b', 'order-a'),
      { id: 'order-2', type: 'account.unblocked', data: pair },
      message('order-b', 'order-a'),
    ]);
    const outcomes = answers.map((r) => (r.status === 'rejected' ? r.error.code : r.decision.outcome));
    assert.deepEqual(outcomes, ['allow', 'allow', 'allow', 'allow', 'block', 'allow', 'allow']);
  });
});

describe('many clients at once', () => {
  it('each have their events decided in the order they sent them, one at a time, in arrays and as lines', async () => {
    const pieces = [1, 400, 1, 1, 90, 700, 2, 1, 300];
    const client = async (c: number) => {
      const [a, b] = [`client-${c}-a`, `client-${c}-b`];
      const known = [a, b].map((actor) => ({
        id: `known-${actor}`,
        type: 'account.created',
        data: { actor, age: { band: 'adult' } },
      }));
      await tellAll(known);
      // a message, a block, a message, the block lifted, and again
      const turns = [
        () => message(b, a),
        () => ({ id: `o${++made}`, type: 'account.blocked', data: { actor: a, other: b } }),
        () => message(b, a),
        () => ({ id: `o${++made}`, type: 'account.unblocked', data: { actor: a, other: b } }),
      ];
      const events = Array.from({ length: pieces.reduce((x, y) => x + y, 0) }, (_, i) => turns[i % turns.length]());
      const outcomes: string[] = [];
      let at = 0;
      for (const [i, size] of pieces.entries()) {
        const some = events.slice(at, at + size);
        at += size;
        const one = size === 1 && i % 2 === 0;
        const answers = one
          ? [receipt.parse(await (await kith.post('/v1/events', some[0])).json())]
          : i % 3 === 0
            ? await tellLines(some.map((event) => JSON.stringify(event)).join('\n'))
            : await tellAll(some);
        outcomes.push(...answers.map((r) => (r.status === 'rejected' ? r.error.code : r.decision.outcome)));
      }
      assert.deepEqual(
        outcomes,
        events.map((_, i) => (i % 4 === 2 ? 'block' : 'allow')),
      );
    };
    await Promise.all(Array.from({ length: 12 }, (_, c) => client(c)));
  });
});

describe('NDJSON', () => {
  it('of 10,000 lines, some of them broken, is answered line by line in order', async () => {
    const before = await count();
    const lines: string[] = [];
    const expected: string[] = [];
    for (let i = 0; i < 10_000; i++) {
      const kind = i % 50;
      if (kind === 7) lines.push('{"id":');
      else if (kind === 19) lines.push('"\ud83d\ude00"');
      else if (kind === 31) lines.push(`{"id":"${i}","type":"message.sent","data":{}}`);
      else if (kind === 43) lines.push(JSON.stringify({ ...message(), source: 'x'.repeat(70_000) }));
      else lines.push(JSON.stringify(message(`n${i % 97}`, `o${i % 89}`)));
      expected.push({ 7: 'not_json', 19: 'not_an_object', 31: 'missing_field', 43: 'too_large' }[kind] ?? 'accepted');
    }
    const answers = await tellLines(lines.join('\n'));
    assert.deepEqual(
      answers.map((r) => (r.status === 'rejected' ? r.error.code : r.status)),
      expected,
    );
    const ids = lines.flatMap((line, i) => (expected[i] === 'accepted' ? [JSON.parse(line).id] : []));
    assert.deepEqual(
      answers.flatMap((r) => (r.status === 'accepted' ? [r.id] : [])),
      ids,
    );
    assert.equal(await count(), before + ids.length);
  });

  it('may have blank lines, a last line without an end, and lines that end as on Windows', async () => {
    const [a, b] = [message(), message()];
    const answers = await tellLines(`\n \r\n${JSON.stringify(a)}\r\n\n${JSON.stringify(b)}`);
    assert.deepEqual(
      answers.map((r) => r.id),
      [a.id, b.id],
    );
    assert.deepEqual(await tellLines(''), []);
  });

  it('of more than 10,000 lines ends with a line that says so, and the first 10,000 count', async () => {
    const lines = Array.from({ length: 25_000 }, () => JSON.stringify(message()));
    const answers = await tellLines(lines.join('\n'));
    assert.equal(answers.length, 10_001);
    assert.ok(answers.slice(0, 10_000).every((r) => r.status === 'accepted'));
    const last = answers.at(-1);
    assert.ok(last?.status === 'rejected' && last.error.code === 'too_many_events');
  });

  it('that is not UTF-8 in one line loses only that line', async () => {
    const [a, b] = [message(), message()];
    const body = Buffer.concat([
      Buffer.from(`${JSON.stringify(a)}\n{"id":"`),
      Buffer.from([0xff, 0xfe, 0xc0]),
      Buffer.from(`"}\n${JSON.stringify(b)}\n`),
    ]);
    const response = await fetch(`${kith.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${kith.key}`, ...ndjson },
      body,
    });
    const answers = (await response.text())
      .trim()
      .split('\n')
      .map((line) => receipt.parse(JSON.parse(line)));
    assert.deepEqual(
      answers.map((r) => (r.status === 'rejected' ? r.error.code : r.status)),
      ['accepted', 'not_utf8', 'accepted'],
    );
  });

  it('is answered as it comes: a client may wait for an answer before it sends more', async () => {
    const request = http.request(`${kith.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${kith.key}`, ...ndjson },
    });
    const responded = new Promise<http.IncomingMessage>((resolve) => request.on('response', resolve));
    const [a, b] = [message(), message()];
    request.write(`${JSON.stringify(a)}\n`);
    const response = await responded;
    const answers = response[Symbol.asyncIterator]();
    const next = async () => receipt.parse(JSON.parse(String((await answers.next()).value)));
    assert.equal((await next()).id, a.id);
    request.write(`${JSON.stringify(b)}\n`);
    assert.equal((await next()).id, b.id);
    request.end();
    assert.equal((await answers.next()).done, true);
  });

  it('of a client that hangs up midway counts as far as it came, and hurts nobody', async () => {
    const before = await count();
    const first = message();
    const request = http.request(`${kith.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${kith.key}`, ...ndjson },
    });
    request.on('error', () => {});
    const responded = new Promise<http.IncomingMessage>((resolve) => request.on('response', resolve));
    request.write(`${JSON.stringify(first)}\n`);
    const response = await responded;
    response.on('error', () => {});
    await new Promise((resolve) => response.once('data', resolve));
    request.write('{"id":"half a li');
    request.destroy();
    const [again] = await tellAll([first]);
    assert.equal(again?.status, 'duplicate');
    assert.equal(await count(), before + 1);
    // its memory is given back: see the bodies of as many requests as there would be room for
    for (let i = 0; i < 200; i++) {
      const gone = http.request(`${kith.url}/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${kith.key}`, ...ndjson, expect: '100-continue' },
      });
      gone.on('error', () => {});
      await new Promise((resolve) => {
        gone.on('continue', () => {
          gone.write('{"id":');
          gone.destroy();
        });
        gone.on('close', resolve);
      });
    }
    assert.equal((await tellLines(JSON.stringify(message())))[0]?.status, 'accepted');
  });
});

describe('a body', () => {
  it('that is no event is refused with a clear problem', async () => {
    const wrong: [unknown, Record<string, string>, { status: number; code: string }][] = [
      ['', {}, { status: 400, code: 'empty_body' }],
      [' \n ', {}, { status: 400, code: 'empty_body' }],
      ['{', {}, { status: 400, code: 'not_json' }],
      ['[1,]', {}, { status: 400, code: 'not_json' }],
      ['NaN', {}, { status: 400, code: 'not_json' }],
      ['null', {}, { status: 400, code: 'not_an_object' }],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, { status: 200, code: '' }],
      ['{}', { 'content-encoding': 'gzip' }, { status: 415, code: 'unsupported_type' }],
      ['{}', { ...ndjson, 'content-encoding': 'br' }, { status: 415, code: 'unsupported_type' }],
      ['{', { 'content-encoding': 'Identity' }, { status: 400, code: 'not_json' }],
      ['{}', { 'content-type': 'text/plain' }, { status: 415, code: 'unsupported_type' }],
      ['{}', { 'content-type': 'application/xml' }, { status: 415, code: 'unsupported_type' }],
      ['{}', { 'content-type': 'multipart/form-data; boundary=x' }, { status: 415, code: 'unsupported_type' }],
      [`{"id":"${'x'.repeat(1024 * 1024)}"}`, {}, { status: 413, code: 'too_large' }],
      [`[${' '.repeat(8 * 1024 * 1024)}]`, {}, { status: 413, code: 'too_large' }],
    ];
    for (const [body, headers, { status, code }] of wrong) {
      const response = await kith.post('/v1/events', body, headers);
      if (code === '') assert.equal(response.status, status);
      else assert.deepEqual(await problemOf(response), { status, code }, String(body).slice(0, 40));
    }
  });

  it('that is deep, or has huge numbers, doubled keys or __proto__, does no harm', async () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const event = JSON.stringify(message());
    const bodies = [
      deep,
      event.replace('"data":{', `"data":{"x":${deep},`),
      event.replace('"type"', '"time":1e999,"type"'),
      event.replace('"id":', '"specversion":1.0E+400,"id":'),
      event.replace('{"actor"', '{"actor":{"__proto__":{"actor":"x"}},"actor"').replace('"other":"ben"', '"other":7'),
      event.replace('"data":{', '"data":{"constructor":{"prototype":{"admin":true}},'),
    ];
    for (const body of bodies) {
      const { status } = await problemOf(await kith.post('/v1/events', body));
      assert.equal(status, 400, body.slice(0, 60));
    }
    assert.equal(Reflect.get({}, 'admin'), undefined);
    // of doubled keys the last one is what was said: it is validated and used
    const doubled = event.replace('{"id":', '{"id":"first","id":');
    const answer = receipt.parse(await (await kith.post('/v1/events', doubled)).json());
    assert.equal(answer.id, JSON.parse(event).id);
  });
});
