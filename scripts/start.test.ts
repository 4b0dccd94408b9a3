/** `npm start` as a newcomer meets it: the real Kith and the real town. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'kith-start-'));
const running = new Set<ChildProcess>();
after(() => {
  // A test that failed may leave one; it must not outlive the run.
  for (const child of running) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
    server.once('error', reject);
  });
}

/** Starts Kith with its data in this test's folder, and waits for these words in what it says. */
async function startUntil(words: string, port: number, ...args: string[]): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'start.mjs');
  const child = spawn(process.execPath, [script, '--no-install', '--port', String(port), ...args], {
    env: { ...process.env, KITH_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes(words)) resolve();
      });
    }
    child.once('exit', (code) => {
      running.delete(child);
      reject(new Error(`ended with exit code ${code} before it said "${words}":\n${said}`));
    });
  });
  return child;
}

async function stop(child: ChildProcess): Promise<unknown> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  return exited;
}

async function tell(port: number, key: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'start-test-1',
      type: 'account.created',
      time: '2026-06-15T12:00:00Z',
      data: { actor: 'start-test', age: { band: '13to15', method: 'declared', confidence: 0.6 } },
    }),
  });
  assert.equal(answer.status, 200);
  const { status } = await answer.json();
  return status;
}

test('Kith starts with its town, takes an event, stops on Ctrl-C, and still knows the event when it starts again', async () => {
  const port = await freePort();
  const first = await startUntil("The demo town's events arrive now", port);
  const keyFile = join(folder, 'sandbox-key');
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  const key = readFileSync(keyFile, 'utf8').trim();
  assert.equal(await tell(port, key), 'accepted');
  assert.equal(await stop(first), 0);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/readyz`));

  const second = await startUntil("The demo town's events arrive now", port);
  assert.equal(readFileSync(keyFile, 'utf8').trim(), key);
  assert.equal(await tell(port, key), 'duplicate');
  assert.equal(await stop(second), 0);
});

test('a port that Kith answers on already is refused, and says what to do', async () => {
  const port = await freePort();
  const first = await startUntil("The demo town's events arrive now", port);
  await assert.rejects(startUntil('never said', port, '--no-town'), /exit code 1[\s\S]*running at .* already/);
  assert.equal(await stop(first), 0);
});
