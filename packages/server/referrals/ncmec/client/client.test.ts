import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { Secret } from '../../../ground/config/index.ts';
import { INSTRUMENT } from '../conformance-server/server.ts';
import { DIALECT } from '../schema/shape.ts';
import { xsdOf } from '../schema/xsd.ts';
import { atNcmec } from '../testing/at-ncmec.ts';
import { CyberTipline } from './client.ts';
import { CODES, mayHaveActed, verdictOf } from './codes.ts';
import { baseOf, connectorTo } from './environment.ts';
import { judge } from './reply.ts';

const options = { username: 'kith', password: new Secret('x'), connections: 1, timeout_ms: 500, callsAMinute: 60_000 };
const signal = new AbortController().signal;

describe('where reports go', () => {
  it('is the test system unless the word production says otherwise, over https', () => {
    assert.equal(baseOf('test', null).href, 'https://exttest.cybertip.org/ispws');
    assert.equal(baseOf('production', null).href, 'https://report.cybertip.org/ispws');
  });

  it('is no other address, but for a conformance server on this machine', () => {
    for (const url of ['http://127.0.0.1:5000/ispws', 'http://[::1]:1/ispws', 'https://localhost/ispws']) {
      assert.equal(baseOf('test', url).href, url);
      assert.throws(() => baseOf('production', url));
    }
    for (const url of [
      'https://report.cybertip.org/ispws',
      'https://example.com',
      'http://127.0.0.1.example.com',
      'x',
    ]) {
      assert.throws(() => baseOf('test', url), url);
    }
  });

  it('lets no connection go to production from the test system', async () => {
    const connect = connectorTo(baseOf('test', null), 100);
    for (const hostname of ['report.cybertip.org', '127.0.0.1']) {
      const error = await new Promise((done) => {
        connect({ hostname, protocol: 'https:', port: '443' }, (...[failed]) => done(failed));
      });
      assert.equal(error instanceof Error && error.name, 'EnvironmentError', hostname);
    }
  });

  it('is not where a redirect leads', async () => {
    let elsewhere = 0;
    const server = createServer((request, response) => {
      if (request.url === '/elsewhere') elsewhere++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const base = baseOf('test', `http://127.0.0.1:${address.port}/ispws`);
    const client = new CyberTipline({ ...options, base });
    const reply = await client.submit(Buffer.from('<report/>'), signal);
    assert.ok(reply.came === 'nothing' && reply.problem === 'HTTP_307');
    assert.equal(elsewhere, 0);
    await client.close();
    server.close();
  });
});

describe('what an answer means', () => {
  it('is nothing, where the code says that it was done and HTTP that it was not', async () => {
    const text = '<reportResponse><responseCode>0</responseCode><reportId>1001</reportId></reportResponse>';
    for (const [status, came] of [
      [200, 'answer'],
      [302, 'nothing'],
      [500, 'nothing'],
    ] as const) {
      const server = createServer((_, response) => response.writeHead(status).end(text)).listen(0, '127.0.0.1');
      await new Promise((done) => server.once('listening', done));
      const address = server.address();
      assert.ok(typeof address === 'object' && address !== null);
      const client = new CyberTipline({ ...options, base: baseOf('test', `http://127.0.0.1:${address.port}/ispws`) });
      const reply = await client.finish('1001', signal);
      assert.equal(reply.came, came);
      if (reply.came === 'nothing') assert.deepEqual([reply.problem, reply.mayHaveActed], [`HTTP_${status}`, true]);
      await client.close();
      server.close();
    }
  });

  it('goes by its code, and by its thousand where the code is new', () => {
    const by = (verdict: string) => Object.values(CODES).filter((code) => verdictOf(code) === verdict);
    assert.deepEqual(by('done'), [0]);
    assert.deepEqual(by('later'), [1000, 1100, 1110, 1111, 1210, 1300]);
    assert.deepEqual(by('barred'), [2000, 3000, 3100, 3300]);
    assert.deepEqual(by('refused'), [4000, 4100, 4110, 4200]);
    assert.deepEqual(by('gone'), [5001, 5101]);
    assert.deepEqual(
      [verdictOf(3999), verdictOf(4999), verdictOf(5999), verdictOf(9000)],
      ['barred', 'refused', 'later', 'later'],
    );
  });

  it('leaves open whether a server error had its effect, and a code that nobody knows', () => {
    assert.deepEqual([1000, 1999, 9000, 1100, 1111, 0, 4100].map(mayHaveActed), [
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is that nobody let us in where a 401 has no body', async () => {
    await using at = await atNcmec({ users: [] });
    const reply = await at.client.status(signal);
    assert.equal(judge(reply).verdict, 'barred');
    assert.ok(reply.came === 'answer' && reply.answer.code === 2000 && reply.requestId !== null);
  });

  it('is nothing where no connection was made, and then nothing was sent', async () => {
    const client = new CyberTipline({ ...options, base: baseOf('test', 'http://127.0.0.1:1/ispws') });
    const reply = await client.submit(Buffer.from('<report/>'), signal);
    assert.deepEqual(judge(reply), { verdict: 'later', mayHaveActed: false });
    await client.close();
  });

  it('comes with a way to try credentials, and with the XSD', async () => {
    await using at = await atNcmec();
    assert.equal(judge(await at.client.status(signal)).verdict, 'done');
    assert.equal(Buffer.from((await at.client.xsd(signal)) ?? []).toString('utf8'), xsdOf(DIALECT));
  });

  it('says of a test instrument that it is one', async () => {
    await using at = await atNcmec();
    const response = await fetch(`${at.server.url}/status`);
    assert.equal(response.headers.get('x-kith-test-instrument'), INSTRUMENT);
  });
});
