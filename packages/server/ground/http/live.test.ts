import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, it } from 'node:test';
import { createLive } from './live.ts';

/** A second's round is what the code waits for; here a round is told to happen. */
async function world(draw: () => Promise<string>) {
  const failures: unknown[] = [];
  const live = createLive(draw, (error) => failures.push(error), { every_ms: 5, heartbeatRounds: 3, stuckRounds: 20 });
  const server = createServer((_, response) => void live.listen(response, 'key', {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return {
    live,
    failures,
    socket,
    /** waits until what was received matches */
    async received(pattern: RegExp) {
      let text = '';
      socket.setEncoding('utf8');
      for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
        text += chunk;
        if (pattern.test(text)) return text;
      }
      throw new Error(`the connection ended after: ${text}`);
    },
    end() {
      socket.destroy();
      server.close().closeAllConnections();
    },
  };
}

describe('updates of the page', () => {
  it('are sent when something changed, and a sign of life when nothing does', async () => {
    let n = 0;
    const w = await world(async () => (n < 3 ? String(++n) : 'same'));
    const text = await w.received(/: still here\n\n/);
    assert.deepEqual(
      [...text.matchAll(/data: (.*)/g)].map((m) => m[1]),
      ['1', '2', '3', 'same'],
    );
    w.end();
  });

  it('go on after a round that failed', async () => {
    let n = 0;
    const w = await world(async () => {
      if (++n === 2) throw new Error('once');
      return String(n);
    });
    await w.received(/data: 4\n\n/);
    assert.equal(w.failures.length, 1);
    w.end();
  });

  it('end for a listener that takes nothing', async () => {
    const large = 'x'.repeat(1_000_000);
    let n = 0;
    const w = await world(async () => `${++n}${large}`);
    w.socket.pause();
    while (w.live.listeners() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    while (w.live.listeners() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    w.end();
  });
});
