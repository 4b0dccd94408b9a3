import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { receipts } from '@kith/contract';
import { type Served, serve } from './testing/cli.ts';

let folder: string;
let running: Served[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-stop-'));
});
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL');
    await ended;
  }
  running = [];
  await rm(folder, { recursive: true, force: true });
});

async function start(args: readonly string[] = [], shell?: string): Promise<Served> {
  const served = await serve(join(folder, 'kith'), args, shell);
  running.push(served);
  return served;
}

const tell = ({ url, key }: Served, events: unknown) =>
  fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });

const message = (id: string) => ({ id, type: 'message.sent', data: { actor: 'a', other: 'b', message: id } });

describe('a stop', () => {
  it('under load finishes what was accepted: every answered event is there, and nobody is left hanging', async () => {
    const first = await start();
    const answered: string[] = [];
    const others: number[] = [];
    let told = 0;
    let stopped = false;
    const client = async (name: string) => {
      for (let i = 0; !stopped; i++) {
        const events = Array.from({ length: 1 + ((i * 7) % 90) }, (_, n) => message(`${name}-${i}-${n}`));
        try {
          const response = await tell(first, events);
          if (response.status !== 200) {
            others.push(response.status);
            await response.arrayBuffer();
            continue;
          }
          const { results } = receipts.parse(await response.json());
          assert.equal(results.length, events.length);
          answered.push(...results.map((r) => r.id ?? ''));
          told += results.length;
        } catch {
          // it no longer listens: what was not answered is told again after a start
          return;
        }
      }
    };
    const clients = Array.from({ length: 8 }, (_, i) => client(`c${i}`));
    while (told < 3000) await sleep(5);
    first.child.kill('SIGTERM');
    assert.equal(await first.ended, 0, first.stderr());
    stopped = true;
    await Promise.all(clients);
    assert.ok(others.every((status) => status === 503));
    assert.ok(!first.stderr().includes('"level":"error"'), first.stderr());

    const second = await start();
    for (let i = 0; i < answered.length; i += 1000) {
      const { results } = receipts.parse(await (await tell(second, answered.slice(i, i + 1000).map(message))).json());
      assert.ok(results.every((r) => r.status === 'duplicate'));
    }
  });

  it('closes connections on which nothing is under way at once, and lets what is under way come to its end', async () => {
    const kith = await start();
    const { hostname, port } = new URL(kith.url);
    const closed = ['', 'POST /v1/events HTTP/1.1\r\nHost: x\r\n', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'].map(
      async (said) => {
        const socket = net.connect(Number(port), hostname);
        socket.on('error', () => {});
        socket.resume();
        socket.write(said);
        await once(socket, 'close');
      },
    );
    const held = hold(kith);
    await held.tell('first');
    kith.child.kill('SIGINT');
    await Promise.all(closed);
    await held.tell('second');
    assert.match(await held.end(), /"id":"first".*"id":"second"/s);
    assert.equal(await kith.ended, 0, kith.stderr());
  });

  it('happens at once on a second signal, and nothing that was answered is lost', async () => {
    const kith = await start();
    // a request that is under way holds the first stop up
    const held = hold(kith);
    await held.tell('answered');
    kith.child.kill('SIGTERM');
    while (!(await refuses(kith))) await sleep(10);
    kith.child.kill('SIGTERM');
    assert.equal(await kith.ended, 1);
    const again = await start();
    const receipt = (await (await tell(again, message('answered'))).json()) as { status: string };
    assert.equal(receipt.status, 'duplicate');
  });
});

/** A request of NDJSON that goes on until it is ended. */
function hold({ url, key }: Served) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' };
  const request = http.request(`${url}/v1/events`, { method: 'POST', headers });
  request.on('error', () => {});
  let text = '';
  const ended = new Promise<string>((resolve) => {
    request.on('response', (response) => {
      response.on('data', (chunk) => {
        text += chunk;
        request.emit('answered');
      });
      response.on('error', () => {});
      response.on('close', () => resolve(text));
    });
  });
  return {
    /** resolves when it was answered */
    async tell(id: string): Promise<void> {
      request.write(`${JSON.stringify(message(id))}\n`);
      while (!text.includes(`"id":"${id}"`)) await once(request, 'answered');
    },
    end(): Promise<string> {
      request.end();
      return ended;
    },
  };
}

