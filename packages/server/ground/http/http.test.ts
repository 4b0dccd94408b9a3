import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { openSqliteRecords, type SqliteRecords } from '../database/index.ts';
import { KeyRing } from '../keys/index.ts';
import { createLog } from '../log/index.ts';
import { StaffDoor } from '../staff/index.ts';
import { createTelemetry } from '../telemetry/index.ts';
import { createHttp, type HttpApp } from './app.ts';
import { BODIES_BYTES_MAX, BODY_BYTES_MAX, HEADERS_BYTES_MAX } from './limits.ts';
import { ProblemError, problemStatuses } from './problems.ts';

let folder: string;
let records: SqliteRecords;
let app: HttpApp;
let port: number;
const logged: string[] = [];
const telemetry = createTelemetry({ clock: Date.now });
/** Ends the requests that wait for it. */
let release = () => {};

const doors = () => ({
  keys: new KeyRing(records.kysely),
  staff: new StaffDoor({ db: records.kysely, publicUrl: null, clock: Date.now }),
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-http-'));
  records = await openSqliteRecords(join(folder, 'kith.db'));
  const log = createLog({ level: 'trace', destination: { write: (line) => void logged.push(line) } });
  app = createHttp({ log, ...doors(), telemetry });
  const everyone = { access: { to: 'everyone' } } as const;
  app.route({
    method: 'POST',
    url: '/echo',
    config: everyone,
    schema: {
      body: z.strictObject({ list: z.array(z.int()) }),
      response: { 200: z.strictObject({ sum: z.number() }) },
    },
    handler: async ({ body }) => ({ sum: body.list.reduce((a, b) => a + b, 0) }),
  });
  app.route({
    method: 'GET',
    url: '/fails/:what',
    config: everyone,
    schema: { params: z.strictObject({ what: z.string() }) },
    handler: async () => {
      throw new Error('the cellar is under water', { cause: new SyntaxError('MARKED is not valid JSON') });
    },
  });
  app.route({
    method: 'GET',
    url: '/refuses',
    config: everyone,
    handler: async () => {
      throw new ProblemError('busy', 'later');
    },
  });
  app.route({
    method: 'GET',
    url: '/here',
    config: { access: { to: 'loopback' } },
    handler: async () => 'here',
  });
  app.route({
    method: 'POST',
    url: '/waits',
    config: everyone,
    bodyLimit: BODIES_BYTES_MAX,
    handler: () =>
      new Promise((resolve) => {
        const before = release;
        release = () => {
          before();
          resolve('done');
        };
      }),
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
after(async () => {
  await app.close();
  await records.close();
  await rm(folder, { recursive: true });
});

const post = (path: string, body: BodyInit, type = 'application/json') =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { 'content-type': type }, body });

const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string; field?: string } }).error;

