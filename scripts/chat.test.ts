/** `npm run chat` as a newcomer meets it: the real chat and its real Kith. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { freePort } from '../examples/chat/testing/place.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-npm-chat-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the chat starts with a Kith that knows its people, and both stop on Ctrl-C', async () => {
  const [port, kithPort] = [await freePort(), await freePort()];
  const args = ['--no-install', '--port', String(port), '--kith-port', String(kithPort), '--folder', folder];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'chat.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  after(() => child.kill('SIGTERM'));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('open it at')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`ended with exit code ${code}:\n${said}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  assert.match(await (await fetch(url)).text(), /Who do you want to be\?/);
  assert.equal((await fetch(`http://127.0.0.1:${kithPort}/readyz`)).status, 200);
  assert.equal(statSync(join(folder, 'webhooks.yaml')).mode & 0o777, 0o600, 'the secret is its owner’s alone');

  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  assert.equal(await exited, 0);
  await assert.rejects(fetch(url));
});