/** Whether it takes nothing any more. */
const refuses = ({ url }: Served): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ status }) => status !== 200,
    () => true,
  );

describe('a start', () => {
  it('on a folder that is in use is refused, with the reason in a line', async () => {
    await start();
    await assert.rejects(start(), /ended with 1: .*is in use by another Kith \(process \d+\)/s);
  });

  it('with a configuration that is wrong says what, by the name it was set under', async () => {
    await assert.rejects(start(['--log-level', 'loud', '--trust-proxy', 'x']), (error: Error) => {
      assert.match(error.message, /ended with 78/);
      assert.match(error.message, /--log-level: logLevel must be one of/);
      assert.match(error.message, /--trust-proxy: trustProxy must be IP addresses/);
      return true;
    });
  });

  it('on a port that is taken says so, and leaves nothing behind that holds the folder', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    assert.ok(address !== null && typeof address === 'object');
    const said = new RegExp(`ended with 1: port ${address.port} of 127\\.0\\.0\\.1 is in use`);
    await assert.rejects(start(['--port', String(address.port)]), said);
    taken.close();
    await start();
  });

  it('uses the sandbox key that is there', async () => {
    const first = await start();
    first.child.kill('SIGTERM');
    await first.ended;
    assert.equal((await start()).key, first.key);
  });
});

describe('a store that fails', () => {
  it('ends the process with a clear line; what was answered before is there after a start', async () => {
    // no file may grow past this, as on a disk that is full: kB
    const kith = await start([], 'ulimit -f 3000');
    const answered: string[] = [];
    for (let i = 0; i < 400; i++) {
      const events = Array.from({ length: 100 }, (_, n) => message(`${i}-${n}`));
      const response = await tell(kith, events).catch(() => null);
      if (response?.status !== 200) break;
      answered.push(...events.map((e) => e.id));
    }
    assert.equal(await kith.ended, 1);
    assert.match(kith.stderr(), /the log could not be written.*Kith stops: what it answered is stored/s);
    assert.ok(answered.length > 100 && answered.length < 40_000, String(answered.length));
    const again = await start();
    for (let i = 0; i < answered.length; i += 1000) {
      const { results } = receipts.parse(await (await tell(again, answered.slice(i, i + 1000).map(message))).json());
      assert.ok(results.every((r) => r.status === 'duplicate'));
    }
  });
});

describe('SIGHUP', () => {
  it('has policy and words read again; a broken file keeps what was', async () => {
    const file = join(folder, 'policy.yaml');
    const shipped = new URL('policy/policy.yaml', import.meta.url);
    const text = await readFile(shipped, 'utf8');
    const named = (version: string) => text.replace(/^version: .*/m, `version: ${version}`);
    await writeFile(file, named('mine-1'));
    const kith = await start(['--policy', file]);
    let n = 0;
    const version = async () => {
      const receipt = (await (await tell(kith, message(`v${++n}`))).json()) as { decision: { policy: string } };
      return receipt.decision.policy;
    };
    assert.equal(await version(), 'mine-1');
    const reload = async (content: string, said: string) => {
      await writeFile(file, content);
      kith.child.kill('SIGHUP');
      while (!kith.stderr().includes(said)) await sleep(10);
    };
    await reload(named('mine-2'), 'were read again');
    assert.equal(await version(), 'mine-2');
    await reload(named('mine-3').replace('outcome: block', 'outcome: blok'), 'stay as they were');
    assert.equal(await version(), 'mine-2');
    assert.match(kith.stderr(), /did you mean block/);
  });
});
