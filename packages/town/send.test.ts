import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { Kith } from '@kith/client';
import { town } from './index.ts';
import { type SendOptions, send } from './send.ts';

const START = Date.UTC(2026, 10, 23, 12);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const PROBLEM: Readonly<Record<number, string>> = { 401: 'unauthorized', 503: 'stopping' };

/** What answers in Kith's place here: real HTTP, with a failure where the test says so. */
async function answering(status: (request: number) => number) {
  const told: { id: string; time: string }[] = [];
  let requests = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const code = status(++requests);
    response.statusCode = code;
    if (code !== 200) return response.end(JSON.stringify({ error: { code: PROBLEM[code], message: 'says why' } }));
    const [event] = JSON.parse(body);
    told.push(event);
    const decision = { outcome: 'allow', reasons: [], notices: [], policy: 'test' };
    return response.end(JSON.stringify({ results: [{ status: 'accepted', id: event.id, decision }] }));
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A clock that only waiting moves. */
function sending(url: string, more: Partial<SendOptions> = {}) {
  let now = START;
  const waits: number[] = [];
  const lines: string[] = [];
  const options: SendOptions = {
    kith: new Kith({ url, key: 'test', retries: 0 }),
    events: town('send', { accounts: 200, start: START }),
    rate: 50,
    atOnce: 10,
    total: 30,
    signal: new AbortController().signal,
    clock: () => now,
    wait: async (ms) => {
      waits.push(ms);
      now += Math.max(0, ms);
    },
    say: (line) => lines.push(line),
    ...more,
  };
  return { options, waits, lines };
}

describe('sending', () => {
  it('sends the opening at once and the rest at an even pace, with the time of sending', async () => {
    const { told, url } = await answering(() => 200);
    const { options, waits } = sending(url);
    const sent = await send(options);
    assert.deepEqual(sent, { accepted: 30, refused: 0, outcomes: { allow: 30 } });
    assert.deepEqual(waits, Array(20).fill(20));
    assert.equal(told.at(-1)?.time, new Date(START + 400).toISOString());
  });

  it('tries the same event again until Kith is back, and loses none', async () => {
    const { told, url } = await answering((request) => (request >= 5 && request < 9 ? 503 : 200));
    const { options, lines } = sending(url);
    const sent = await send(options);
    assert.equal(sent.accepted, 30);
    assert.equal(new Set(told.map((e) => e.id)).size, 30);
    assert.equal(told.length, 30);
    assert.deepEqual(lines, ["Kith can't be reached (stopping); trying again every second.", 'Kith is back.']);
  });

  it('stops where it is told to while Kith is away', async () => {
    const { url } = await answering(() => 503);
    const stop = new AbortController();
    const { options } = sending(url, { total: undefined, signal: stop.signal, wait: async () => stop.abort() });
    assert.deepEqual(await send(options), { accepted: 0, refused: 0, outcomes: {} });
  });

  it('gives up where the key is wrong, and says so', async () => {
    const { url } = await answering(() => 401);
    const { options } = sending(url);
    await assert.rejects(send(options), { code: 'unauthorized' });
  });
});