/** What is answered to bytes as they are. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}

describe('a request', () => {
  it('that a schema refuses names the field and never the value', async () => {
    const response = await post('/echo', '{"list":[1,"MARKED"]}');
    assert.equal(response.status, 400);
    const error = await errorOf(response);
    assert.deepEqual([error.code, error.field], ['invalid_field', 'list[1]']);
    assert.ok(!error.message.includes('MARKED'));
  });

  it('has an id of its own, which the sender can not choose', async () => {
    const ask = () =>
      fetch(`http://127.0.0.1:${port}/refuses`, { headers: { 'x-request-id': 'mine', 'request-id': 'mine' } });
    const ids = (await Promise.all([ask(), ask()])).map((r) => r.headers.get('x-request-id'));
    assert.ok(ids.every((id) => id !== null && id !== 'mine'));
    assert.notEqual(ids[0], ids[1]);
  });

  it('that fails for a reason of ours is logged once, under the id that its sender sees', async () => {
    logged.length = 0;
    const response = await fetch(`http://127.0.0.1:${port}/fails/SECRET-NAME`);
    assert.equal(response.status, 500);
    const error = await errorOf(response);
    assert.equal(error.code, 'internal');
    assert.ok(!error.message.includes('cellar'));
    const id = response.headers.get('x-request-id') ?? '';
    assert.ok(error.message.includes(id));
    const lines = logged.filter((line) => line.includes(id));
    assert.equal(lines.length, 1);
    const { level, err, route } = JSON.parse(lines[0] ?? '');
    assert.deepEqual([level, err.message, route], ['error', 'the cellar is under water', '/fails/:what']);
    // a parser's message quotes what it read, and an address names accounts
    assert.ok(!lines[0]?.includes('MARKED') && !lines[0]?.includes('SECRET-NAME'));
  });

  it('that is refused is not logged, and says when to try again where that helps', async () => {
    logged.length = 0;
    const response = await fetch(`http://127.0.0.1:${port}/refuses`);
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '1');
    assert.deepEqual(logged, []);
  });

  it('with a body past its limit is told so, also where no length is given', async () => {
    const large = new Uint8Array(BODY_BYTES_MAX + 1).fill(0x20);
    assert.equal((await errorOf(await post('/echo', large))).code, 'too_large');
    const chunk = `${large.length.toString(16)}\r\n${' '.repeat(large.length)}\r\n0\r\n\r\n`;
    const head = 'POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n';
    assert.match(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk}`), /^HTTP\/1.1 413 /);
    while (app.bodies.taken > 0) await new Promise(setImmediate);
  });

  it('that all together would take more memory than there is for bodies is told to come again', async () => {
    const half = `"${'x'.repeat(BODIES_BYTES_MAX / 2)}"`;
    const first = post('/waits', half);
    while (app.bodies.taken < half.length) await new Promise(setImmediate);
    const second = await post('/waits', half);
    assert.equal(second.status, 503);
    assert.equal((await errorOf(second)).code, 'busy');
    release();
    assert.equal((await first).status, 200);
    // the connection's end gives the memory back
    while (app.bodies.taken > 0) await new Promise(setImmediate);
  });

  it('that is no HTTP, or has too large headers, or too long a path, gets a problem all the same', async () => {
    const wrong: [string, number, string][] = [
      ['not http at all\r\n\r\n', 400, 'bad_request'],
      ['GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'bad_request'],
      [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(HEADERS_BYTES_MAX)}\r\n\r\n`, 431, 'headers_too_large'],
      ['GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
    ];
    for (const [text, status, code] of wrong) {
      const answer = await raw(text);
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), text.slice(0, 30));
      assert.equal(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').error.code, code);
    }
  });

  it('is limited in time, at every stage', () => {
    const { server } = app;
    assert.ok(server.headersTimeout > 0 && server.headersTimeout <= 10_000);
    assert.ok(server.requestTimeout > 0 && server.requestTimeout <= 120_000);
    assert.ok(server.timeout > 0 && server.timeout <= 60_000);
    assert.ok(server.maxConnections > 0);
  });

  it('is counted by its route, not by its address', async () => {
    await fetch(`http://127.0.0.1:${port}/fails/counted-1`);
    await fetch(`http://127.0.0.1:${port}/nothing-1`);
    const text = await telemetry.prometheus();
    assert.match(text, /kith_http_requests_total\{route="\/fails\/:what",status="500"\}/);
    assert.ok(!text.includes('counted-1') && !text.includes('nothing-1'));
  });
});

describe('a route', () => {
  it('that says not who may call it is refused when the server is made', () => {
    const another = createHttp({ log: createLog({ level: 'silent' }), ...doors(), telemetry });
    assert.throws(() => another.get('/open', async () => ''), /GET \/open: says not who may call it/);
  });
});

describe('a route for people on this machine', () => {
  it('lets nobody in who is connected from elsewhere, whatever Host they ask for', async () => {
    const from: [string, number][] = [
      ['127.0.0.1', 200],
      ['127.9.8.7', 200],
      ['::1', 200],
      ['::ffff:127.0.0.1', 200],
      ['192.0.2.1', 403],
      ['::ffff:192.0.2.1', 403],
      ['2001:db8::1', 403],
      ['10.127.0.1', 403],
    ];
    for (const [remoteAddress, status] of from) {
      for (const host of ['127.0.0.1:4100', 'localhost', '[::1]']) {
        const response = await app.inject({ method: 'GET', url: '/here', remoteAddress, headers: { host } });
        assert.equal(response.statusCode, status, `${remoteAddress} asks for ${host}`);
        if (status === 403) assert.equal(response.json().error.code, 'loopback_only');
      }
    }
  });
});

describe('the table of problems', () => {
  it('gives each code an HTTP status of an error', () => {
    for (const [code, status] of Object.entries(problemStatuses)) assert.ok(status >= 400 && status < 600, code);
  });
});

describe('where it listens', () => {
  /** What is logged by a server that listens and stops. */
  async function saidBy(atTerminal: boolean): Promise<string> {
    const lines: string[] = [];
    const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
    const one = createHttp({ log, ...doors(), telemetry, atTerminal });
    await one.listen({ port: 0, host: '127.0.0.1' });
    one.log.warn('seen');
    await one.close();
    return lines.join('');
  }

  it('is in the log, and not at a terminal, where it is said in words; warnings are in both', async () => {
    assert.match(await saidBy(false), /Server listening at http:.*"msg":"seen"/s);
    const atTerminal = await saidBy(true);
    assert.doesNotMatch(atTerminal, /listening/);
    assert.match(atTerminal, /"level":"warn".*"msg":"seen"/);
  });
});
